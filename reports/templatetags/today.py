"""How Today looks: where its figures lead, who did what, and when."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.templatetags.look import day, time_element
from activities.models.kind import Kind
from activities.timeline import ACTIVITIES, CONVERSIONS, NOTES, Entry
from activities.views.agenda import page_of
from deals.models import Move
from deals.models.pipeline import Outcome
from deals.money import in_full
from reports.today import Today

register = template.Library()
WEEK = timedelta(days=7)
DEEDS = {
    Kind.CALL: "logged a call with",
    Kind.EMAIL: "sent an email to",
    Kind.MEETING: "had a meeting with",
    Kind.TASK: "completed a task for",
}


@register.simple_tag
def more_of_today(today: Today, name: str, **asked: Any) -> str:
    """Return the address of a page that shows more of the same, narrowed as Today is."""
    return today.address(name, **asked)


@register.simple_tag(takes_context=True)
def today_behind(context) -> Today | None:
    """Return what stands on the page on which htmx asked, if that is Today."""
    request = context["request"]
    there = urlsplit(page_of(request))
    if there.path != reverse("home"):
        return None
    return Today(request.user, QueryDict(there.query).get("whose", ""))


@register.filter
def deed(entry: Entry) -> str:
    """Say what somebody did, up to the customer: logged a call with, won Fleet renewal with."""
    if entry.source is NOTES:
        return "added a note on"
    if entry.source is ACTIVITIES:
        return DEEDS[Kind(entry.row.kind)]
    return "converted a lead to" if entry.source is CONVERSIONS else deed_of(entry.row)


def deed_of(move: Move) -> str:
    """Say what somebody did with a deal."""
    if move.from_stage_id is None:
        return f"created {move.deal} for"
    return {
        Outcome.OPEN: f"moved {move.deal} to {move.to_stage} for",
        Outcome.WON: f"won {move.deal} with",
        Outcome.LOST: f"lost {move.deal} with",
    }[Outcome(move.to_stage.outcome)]


@register.filter
def gist(entry: Entry) -> str:
    """Say in one line what an entry is about, "" where the deed says it all."""
    row = entry.row
    if entry.source is NOTES:
        return str(row)
    if entry.source is ACTIVITIES:
        return row.outcome or row.subject
    return row.lead.full_name if entry.source is CONVERSIONS else gist_of(row)


def gist_of(move: Move) -> str:
    """Say what a deal came to: its value or, once it was lost, why."""
    if move.to_stage.outcome == Outcome.LOST:
        return move.deal.lost_reason
    is_on_its_way = move.from_stage_id and move.to_stage.outcome == Outcome.OPEN
    return "" if is_on_its_way else in_full(move.deal.value)


@register.filter
def lately(moment: datetime) -> SafeString:
    """Show a moment by how near it is: 08:52 today, Mon 16:20 in the last week, 13 Nov."""
    local, today = timezone.localtime(moment), timezone.localdate()
    if local.date() == today:
        return time_element(local, f"{local:%H:%M}")
    is_near = today - WEEK < local.date() < today
    return time_element(local, f"{local:%a %H:%M}") if is_near else day(moment)
