"""What the pages of all records share: facts that are edited in place, and history."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.forms.fact import facts_of
from accounts.forms.record import RecordForm
from accounts.history import NEWEST_FIRST, Change, Recorded
from accounts.ownership import find
from accounts.paging import Page
from accounts.request import Request
from accounts.views.answer import answer, say, sent


def shown(
    request: Request, record: Any, form: type[RecordForm], refused: RecordForm | None = None
) -> dict[str, Any]:
    """Gather what the page of a record that `find` found shows; `refused` is a fact's form that
    stays open."""
    kind = record.kind_of_record()
    return {
        "record": record,
        kind: record,
        "head": f"{record._meta.app_label}/_{kind}_head.html",
        "can_change": record.is_changeable,
        "facts": facts_of(record, form, request.user, refused),
        "history": history_of(request, record),
    }


def history_of(request: Request, record: Recorded) -> Page:
    changes = Change.objects.of(record).select_related("by")
    return Page.asked(request, changes, NEWEST_FIRST)


def history(request: Request, model: type[Recorded], pk: int) -> HttpResponse:
    """Show the changes of a record, earlier ones page by page."""
    found = find(model, pk, seen_by=request.user)
    context = {"record": found, "history": history_of(request, found)}
    return answer(request, "record/history.html", context)


def edit(
    request: Request,
    pk: int,
    form: type[RecordForm],
    *,
    page: str,
    gather: Callable[..., dict[str, Any]],
    otherwise: str,
) -> HttpResponse:
    """Edit a record, or with `?only=` some of its facts, which are then swapped in place.

    `gather` collects what `page` shows, `otherwise` is where people land who hand the record out
    of their own sight. The form's own page is called like `page`: `deals/deal_form.html`.
    """
    model = form._meta.model
    found = find(model, pk, change_by=request.user)
    only = request.GET.getlist("only") or form.on_page
    filled = form(sent(request), instance=found, user=request.user, only=only)
    form_page = page.replace(".html", "_form.html")
    if not filled.is_bound:
        return render(request, form_page, {"form": filled, "record": found})
    if not filled.is_valid():
        stands = find(model, pk, change_by=request.user)
        context = {**gather(request, stands, filled), "form": filled}
        refused = page if request.GET.get("only") else form_page
        return answer(request, refused, context, piece="record/_facts.html", status=422)
    changed = filled.save()
    say(request, f"Saved {changed}")
    if not request.fragment:
        return landing(request, changed, otherwise)
    try:
        stands = find(model, pk, seen_by=request.user)
    except Http404:
        return redirect(otherwise)
    return render(request, "record/_facts_saved.html", gather(request, stands))


def landing(request: Request, record: Any, otherwise: str) -> HttpResponse:
    """Lead to the record, or elsewhere once the record is out of the person's sight."""
    is_seen = type(record)._default_manager.visible_to(request.user).contains(record)
    return redirect(record if is_seen else otherwise)
