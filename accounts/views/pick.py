"""The first step of adding what hangs on a customer: which customer."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from accounts.models import Customer
from accounts.request import Request
from accounts.text import normalise
from accounts.views.answer import answer

MOST = 10
LONGEST = 200


def pick_customer(
    request: Request, title: str, leads_to: Callable[[int], str], *, seen: bool = False
) -> HttpResponse:
    """Search for a customer that the person may change, or where that is enough sees; each one
    found leads on."""
    if not request.user.may_add:
        raise PermissionDenied
    search = normalise(request.GET.get("search", ""))[:LONGEST]
    customers: Any = Customer.objects
    offered = customers.visible_to if seen else customers.changeable_by
    matching = offered(request.user).unarchived().matching(search)
    found = [
        (customer, leads_to(customer.pk)) for customer in matching.order_by("name_key", "pk")[:MOST]
    ]
    context = {"title": title, "search": search, "found": found, "most": MOST}
    return answer(request, "accounts/pick_customer.html", context)
