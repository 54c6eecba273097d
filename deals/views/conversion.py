"""Converting a lead."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.models import Lead
from accounts.models.conversion import AlreadyConverted
from accounts.ownership import find
from accounts.request import Request
from accounts.text import normalise
from accounts.views.answer import answer, say, sent
from deals.forms.conversion import ConversionForm


@require_http_methods(["GET", "HEAD", "POST"])
def lead_convert(request: Request, pk: int) -> HttpResponse:
    """Ask what becomes of a lead, and convert it; whoever comes second is led to the customer."""
    lead = find(Lead, pk, change_by=request.user)
    form = ConversionForm(
        sent(request),
        lead=lead,
        user=request.user,
        initial=request.GET.dict(),
        auto_id="convert_%s",
    )
    if lead.archived_at or (lead.is_converted and not form.is_bound):
        return redirect(lead)
    if not form.is_valid():
        return ask(request, form, status=422 if form.is_bound else 200)
    try:
        customer: Any = form.save().customer
    except AlreadyConverted:
        lead = find(Lead, pk, seen_by=request.user)  # its customer may be hidden from who is late
        context = {"lead": lead, "customer": lead.customer}
        return answer(request, "deals/converted.html", context, status=409)
    except ValidationError as refused:
        form.add_error(None, refused)
        return ask(request, form, status=422)
    say(request, f"Converted {lead} to {customer}")
    return redirect(customer)


def ask(request: Request, form: ConversionForm, status: int) -> HttpResponse:
    """Show the form with the customers that come into question."""
    search = normalise(request.GET.get("search", ""))[:200]
    candidates = form.candidates(search)
    context = {"form": form, "lead": form.lead, "search": search, "candidates": candidates}
    return answer(request, "deals/convert.html", context, status=status)
