"""How a view answers: the same address gives a whole page, or to htmx its piece."""

import json
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.request import Request


def answer(
    request: Request, page: str, context: dict, *, piece: str | None = None, status: int = 200
) -> HttpResponse:
    """Render the page or, for htmx, its piece: `accounts/_x.html` for `accounts/x.html`."""
    folder, _, name = page.rpartition("/")
    template = (piece or f"{folder}/_{name}") if request.fragment else page
    return render(request, template, context, status=status)


def sent(request: Request) -> QueryDict | None:
    """Return what was posted, be it nothing at all, or None where a form is only to be shown."""
    return request.POST if request.method == "POST" else None


class Offer(NamedTuple):
    """What a toast offers to do next: a button, the address it posts to, and what it sends."""

    label: str
    address: str
    fields: dict[str, str] = {}


def say(request: Request, text: str, *offers: Offer, undo: str = "") -> None:
    """Tell the person in a toast what was done, with what can be done next: `undo` is where."""
    said = [Offer("Undo", undo), *offers] if undo else offers
    messages.success(request, text, extra_tags=json.dumps(said) if said else "")


def back(request: Request, otherwise) -> HttpResponseRedirect:
    """Lead back to where the person was, or else to the record or address given."""
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        there = otherwise if isinstance(otherwise, str) else otherwise.get_absolute_url()
    return HttpResponseRedirect(there)
