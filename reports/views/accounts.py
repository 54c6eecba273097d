"""Accounts: the list of customers, with how each of them stands."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import Customer
from accounts.paging import Page
from accounts.request import Request
from accounts.views.answer import answer
from reports.filters import CustomerFilter
from reports.models import Standing
from reports.totals import Totals

# By a statement of its own: PostgreSQL would not find the page's rows first among so many tables.
STANDINGS = Prefetch("standing", Standing.objects.select_related(*Standing.evidence))


@require_safe
def customers(request: Request) -> HttpResponse:
    """List the customers that the reader sees; with `?totals=1` their figures are added up
    however many they are, and htmx gets these alone."""
    chosen = CustomerFilter(request.GET, user=request.user)
    shown = chosen.qs.select_related(None).select_related("owner", "industry")
    shown, adds_up = shown.prefetch_related(STANDINGS), "totals" in request.GET
    page = Page.asked(request, shown, chosen.order, parts=chosen.parts)
    totals = Totals.of(chosen.qs, whatever_many=adds_up)
    context = {"filter": chosen, "page": page, "totals": totals, "restorable": set()}
    if chosen.is_archive:
        mine = Customer.objects.changeable_by(request.user)
        context["restorable"] = mine.filter(pk__in=[row.pk for row in page]).in_bulk().keys()
    piece = "reports/_totals.html" if adds_up else None
    return answer(request, "reports/customers.html", context, piece=piece)
