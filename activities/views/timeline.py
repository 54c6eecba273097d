"""What happened with a customer, a lead, a deal or a contact: page by page, and as a file."""

import csv
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.export import Echo, cell
from accounts.models import Contact, Customer, Lead
from accounts.ownership import find
from accounts.paging import InvalidCursor
from accounts.request import Request
from accounts.views.answer import answer
from activities.timeline import KINDS, Timeline
from deals.models import Deal

MODELS = {model.kind_of_record(): model for model in (Customer, Deal, Contact, Lead)}
CHUNK = 500


@require_safe
def timeline(request: Request, kind: str, pk: int) -> HttpResponse:
    """Show what happened with a record: from the newest entry on, after one, or from one on."""
    record: Any = find(MODELS[kind], pk, seen_by=request.user)
    context = {
        "record": record,
        "timeline": timeline_of(request, record),
        "can_change": record.is_changeable,
        "kinds": chosen_kinds(request),
    }
    goes_on = "after" in request.GET
    piece = "timeline/_months.html" if goes_on else "timeline/_entries.html"
    return answer(request, "timeline/timeline.html", context, piece=piece)


def timeline_of(request: Request, record: Any) -> Timeline:
    """Return the part of a record's timeline that an address asks for."""
    kinds, entry = chosen_kinds(request), request.GET.get("entry")
    if entry:
        found = Timeline.starting_at(record, entry, kinds=kinds)
        if found is None:
            raise Http404
        return found
    try:
        return Timeline(record, kinds=kinds, after=request.GET.get("after"))
    except InvalidCursor:
        return Timeline(record, kinds=kinds)


def chosen_kinds(request: Request) -> list[str]:
    return [kind for kind in KINDS if kind in request.GET.getlist("kind")]


@require_safe
def timeline_csv(request: Request, pk: int) -> StreamingHttpResponse:
    """Export all that happened with a customer, the newest first."""
    customer = find(Customer, pk, seen_by=request.user)
    writer = csv.writer(Echo())
    zone = timezone.get_current_timezone()
    lines = (writer.writerow(map(cell, row)) for row in rows_of(customer, zone))
    name = slugify(customer.name) or customer.pk
    headers = {"Content-Disposition": f'attachment; filename="{name}-history.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def rows_of(customer: Customer, zone: Any) -> Iterator[list[str]]:
    """Yield the lines of a customer's history: when, what kind, who, what."""
    yield ["When", "Kind", "Who", "What"]
    page: Timeline | None = Timeline(customer, size=CHUNK)
    while page is not None:
        for entry in page:
            at = entry.at.astimezone(zone).isoformat(timespec="seconds")
            yield [at, entry.kind, str(entry.by or ""), entry.text]
        page = Timeline(customer, size=CHUNK, after=page.next) if page.next else None
