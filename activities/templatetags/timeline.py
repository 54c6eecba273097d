"""Timelines on a page: the card of a record, and how plain text is shown."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django import template
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import Customer
from accounts.paging import counted
from activities.forms.note import NoteForm
from activities.line import Line
from activities.models import Activity, Note
from activities.models.kind import Kind
from activities.models.note import Item
from activities.relationship import Relationship
from activities.timeline import (
    CONVERSIONS,
    LEADS,
    NOTES,
    Entry,
    Source,
    Timeline,
    month_of,
    plainly,
)
from activities.views.compose import Place
from deals.filters import DealFilter
from deals.models import Deal, Move, Stage
from deals.models.pipeline import Outcome
from deals.money import in_full
from deals.templatetags.deals import deals_of

register = template.Library()
MOST_PLANNED = 25
MOST_PINNED = 5
MOST_OFFERED = 100
ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
TRAILING = ".,;:!?)]}'»\u201d\u2019"
# What the filter above a timeline offers: a word, and the kinds that it stands for.
SHOWN_KINDS = (
    ("All", ()),
    ("Notes", ("note",)),
    ("Calls", ("call",)),
    ("Emails", ("email",)),
    ("Meetings", ("meeting",)),
    ("Tasks", ("task",)),
    ("Deals", ("deal", "move")),
    ("Leads", ("lead", "conversion")),
    ("Changes", ("status", "change", "contact", "archive")),
)
COMPOSED = (
    ("note", "Note", "note"),
    ("call", "Call", "phone"),
    ("email", "Email", "mail"),
    ("meeting", "Meeting", "users"),
    ("task", "Task", "list-check"),
)


class Choice(NamedTuple):
    """A link of the filter above a timeline."""

    label: str
    query: str
    chosen: bool


class Part(NamedTuple):
    """A piece of a note: lines of text, or an action item with the task that it became."""

    text: str = ""
    item: Item | None = None
    task: Activity | None = None

    @property
    def done(self) -> bool:
        """Whether the item is done; one that became a task is when that is."""
        if self.task is not None:
            return not self.task.is_open
        return self.item is not None and self.item.done


@register.simple_tag
def place_of(record: Any) -> Place:
    """Return a record as the place on which something is written down."""
    return Place(record)


@register.simple_tag(takes_context=True)
def may_write(context, record: Any) -> bool:
    """Say whether the reader may add activities and notes to what they see."""
    return context["request"].user.may_add and record.archived_at is None


@register.simple_tag(takes_context=True)
def note_form(context, place: Place) -> NoteForm:
    """Return the empty form with which a record's composer opens."""
    preset = {"noted_on": timezone.localdate(), **place.presets}
    user = context["request"].user
    form: Any = NoteForm(instance=place.new(Note), user=user, initial=preset, auto_id="composer_%s")
    deals = deals_of(place.customer) if place.customer else []
    offered = [(deal.pk, str(deal)) for deal in deals[:MOST_OFFERED]]
    form.fields["deal"].choices = [("", form.fields["deal"].empty_label), *offered]
    return form


@register.simple_tag
def composed_kinds() -> tuple:
    """Return what can be written down: key, word and icon of each kind."""
    return COMPOSED


@register.simple_tag
def timeline_of(record: Any) -> Timeline:
    """Return the newest part of a record's timeline."""
    return Timeline(record, load=as_known if isinstance(record, Customer) else plainly)


def as_known(customer: Customer, source: Source, rows: QuerySet, size: int) -> list:
    """Load the first rows of a source; the leads of a customer are known to its page already."""
    leads = relationship_of(customer).leads[::-1]
    if source is LEADS:
        return leads[:size]
    if source is CONVERSIONS:
        order = CONVERSIONS.order
        return sorted((lead.conversion for lead in leads), key=order.key_of, reverse=True)[:size]
    return plainly(customer, source, rows, size)


@register.simple_tag
def planned_of(record: Any) -> list[Activity]:
    """Return what is planned with a record, the next step first; looked up once for a page."""
    known = record.__dict__
    if "_planned" not in known:
        planned = record.activities.standing().open().order_by("due_key", "pk")
        known["_planned"] = list(
            planned.select_related("owner", "deal", "customer", "lead")[:MOST_PLANNED]
        )
    return known["_planned"]


@register.simple_tag(takes_context=True)
def own_of(context, planned: list[Activity]) -> list[int]:
    """Return which of these are the reader's own, and may thus be changed by them."""
    user = context["request"].user
    return [activity.pk for activity in planned if user.may_add and activity.owner_id == user.pk]


@register.simple_tag
def next_step_of(record: Any) -> Activity | None:
    """Return what is due first with a record, late or not."""
    return next((activity for activity in planned_of(record) if activity.due), None)


@register.simple_tag
def relationship_of(customer: Customer) -> Relationship:
    """Return the relationship with a customer, looked up once for a page."""
    known = customer.__dict__
    if "_relationship" not in known:
        closed = [deal for deal in deals_of(customer)[::-1] if not deal.is_open]
        known["_relationship"] = Relationship.of(customer, closed)
    return known["_relationship"]


