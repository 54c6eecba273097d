"""Everything that happened with a customer, a lead, a deal or a contact, merged as it is read.

One statement for each source, through an index that ends with (moment, id), and a cursor that
names the last entry: pages neither skip nor repeat, however many entries share a moment.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core import signing
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from accounts.history import Change
from accounts.history import Entry as Told
from accounts.models import Contact, Conversion, Lead
from accounts.paging import PAGE_SIZE, Cursor, InvalidCursor, Order
from activities import saying
from activities.models import Activity, Note
from activities.models.kind import Kind
from deals.models import Deal, Move

SIGNER = signing.Signer(salt="timeline")


@dataclass(frozen=True)
class Source:
    """A table whose rows are entries: those that stand on a timeline, each at its moment."""

    name: str
    # The relation that leads from a customer to the rows, and the column of their moment.
    relation: str
    moment: str
    rows: Callable[[], Any]
    kind_of: Callable[[Any], str]
    # What a row must be to be of a record, by the record's kind: of a customer by its key.
    of: dict[str, Callable[[Any], Q]]

    @property
    def order(self) -> Order:
        return Order((self.moment,), descending=True)

    def of_record(self, record: Any) -> Q:
        """Say of a row that it is of this record."""
        kind = record.kind_of_record()
        if kind == "customer":
            return Q(customer=record)
        return self.of[kind](record) if kind in self.of else Q(pk__in=())


def changes() -> QuerySet:
    """Return what changes tell, with the names of the records that they are about."""
    names = [
        When(kind=model.kind_of_record(), then=Subquery(name_of(model)))
        for model in (Deal, Contact, Lead)
    ]
    return Change.objects.told().select_related("by").annotate(about=Case(*names))


def name_of(model: Any) -> QuerySet:
    return model._default_manager.filter(pk=OuterRef("object_id")).values("name")[:1]


NOTES = Source(
    "note",
    "notes",
    "at",
    lambda: Note.objects.standing().select_related("by", "deal").prefetch_related("tasks"),
    lambda note: "note",
    {"deal": lambda deal: Q(deal=deal), "lead": lambda lead: Q(lead=lead)},
)
ACTIVITIES = Source(
    "activity",
    "activities",
    "completed_at",
    lambda: (
        Activity.objects.standing()
        .done()
        .select_related("completed_by", "owner", "deal")
        .prefetch_related("contacts")
    ),
    lambda activity: activity.kind,
    {
        "deal": lambda deal: Q(deal=deal),
        "lead": lambda lead: Q(lead=lead),
        # With the customer, whose index is in the order of the page.
        "contact": lambda contact: Q(customer=contact.customer_id, contacts=contact),
    },
)
MOVES = Source(
    "move",
    "moves",
    "at",
    lambda: Move.objects.select_related("by", "deal", "from_stage", "to_stage"),
    lambda move: "move" if move.from_stage_id else "deal",
    {
        "deal": lambda deal: Q(deal=deal),
        "contact": lambda contact: Q(customer=contact.customer_id, deal__parts__contact=contact),
    },
)
CHANGES = Source(
    "change",
    "changes",
    "at",
    changes,
    lambda change: change.entry,
    {
        "deal": lambda deal: Q(kind="deal", object_id=deal.pk),
        "lead": lambda lead: Q(kind="lead", object_id=lead.pk),
        "contact": lambda contact: Q(kind="contact", object_id=contact.pk),
    },
)
LEADS = Source(
    "lead",
    "leads",
    "created_at",
    lambda: Lead.objects.standing().select_related("by"),
    lambda lead: "lead",
    {"lead": lambda lead: Q(pk=lead.pk)},
)
CONVERSIONS = Source(
    "conversion",
    "conversions",
    "at",
    lambda: Conversion.objects.filter(lead__archived_at=None).select_related("by", "lead"),
    lambda conversion: "conversion",
    {
        "lead": lambda lead: Q(lead=lead),
        "contact": lambda contact: Q(customer=contact.customer_id, contact=contact),
    },
)
SOURCES = (NOTES, ACTIVITIES, MOVES, CHANGES, CONVERSIONS, LEADS)


@dataclass(frozen=True)
class EntryKind:
    """A kind of entries: where they come from, which of the rows they are, how they are shown."""

    label: str
    source: Source
    rows: Q
    piece: str
    text: Callable[[Any], str]


# A kind is one line here and one piece of a page.
KINDS: dict[str, EntryKind] = {
    "note": EntryKind("Notes", NOTES, Q(), "note", saying.of_note),
    "call": EntryKind("Calls", ACTIVITIES, Q(kind=Kind.CALL), "activity", str),
    "email": EntryKind("Emails", ACTIVITIES, Q(kind=Kind.EMAIL), "activity", str),
    "meeting": EntryKind("Meetings", ACTIVITIES, Q(kind=Kind.MEETING), "activity", str),
    "task": EntryKind("Tasks", ACTIVITIES, Q(kind=Kind.TASK), "activity", str),
    "deal": EntryKind("Deals", MOVES, Q(from_stage=None), "move", saying.of_creation),
    "move": EntryKind("Moves", MOVES, Q(from_stage__isnull=False), "move", saying.of_move),
    "lead": EntryKind("Leads", LEADS, Q(), "lead", saying.of_lead),
    "conversion": EntryKind("Conversions", CONVERSIONS, Q(), "conversion", saying.of_conversion),
    "status": EntryKind("Status", CHANGES, Q(entry=Told.STATUS), "change", saying.of_change),
    "change": EntryKind("Changes", CHANGES, Q(entry=Told.CHANGE), "change", saying.of_change),
    "contact": EntryKind("Contacts", CHANGES, Q(entry=Told.CONTACT), "change", saying.of_change),
    "archive": EntryKind("Archive", CHANGES, Q(entry=Told.ARCHIVE), "change", saying.of_change),
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    source: Source
    row: Any

    @property
    def name(self) -> str:
        """What it is called in addresses: note-12."""
        return f"{self.source.name}-{self.row.pk}"

    @property
    def kind(self) -> str:
        return self.source.kind_of(self.row)

    @property
    def at(self) -> datetime:
        return getattr(self.row, self.source.moment)

    @property
    def by(self) -> Any:
        """Who did it, as far as that is known."""
        return self.row.completed_by or self.row.owner if self.source is ACTIVITIES else self.row.by

    @property
    def text(self) -> str:
        """What happened, in plain words."""
        return KINDS[self.kind].text(self.row)

    @property
    def piece(self) -> str:
        """The piece of a page that shows it."""
        return f"timeline/_{KINDS[self.kind].piece}.html"

    @property
    def place(self) -> tuple[datetime, int, int]:
        """What entries are sorted by, the largest first."""
        return self.at, -SOURCES.index(self.source), self.row.pk


Load = Callable[[Any, Source, QuerySet, int], list]


def plainly(record: Any, source: Source, rows: QuerySet, size: int) -> list:
    return list(source.order.sort(rows.filter(source.of_record(record)))[:size])


class Timeline:
    """A page of what happened with a record, the newest first, of all kinds or of some.

    `load` fetches the first so many of a source's rows that are the record's: the API's does so
    for all customers of its page at once. Raises InvalidCursor where `after` is none of ours.
    """

    def __init__(
        self,
        record: Any,
        *,
        kinds: Sequence[str] = (),
        size: int = PAGE_SIZE,
        after: str | None = None,
        load: Load = plainly,
    ) -> None:
        self.record, self.kinds, self.size, self.load = record, tuple(kinds), size, load
        self.begin = read(after) if after else None
        self.goes_on = self.begin is not None

    @classmethod
    def starting_at(cls, record: Any, entry: str, **how: Any) -> "Timeline | None":
        """Return the page that begins with an entry of the record, or None if it has none such."""
        timeline = cls(record, **how)
        name, _, number = entry.partition("-")
        for source in SOURCES:
            if source.name == name and number.isdecimal() and len(number) <= 18:
                row = timeline.rows_of(source).filter(pk=number).first()
                if row is not None:
                    at, rank, pk = Entry(source, row).place
                    timeline.begin = at, -rank, pk + 1
                    return timeline
        return None

    def rows_of(self, source: Source) -> QuerySet:
        """Return what a source has of this record, of the kinds that are asked for."""
        return source.rows().filter(source.of_record(self.record), self.narrowing(source))

    def narrowing(self, source: Source) -> Q:
        chosen = Q()
        for name in self.kinds:
            if KINDS[name].source is source:
                chosen |= KINDS[name].rows
        return chosen

    @property
    def sources(self) -> list[Source]:
        if not self.kinds:
            return list(SOURCES)
        return [source for source in SOURCES if any(KINDS[k].source is source for k in self.kinds)]

    def beyond(self, source: Source) -> Q:
        """Say of a source's rows that they come after the place at which this page begins."""
        if self.begin is None:
            return Q()
        at, rank, pk = self.begin
        mine = SOURCES.index(source)
        if mine == rank:
            return source.order.beyond([at, pk])
        return Q(**{f"{source.moment}__{'lte' if mine > rank else 'lt'}": at})

    def rest_of(self, source: Source) -> QuerySet:
        """Return what a source has from here on, of whatever record."""
        return source.rows().filter(self.narrowing(source), self.beyond(source))

    @cached_property
    def found(self) -> list[Entry]:
        """The entries of this page and one more, which tells whether the timeline goes on."""
        entries = [
            Entry(source, row)
            for source in self.sources
            for row in self.load(self.record, source, self.rest_of(source), self.size + 1)
        ]
        return sorted(entries, key=lambda entry: entry.place, reverse=True)[: self.size + 1]

    @property
    def entries(self) -> list[Entry]:
        return self.found[: self.size]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    @property
    def month_before(self) -> str:
        """The month of the entry after which this page begins, which has its heading already."""
        return month_of(self.begin[0]) if self.begin and self.goes_on else ""

    @property
    def has_more(self) -> bool:
        return len(self.found) > self.size

    @property
    def next(self) -> str | None:
        """The cursor of the page after this one, if there is one."""
        return self.end if self.has_more else None

    @property
    def end(self) -> str | None:
        """The cursor of the last entry."""
        if not self.entries:
            return None
        at, rank, pk = self.entries[-1].place
        return Cursor([at, -rank, pk]).sign(SIGNER)


def month_of(moment: datetime) -> str:
    """Name the month of a moment in the reader's zone: October 2026."""
    return f"{timezone.localtime(moment):%B %Y}"


def read(cursor: str) -> tuple[datetime, int, int]:
    """Return the place that a cursor names. Raises InvalidCursor."""
    try:
        at, rank, pk = Cursor.read(cursor, SIGNER).key
        return datetime.fromisoformat(at), rank, pk
    except (TypeError, ValueError):
        raise InvalidCursor from None
