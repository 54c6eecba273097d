"""What standings follow from: the customers' own rows, looked up for many of them at once.

The number of statements does not grow with the customers, and what is read of one does not grow
with its past: of the contacts only so many are read as the rhythm asks for.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.history import Change
from accounts.models import Contact, Customer
from accounts.paging import CountUpTo
from activities.models import Activity, Note
from deals.models import Deal, Move
from deals.models.pipeline import Outcome
from reports.models.snooze import Snooze
from reports.signs import GAPS, KNOWN_FROM, PUSHES

NOTHING = Decimal(0)

# So many contacts are read at first; of who speaks often on a day, more.
CONTACTS = 3 * GAPS + 4
MORE = 4


class Planned(NamedTuple):
    """An open activity that is due, by what agendas sort it."""

    day: date
    is_untimed: bool
    key: datetime
    pk: int


class OpenDeal(NamedTuple):
    """A deal that is neither won nor lost."""

    pk: int
    created_at: datetime
    entered_at: datetime
    stalled_after: int | None
    expected_close: date | None
    pushed_at: datetime | None
    reopened_at: datetime | None

    @property
    def opened_at(self) -> datetime:
        """When it was opened, the last time if it was closed in between."""
        return max(self.created_at, self.reopened_at or self.created_at)


class ClosedDeal(NamedTuple):
    """A deal that was won or lost; the one that was closed last is the largest."""

    closed_at: datetime
    pk: int
    outcome: str


@dataclass
class Facts:
    """All that the standing of one customer follows from."""

    customer_id: int
    status: str
    owner_id: int | None
    created_at: datetime
    archived_at: datetime | None
    has_primary: bool
    last_done_at: datetime | None
    # How many activities, and how many notes, counted no further than asks for knowing somebody.
    activities: int
    notes: int
    # With which contact the last ones begin that are read; None where all are.
    begin: datetime | None
    owner_is_active: bool | None
    # When it lost its owner, or the owner lost access; None where somebody looks after it.
    unowned_at: datetime | None = None
    # The calls, emails and meetings, the last first.
    contacts: list[tuple[datetime, int]] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    open: list[OpenDeal] = field(default_factory=list)
    closed: list[ClosedDeal] = field(default_factory=list)
    open_value: Decimal = NOTHING
    lifetime_value: Decimal = NOTHING
    snoozes: dict[str, date] = field(default_factory=dict)

    @property
    def contact_days(self) -> int:
        """On how many days the contacts were."""
        return len(days_of(at for at, _ in self.contacts))


def day_of(moment: datetime) -> date:
    """Return the day of a moment in the installation's time zone."""
    return timezone.localtime(moment, ZoneInfo(settings.TIME_ZONE)).date()


def begin_of(size: int) -> Subquery:
    """Return the moment of a customer's contact with which the last ones begin, so many."""
    last_first = SPOKEN.filter(customer=OuterRef("pk")).order_by("-completed_at")
    return Subquery(last_first.values("completed_at")[size - 1 : size])


# What each act asks that touches customers. To build such a question costs more than to answer it,
# so they are built once and take the numbers of the customers each time.
SPOKEN = Activity.objects.standing().interactions()
ACTIVITIES = Activity.objects.standing().filter(customer=OuterRef("pk")).order_by()
NOTES = Note.objects.standing().filter(customer=OuterRef("pk")).order_by()
PRIMARY = Contact.objects.primary().filter(customer=OuterRef("pk")).exclude(email="", phone="")
CUSTOMERS = Customer.objects.order_by("pk").values_list(
    *("pk", "status", "owner", "created_at", "archived_at"),
    Exists(PRIMARY),
    Subquery(ACTIVITIES.done().order_by("-completed_at").values("completed_at")[:1]),
    CountUpTo(ACTIVITIES, KNOWN_FROM),
    CountUpTo(NOTES, KNOWN_FROM),
    begin_of(CONTACTS),
    "owner__is_active",
)
LAST_CONTACTS = SPOKEN.order_by("-completed_at", "-pk").values_list(
    *("customer", "completed_at", "pk")
)
STEPS = Activity.objects.planned().order_by()
NEXT_STEPS = STEPS.values_list("customer", "pk", "due_key", "due_on", "due_at")
STANDING_DEALS = Deal.objects.standing().order_by()
DEALS = STANDING_DEALS.values_list(
    *("customer", "pk", "outcome", "value", "closed_at", "created_at", "entered_at"),
    *("stage__stalled_after", "expected_close"),
)
LATER_CLOSES = Change.objects.filter(kind="deal", field="expected_close", old__lt=F("new"))
PUSHED_BACK = LATER_CLOSES.order_by("at", "pk").values_list("object_id", "at")
SNOOZED = Snooze.objects.asleep().order_by().values_list("customer", "code", "until")


