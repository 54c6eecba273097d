"""Contacts on a deal."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Contact
from accounts.ownership import find
from accounts.request import Request
from accounts.views.answer import say
from deals.forms.part import PartForm
from deals.models import Deal
from deals.views.deal import deal_of


@require_POST
def deal_involve(request: Request, pk: int) -> HttpResponse:
    """Put a contact on a deal, or change their part in the decision."""
    deal = find(Deal, pk, change_by=request.user)
    form = PartForm(request.POST, deal=deal)
    if form.is_valid():
        say(request, f"{form.save(by=request.user)} is on {deal}")
        return redirect(deal)
    return render(request, "deals/deal.html", deal_of(request, deal, part=form), status=422)


@require_POST
def deal_release(request: Request, pk: int, contact: int) -> HttpResponse:
    """Take a contact off a deal."""
    deal = find(Deal, pk, change_by=request.user)
    person = find(Contact, contact, seen_by=request.user)
    deal.release(person, by=request.user)
    say(request, f"{person} is no longer on {deal}")
    return redirect(deal)