@register.simple_tag
def line_of(customer: Customer) -> Line:
    """Return the drawing of the relationship with a customer."""
    return Line(relationship_of(customer))


@register.simple_tag
def next_steps(deals: Iterable[Deal]) -> dict[int, Activity]:
    """Return what is due first in each of these deals, by the deal's number."""
    return Activity.objects.first_of_each("deal", [deal.pk for deal in deals])


@register.filter
def step_of(steps: dict[int, Activity], deal: Deal) -> Activity | None:
    """Return a deal's own of the next steps, if it has one."""
    return steps.get(deal.pk)


@register.simple_tag
def deals_without_step(chosen: DealFilter, stages: list[Stage]) -> str:
    """Count the open deals of a board in which nothing is planned, up to a bound."""
    planned = Activity.objects.planned().filter(deal=OuterRef("pk"))
    open_deals = chosen.qs.open().filter(stage__in=stages).order_by()
    return counted(open_deals.exclude(Exists(planned)))


@register.filter
def has_timeline(record: Any) -> bool:
    """Say whether a record has a timeline, and not only a history of its own fields."""
    return hasattr(record, "activities")


@register.simple_tag
def pinned_of(record: Any) -> list[Entry]:
    """Return the notes that are kept in sight above a record's timeline."""
    notes = NOTES.rows().pinned().filter(NOTES.of_record(record)).order_by("-at", "-pk")
    return [Entry(NOTES, note) for note in notes[:MOST_PINNED]]


@register.simple_tag
def kind_choices(chosen: list[str] | str) -> list[Choice]:
    """Return the links of the filter above a timeline."""
    return [
        Choice(label, "&".join(f"kind={kind}" for kind in kinds), list(chosen or ()) == list(kinds))
        for label, kinds in SHOWN_KINDS
    ]


@register.filter
def by_month(timeline: Timeline) -> list[tuple[str, list[Entry]]]:
    """Sort a timeline's entries by their months in the reader's zone."""
    months = groupby(timeline, lambda entry: month_of(entry.at))
    return [(label, list(entries)) for label, entries in months]


@register.filter
def parts(note: Note) -> list[Part]:
    """Take a note apart: its lines of text, and between them its action items."""
    tasks = {task.item: task for task in note.tasks.all() if task.archived_at is None}
    items = {item.line: item for item in note.items}
    found: list[Part] = []
    lines: list[str] = []
    for number, line in enumerate(note.body.splitlines()):
        if item := items.get(number):
            found += [Part(text="\n".join(lines))] if any(lines) else []
            found.append(Part(item=item, task=tasks.get(item.key)))
            lines = []
        else:
            lines.append(line)
    return [*found, Part(text="\n".join(lines))] if any(lines) else found


@register.filter
def linked(text: str) -> SafeString:
    """Show plain text with its web addresses as links, and everything else as it stands."""
    shown: list[str] = []
    end = 0
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(TRAILING)
        shown += [text[end : found.start()], link_to(address)]
        end = found.start() + len(address)
    return format_html_join("", "{}", ((piece,) for piece in [*shown, text[end:]]))


def link_to(address: str) -> SafeString:
    return format_html('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>', address)


@register.simple_tag(takes_context=True)
def is_author(context, note: Note) -> bool:
    """Say whether the reader wrote a note, and may thus change it."""
    user = context["request"].user
    return user.may_add and note.by_id == user.pk


@register.filter
def deed(activity: Activity) -> str:
    """Say what somebody did: called Maren Solheim about, completed the task."""
    people = " and ".join(", ".join(map(str, activity.contacts.all())).rsplit(", ", 1))
    done, to_nobody = {
        Kind.CALL: ("called", "logged a call:"),
        Kind.EMAIL: ("emailed", "logged an email:"),
        Kind.MEETING: ("met", "logged a meeting:"),
        Kind.TASK: ("completed a task with", "completed a task:"),
    }[Kind(activity.kind)]
    return f"{done} {people}:" if people else to_nobody


@register.filter
def deed_of_move(move: Move) -> str:
    """Say what somebody did with a deal: created, moved, won, lost."""
    if move.from_stage_id is None:
        return "created"
    outcome = move.to_stage.outcome
    return "moved" if outcome == Outcome.OPEN else outcome


@register.filter
def way(move: Move) -> str:
    """Say where a deal went, or what it came to."""
    if move.from_stage_id is None:
        return f" in {move.to_stage}"
    return {
        Outcome.OPEN: f" from {move.from_stage} to {move.to_stage}",
        Outcome.WON: f", {in_full(move.deal.value)}" if move.deal.value else "",
        Outcome.LOST: f": {move.deal.lost_reason}" if move.deal.lost_reason else "",
    }[Outcome(move.to_stage.outcome)]