def gather(customer_ids: Collection[int]) -> list[Facts]:
    """Look up the facts of those of these customers that there are."""
    found = {row[0]: Facts(*row) for row in CUSTOMERS.filter(pk__in=customer_ids)}
    if found:
        _say_since_when_unowned(found)
        _add_contacts(found, CONTACTS)
        _add_planned(found)
        _add_deals(found)
        for customer, code, until in SNOOZED.filter(customer__in=list(found)):
            found[customer].snoozes[code] = cast(date, until)
    return list(found.values())


def _say_since_when_unowned(found: dict[int, Facts]) -> None:
    """Say when customers were left by their owners, and when owners lost access."""
    left = [facts for facts in found.values() if facts.owner_id is None]
    if left:
        changes = _last("customer", [facts.customer_id for facts in left], field="owner", new=None)
        for facts in left:
            facts.unowned_at = changes.get(facts.customer_id, facts.created_at)
    gone = [facts for facts in found.values() if facts.owner_is_active is False]
    if gone:
        owners = {cast(int, facts.owner_id) for facts in gone}
        changes = _last("user", owners, field="is_active", new="no")
        for facts in gone:
            facts.unowned_at = changes.get(cast(int, facts.owner_id), facts.created_at)


def _last(kind: str, ids: Iterable[int], **what: Any) -> dict[int, datetime]:
    """Return when such a change of each of these records was made last."""
    changes = Change.objects.filter(kind=kind, object_id__in=list(ids), **what).order_by()
    return dict(changes.values_list("object_id").annotate(Max("at")))


def _add_contacts(found: dict[int, Facts], size: int) -> None:
    """Add the moments of the last contacts, the last first: so many, and more of whom these do
    not hold the days that a rhythm asks for."""
    whole = Q(customer__in=[pk for pk, facts in found.items() if facts.begin is None])
    for pk, facts in found.items():
        if facts.begin is not None:
            whole |= Q(customer=pk, completed_at__gte=facts.begin)
        facts.contacts = []
    for customer, at, pk in LAST_CONTACTS.filter(whole):
        found[customer].contacts.append((at, pk))
    few = {pk: facts for pk, facts in found.items() if facts.begin and facts.contact_days <= GAPS}
    if few:
        asked = Customer.objects.filter(pk__in=list(few)).order_by()
        for pk, begin in asked.values_list("pk", begin_of(size * MORE)):
            few[pk].begin = begin
        _add_contacts(few, size * MORE)


def days_of(moments: Iterable[datetime]) -> list[date]:
    """Return the days of these moments, each once, in their order."""
    return list(dict.fromkeys(map(day_of, moments)))


def _add_planned(found: dict[int, Facts]) -> None:
    for customer, pk, key, on, at in NEXT_STEPS.filter(customer__in=list(found)):
        day = day_of(at) if at else on
        found[customer].planned.append(Planned(day, at is None, key, pk))


def _add_deals(found: dict[int, Facts]) -> None:
    open_, lost = [], False
    for customer, pk, outcome, value, closed_at, *rest in DEALS.filter(customer__in=list(found)):
        facts = found[customer]
        if outcome == Outcome.OPEN:
            facts.open_value += value or NOTHING
            open_.append((facts, pk, rest))
            continue
        facts.closed.append(ClosedDeal(closed_at, pk, outcome))
        if outcome == Outcome.WON:
            facts.lifetime_value += value or NOTHING
        lost |= outcome == Outcome.LOST
    ids = [pk for _, pk, _ in open_]
    pushed = _pushed_back(ids)
    reopened = _reopened(ids) if lost else {}
    for facts, pk, rest in open_:
        facts.open.append(OpenDeal._make((pk, *rest, pushed.get(pk), reopened.get(pk))))


def _pushed_back(deal_ids: list[int]) -> dict[int, datetime]:
    """Return when the expected close of deals was pushed back for the second time."""
    if not deal_ids:
        return {}
    pushes: dict[int, list[datetime]] = defaultdict(list)
    for deal, at in PUSHED_BACK.filter(object_id__in=deal_ids):
        pushes[deal].append(at)
    return {deal: ats[PUSHES - 1] for deal, ats in pushes.items() if len(ats) >= PUSHES}


def _reopened(deal_ids: list[int]) -> dict[int, datetime]:
    """Return when deals were opened again last."""
    if not deal_ids:
        return {}
    moves = Move.objects.filter(deal__in=deal_ids, to_stage__outcome=Outcome.OPEN).order_by()
    again = moves.filter(from_stage__isnull=False).exclude(from_stage__outcome=Outcome.OPEN)
    return dict(again.values_list("deal").annotate(Max("at")))
