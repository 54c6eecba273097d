"""How activities look on a page: when they are due, and what is overdue."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from accounts.models import Lead, User
from accounts.paging import CountUpTo, told
from accounts.templatetags.look import list_link, time_element
from activities.agenda import DAY, Section
from activities.models import Activity
from activities.models.finding import NEVER
from activities.models.kind import Kind

register = template.Library()
# What the agenda and the calendar are narrowed by alike.
FILTERS = ("kind", "owner", "customer")
PLURALS = {"call": "Calls", "email": "Emails", "meeting": "Meetings", "task": "Tasks"}


@register.simple_tag(takes_context=True)
def may_act(context, activity: Activity) -> bool:
    """Say whether a row has buttons: what is shown may be changed as a whole, or this one may."""
    return bool(context.get("can_change")) or activity.pk in context.get("changeable", ())


@register.filter
def due_words(activity: Activity) -> SafeString | str:
    """Say when it is due: 7 days late, Today 10:00 to 10:45, Fri 27 Nov, 11:00, Any time."""
    return words_of(activity, span_of(activity))


@register.filter
def due_in_short(activity: Activity) -> SafeString | str:
    """Say the same without the end: 7 days late, Today 10:00, Fri 27 Nov, 11:00, Any time."""
    return words_of(activity, clock(activity))


def words_of(activity: Activity, at: str) -> SafeString | str:
    day, today = activity.due_day(), timezone.localdate()
    if day is None:
        return "Any time"
    if day < today:
        return late_words(activity, today)
    near = {today: "Today", today + DAY: "Tomorrow"}
    if day in near:
        return time_element(local_due(activity), " ".join(filter(None, (near[day], at))))
    return time_element(local_due(activity), ", ".join(filter(None, (short_day(day), at))))


@register.filter
def time_words(activity: Activity) -> SafeString | str:
    """Say when it is due under a heading that says the day: 10:00, 09:30 to 10:15, Any time."""
    if activity.is_overdue:
        return late_words(activity, timezone.localdate())
    at = span_of(activity)
    return time_element(local_due(activity), at) if at else "Any time"


@register.filter
def clock(activity: Activity) -> str:
    """Return the time at which it is due in the reader's zone, "" for a whole day."""
    return f"{timezone.localtime(activity.due_at):%H:%M}" if activity.due_at else ""


@register.filter
def weekday(moment: datetime) -> SafeString:
    """Show a moment of this week by the name of its day: Tue."""
    local = timezone.localtime(moment)
    return time_element(local, f"{local:%a}")


def late_words(activity: Activity, today: date) -> SafeString:
    days = (today - (activity.due_day() or today)).days
    return time_element(local_due(activity), f"{days} day{'s' * (days != 1)} late")


def local_due(activity: Activity) -> date:
    """Return when it is due, a moment in the reader's zone."""
    return timezone.localtime(activity.due_at) if activity.due_at else activity.due_on or date.max


def span_of(activity: Activity) -> str:
    """Return the time, or that and the end of what has a length."""
    if not activity.due_at or not activity.minutes:
        return clock(activity)
    begin = timezone.localtime(activity.due_at)
    end = timezone.localtime(activity.due_at + timedelta(minutes=activity.minutes))
    return f"{begin:%H:%M} to {end:%H:%M}" if end.date() == begin.date() else clock(activity)


def short_day(day: date) -> str:
    this_year = day.year == timezone.localdate().year
    return f"{day:%a} {day.day} {day:%b}{'' if this_year else f' {day.year}'}"


@register.filter
def whole_day(day: date) -> str:
    """Return a day with all that it is called: Friday 20 November, with the year of others."""
    this_year = day.year == timezone.localdate().year
    return f"{day:%A} {day.day} {day:%B}{'' if this_year else f' {day.year}'}"


@register.filter
def heading(day: date) -> str:
    """Return what stands above a day of the agenda: Tomorrow, Friday 20 November."""
    if day == NEVER.date():
        return "No day set"
    tomorrow = timezone.localdate() + DAY
    return f"Tomorrow, {whole_day(day)}" if day == tomorrow else whole_day(day)


class ToDo(NamedTuple):
    """What waits for the reader, each counted up to a bound, "" for nothing."""

    overdue: str
    new_leads: str


@register.simple_tag(takes_context=True)
def to_do(context) -> ToDo:
    """Count what is the reader's own and overdue, and the leads that nobody has answered."""
    user = context["request"].user
    mine = Activity.objects.visible_to(user).unarchived().of(user).open()
    new = Lead.objects.visible_to(user).unarchived().waiting()
    counts = map(CountUpTo, (mine.due_before(timezone.localdate()), new))
    found = User.objects.filter(pk=user.pk).values_list(*counts).get()
    return ToDo(*(told(count) if count else "" for count in found))


@register.simple_tag
def last_touches(leads: Iterable[Lead]) -> dict[int, Activity]:
    """Return in what we spoke last with each of these leads, by the lead's number."""
    return Activity.objects.last_of_each_lead([lead.pk for lead in leads])


@register.filter
def touch_of(touches: dict[int, Activity], lead: Lead) -> Activity | None:
    """Return a lead's own of the last touches, if it has one."""
    return touches.get(lead.pk)


@register.simple_tag(takes_context=True)
def narrowed(context, sign: str = "?") -> str:
    """Return the query that narrows this agenda, for links to the same elsewhere."""
    asked = context["request"].GET
    kept = {name: asked.getlist(name) for name in FILTERS if any(asked.getlist(name))}
    return f"{sign}{urlencode(kept, doseq=True)}" if kept else ""


@register.simple_tag(takes_context=True)
def mine(context) -> str:
    """Return the query that narrows an agenda to the reader's own, if they may own at all."""
    user = context["request"].user
    return f"?owner={user.pk}" if user.may_add else ""


@register.simple_tag(takes_context=True)
def more_of(context, section: Section) -> SafeString:
    """Write the address of the section's next page, which takes the place of the link to it."""
    query = context["request"].GET.copy()
    query["after"] = section.next
    if section.name != "day":
        query["part"] = section.name
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="#more-{1}" hx-swap="outerHTML"',
        f"{reverse('activities')}?{query.urlencode()}",
        section.name,
    )


@register.inclusion_tag("activities/_kind_chips.html", takes_context=True)
def kind_chips(context) -> dict:
    """Draw a filter for each kind; several may be on."""
    chosen = [kind for kind in context["request"].GET.getlist("kind") if kind in Kind.values]
    chips = []
    for kind in Kind.values:
        is_on = kind in chosen
        others = [name for name in chosen if name != kind]
        link = list_link(context, without={"part"}, kind=others if is_on else [*others, kind])
        chips.append({"kind": kind, "label": PLURALS[kind], "is_on": is_on, "link": link})
    return {"chips": chips}
