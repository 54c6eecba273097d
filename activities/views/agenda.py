"""The agenda, and what is planned and put off on it."""

from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.moments import DiaryDayField
from accounts.models import Customer
from accounts.paging import Page
from accounts.request import Request
from accounts.text import normalise
from accounts.views.answer import answer, back, say
from activities.agenda import (
    BY_DUE,
    NEWEST_DONE,
    Agenda,
    Day,
    Late,
    Section,
    changeable,
    load,
)
from activities.filters import ActivityFilter
from activities.forms.quick import QuickForm
from activities.month import Month

SUGGESTED = 10


@require_safe
def activities(request: Request) -> HttpResponse:
    """Show what is overdue, due today and to come; or one day, one part, what is done."""
    piece = "activities/_more.html" if request.GET.get("after") else None
    return answer(request, "activities/agenda.html", agenda_of(request), piece=piece)


def agenda_of(request: Request, quick: QuickForm | None = None) -> dict[str, Any]:
    """Gather what the agenda shows, as the address narrows it; `quick` is a refused form."""
    chosen = ActivityFilter(request.GET, user=request.user)
    shown = parts_of(request, chosen)
    blank = QuickForm(user=request.user) if request.user.may_add else None
    return {
        "filter": chosen,
        "address": reverse("activities"),
        "whole_address": address_of(request),
        "changeable": changeable(shown["rows"], by=request.user),
        "quick": quick or blank,
        **shown,
    }


def parts_of(request: Request, chosen: ActivityFilter) -> dict[str, Any]:
    """Gather the rows: all three parts, one of them from a page on, a day, or a flat list."""
    found, today, after = chosen.qs, timezone.localdate(), request.GET.get("after")
    if (day := day_asked(request)) is not None:
        shown = Day(found, day, after)
        return {"today": today, "day": shown, "section": shown.open, "rows": shown.rows}
    if chosen.is_flat:
        order = BY_DUE if chosen.is_archive else NEWEST_DONE
        page = Page.asked(request, found.select_related("customer", "lead", "owner"), order)
        return {"today": today, "page": page, "rows": page.rows}
    agenda = Agenda(found, request.user, today)
    for section in agenda.sections:
        if section.name == request.GET.get("part"):
            (part,) = load([Section(section.name, found.open(), section.begin, section.end, after)])
            return {"today": today, "section": part, "rows": part.rows}
    agenda.load()
    return {"today": today, "agenda": agenda, "rows": agenda.rows}


def day_asked(request: Request) -> date | None:
    with suppress(ValidationError):
        return DiaryDayField(required=False).clean(request.GET.get("day", ""))
    return None


def address_of(request: Request) -> str:
    """Return the address of the agenda as it is narrowed, also where something was done on it."""
    query = request.GET.urlencode()
    return f"{reverse('activities')}?{query}" if query else reverse("activities")


def counts_shown(request: Request) -> Agenda | None:
    """Count anew for the agenda on which htmx asked, if it was on one that shows counts."""
    there = urlsplit(page_of(request))
    asked = QueryDict(there.query)
    chosen = ActivityFilter(asked, user=request.user)
    if there.path != reverse("activities") or {"day", "part"} & asked.keys():
        return None
    agenda = Agenda(chosen.qs, request.user, timezone.localdate())
    return None if chosen.is_flat else agenda.count()


def page_of(request: Request) -> str:
    """Return the address of the page on which htmx asked, where it says a sensible one."""
    with suppress(ValueError):
        return request.htmx.current_url_abs_path or ""
    return ""


@require_safe
def activities_calendar(request: Request) -> HttpResponse:
    """Show a month of activities."""
    chosen = ActivityFilter(request.GET, user=request.user)
    month = Month.asked(request.GET.get("month", ""), chosen.qs, timezone.localdate())
    context = {"filter": chosen, "month": month, "address": reverse("activities_calendar")}
    return answer(request, "activities/calendar.html", context)


@require_POST
def activity_quick(request: Request) -> HttpResponse:
    """Plan an activity from the agenda."""
    form = QuickForm(request.POST, user=request.user)
    if not form.is_valid():
        return agenda_again(request, form, status=422)
    say(request, f"Planned: {form.save()}")
    return agenda_again(request)


def agenda_again(
    request: Request, refused: QuickForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the agenda as it stands now in its old one's place, or lead back to it."""
    if refused is None and not request.fragment:
        return HttpResponseRedirect(address_of(request))
    context = agenda_of(request, refused)
    page, piece = "activities/agenda.html", "activities/_agenda_changed.html"
    return answer(request, page, context, piece=piece, status=status)


@require_safe
def activity_customers(request: Request) -> HttpResponse:
    """Suggest customers by what was typed of a name."""
    typed = normalise(request.GET.get("customer", ""))[:200]
    seen = Customer.objects.visible_to(request.user).unarchived().matching(typed)
    names = seen.order_by("name_key", "pk").values_list("name", flat=True)
    return render(request, "activities/_customer_names.html", {"names": names[:SUGGESTED]})


@require_http_methods(["GET", "HEAD", "POST"])
def activities_to_today(request: Request) -> HttpResponse:
    """Move what is overdue, as the address narrows it, to today; ask first if it is much."""
    if request.user.is_viewer:
        raise PermissionDenied
    chosen = ActivityFilter(request.GET, user=request.user)
    late = Late(chosen.qs, timezone.localdate(), by=request.user)
    if request.method != "POST" or (late.is_much and "sure" not in request.POST):
        context = {"late": late, "whole_address": address_of(request)}
        return answer(request, "activities/to_today.html", context)
    moved = late.move_to_today()
    say(request, f"Moved {moved} {'activity' if moved == 1 else 'activities'} to today")
    return back(request, address_of(request))
