"""Letting a customer's signs rest, and waking them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Customer
from accounts.ownership import find
from accounts.request import Request
from accounts.views.answer import answer, back, say, sent
from reports.forms.snooze import SnoozeForm
from reports.models import Snooze
from reports.signs import Code

SAVED = "reports/_health_saved.html"


@require_http_methods(["GET", "HEAD", "POST"])
def sign_snooze(request: Request, pk: int, code: str) -> HttpResponse:
    """Ask until when a sign is to rest and why, and let it; the toast offers to undo it."""
    customer = find(Customer, pk, change_by=request.user)
    sign = sign_of(customer, code)
    form = SnoozeForm(sent(request), code=sign)
    if not form.is_valid():
        context = {"customer": customer, "sign": sign, "form": form}
        status = 422 if form.is_bound else 200
        return answer(request, "reports/snooze.html", context, piece=SAVED, status=status)
    form.save(customer, by=request.user)
    say(request, f"Snoozed: {sign.label}", undo=reverse("sign_wake", args=[pk, sign]))
    return health_again(request, customer)


@require_POST
def sign_wake(request: Request, pk: int, code: str) -> HttpResponse:
    """Let a sign be seen again."""
    customer = find(Customer, pk, change_by=request.user)
    snooze = get_object_or_404(customer.snoozes, code=sign_of(customer, code))
    snooze.wake(by=request.user)
    say(request, f"Woken: {snooze}")
    return health_again(request, customer)


def sign_of(customer: Customer, code: str) -> Code:
    """Return the sign of this code; Http404 if the customer cannot have it."""
    if code not in Snooze.possible(customer):
        raise Http404("No such sign.")
    return Code(code)


def health_again(request: Request, customer: Customer) -> HttpResponse:
    """Show how the customer does now in its place, or lead back to the record."""
    if not request.fragment:
        return back(request, f"{customer.get_absolute_url()}#health")
    return render(request, SAVED, {"customer": customer})
