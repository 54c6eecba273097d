"""Deals: the list, the deal, creating, editing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.record import RecordForm
from accounts.models import Customer
from accounts.ownership import find
from accounts.paging import Page
from accounts.request import Request
from accounts.views import record
from accounts.views.answer import answer, say, sent
from accounts.views.pick import pick_customer
from deals.filters import DealFilter
from deals.forms.deal import DealForm
from deals.forms.part import PartForm
from deals.models import Deal
from deals.steps import steps_of
from deals.views.board import cards_of


@require_safe
def deals(request: Request) -> HttpResponse:
    """List the deals that the reader sees."""
    chosen = DealFilter(request.GET, user=request.user)
    page = Page.asked(request, chosen.qs.select_related("customer", "owner", "stage"), chosen.order)
    context = {"filter": chosen, "page": page, "address": request.path}
    cards = cards_of(request, page.rows, timezone.localdate())
    return answer(request, "deals/deals.html", context | cards)


@require_safe
def deal(request: Request, pk: int) -> HttpResponse:
    """Show a deal."""
    found = find(Deal, pk, seen_by=request.user)
    return render(request, "deals/deal.html", deal_of(request, found))


def deal_of(
    request: Request,
    deal: Deal,
    refused: RecordForm | None = None,
    *,
    part: PartForm | None = None,
) -> dict[str, Any]:
    """Gather what a deal's page shows; `part` is a refused form for a contact on the deal."""
    today = timezone.localdate()
    shown = record.shown(request, deal, DealForm, refused)
    return shown | {
        "today": today,
        "steps": steps_of(deal, today),
        "parts": deal.parts.select_related("contact"),
        "part": part or (PartForm(deal=deal) if shown["can_change"] else None),
    }


@require_safe
def deal_history(request: Request, pk: int) -> HttpResponse:
    """Show the changes of a deal."""
    return record.history(request, Deal, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def deal_add(request: Request) -> HttpResponse:
    """Create a deal for the customer whom the address names; without one, ask first which."""
    if not request.GET.get("customer"):
        address = reverse("deal_add")
        return pick_customer(request, "Create Deal", lambda pk: f"{address}?customer={pk}")
    customer = find(Customer, request.GET["customer"], change_by=request.user)
    preset = {"owner": request.user.pk, **request.GET.dict()}
    new = Deal(customer=customer)
    only = (*DealForm.on_page, "stage")
    form = DealForm(sent(request), instance=new, user=request.user, initial=preset, only=only)
    if not form.is_valid():
        context = {"form": form, "customer": customer}
        status = 422 if form.is_bound else 200
        return render(request, "deals/deal_form.html", context, status=status)
    added = form.save()
    say(request, f"Created {added}")
    return redirect(added)


@require_http_methods(["GET", "HEAD", "POST"])
def deal_edit(request: Request, pk: int) -> HttpResponse:
    """Edit a deal, or with `?only=` some of its facts."""
    page = "deals/deal.html"
    return record.edit(request, pk, DealForm, page=page, gather=deal_of, otherwise="deals")
