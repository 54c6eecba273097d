"""How a customer must stand, worked out in plain Python from a record of what happened to it.

It asks no database and shares no code with what it judges, not even limits and names of signs.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

FAR, ALWAYS = date(9999, 12, 31), date(1900, 1, 1)
NEVER_YET, NEVER = datetime(1800, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
CRITICAL = ("SILENT", "LATE_REORDER")
OF_PROSPECTS = ("NO_NEXT_STEP", "STALLED_DEAL", "SLIPPING_DEAL", "NO_OWNER")
COLUMNS = {
    "SILENT": "silent_on",
    "LATE_REORDER": "reorder_on",
    "OVERDUE": "overdue_on",
    "STALLED_DEAL": "stalled_on",
    "SLIPPING_DEAL": "slipping_on",
    "NO_NEXT_STEP": "no_step_on",
    "LOST_RECENTLY": "lost_on",
    "NO_OWNER": "unowned_on",
    "NO_PRIMARY": "no_primary_on",
}


@dataclass
class Person:
    pk: int
    left: datetime | None = None  # when they were deactivated


@dataclass
class Activity:
    pk: int
    kind: str
    due: date | datetime | None = None
    done: datetime | None = None
    archived: bool = False
    owner: Person | None = None


@dataclass
class Note:
    pk: int
    archived: bool = False


@dataclass
class Contact:
    pk: int
    email: str = ""
    phone: str = ""
    primary: bool = False
    archived: bool = False


@dataclass
class Stage:
    pk: int
    outcome: str
    limit: int | None = None
    percent: int = 0
    name: str = ""


@dataclass
class Deal:
    pk: int
    way: list[tuple[datetime, Stage]]  # when it entered which stage, from its creation on
    value: Decimal | None = None
    close: date | None = None
    pushes: list[datetime] = field(default_factory=list)
    archived: bool = False
    owner: Person | None = None
    reasons: list[str] = field(default_factory=list)  # why it was lost, for each of the way

    @property
    def outcome(self) -> str:
        return self.way[-1][1].outcome

    @property
    def entered(self) -> datetime:
        return self.way[-1][0]

    @property
    def opened(self) -> datetime:
        """When it was created or, where it was closed since, reopened for the last time."""
        since = self.way[0][0]
        for (_, before), (at, after) in pairwise(self.way):
            if before.outcome != "open" and after.outcome == "open":
                since = at
        return since


@dataclass
class Customer:
    pk: int
    created: datetime
    status: str
    owner: Person | None = None
    unowned: datetime | None = None  # when it lost the owner that it had
    archived: bool = False
    contacts: list[Contact] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    snoozes: dict[str, date] = field(default_factory=dict)
    industry: str = ""
    statuses: list[tuple[datetime, str, str]] = field(default_factory=list)  # when, old, new


def standing(customer: Customer, zone: ZoneInfo) -> dict[str, Any]:
    """Return every column of the customer's standing."""
    return Oracle(customer, zone).says()


class Oracle:
    def __init__(self, customer: Customer, zone: ZoneInfo) -> None:
        self.customer, self.zone = customer, zone
        activities = [row for row in customer.activities if not row.archived]
        deals = [row for row in customer.deals if not row.archived]
        notes = [row for row in customer.notes if not row.archived]
        self.is_new = len(activities) + len(deals) + len(notes) < 3
        self.done = [row for row in activities if row.done]
        self.spoken = [row for row in self.done if row.kind in ("call", "email", "meeting")]
        self.planned = [row for row in activities if not row.done and row.due]
        self.won, self.lost, self.open = (
            [deal for deal in deals if deal.outcome == outcome]
            for outcome in ("won", "lost", "open")
        )

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def due_day(self, activity: Activity) -> date:
        due = activity.due
        return self.day(due) if isinstance(due, datetime) else due

    def median_gap(self, moments: list[datetime], most: int) -> float | None:
        """The median of the last gaps between the days of these moments, of two at least."""
        days = sorted({self.day(moment) for moment in moments})
        gaps = [(after - before).days for before, after in pairwise(days)]
        gaps = sorted(gaps[-most:])
        if len(gaps) < 2:
            return None
        middle = len(gaps) // 2
        return gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle]) / 2

    def says(self) -> dict[str, Any]:
        last = max(self.spoken, key=lambda row: (row.done, row.pk), default=None)
        step = min(self.planned, key=self.step_order, default=None)
        found = {
            "owner_id": self.customer.owner and self.customer.owner.pk,
            "lifetime_value": sum((deal.value or 0 for deal in self.won), Decimal(0)),
            "open_value": sum((deal.value or 0 for deal in self.open), Decimal(0)),
            "won_count": len(self.won),
            "open_count": len(self.open),
            "lost_count": len(self.lost),
            "first_won_at": min((deal.entered for deal in self.won), default=None),
            "rhythm": self.median_gap([row.done for row in self.spoken], 20),
            "order_rhythm": self.median_gap([deal.entered for deal in self.won], len(self.won)),
            "contact_key": last.done if last else NEVER_YET,
            "last_contact_id": last and last.pk,
            "next_key": self.due_key(step) if step else NEVER,
            "next_step_id": step and step.pk,
            "is_new": self.is_new,
        }
        return found | self.signs(found["rhythm"], found["order_rhythm"])

    def due_key(self, activity: Activity) -> datetime:
        due = activity.due
        return (
            due if isinstance(due, datetime) else datetime(due.year, due.month, due.day, tzinfo=UTC)
        )

    def step_order(self, activity: Activity) -> tuple:
        is_untimed = not isinstance(activity.due, datetime)
        return self.due_day(activity), is_untimed, self.due_key(activity), activity.pk

    def signs(self, rhythm: float | None, order_rhythm: float | None) -> dict[str, Any]:
        shown = {
            "SILENT": (self.silent(rhythm), None),
            "LATE_REORDER": self.late_reorder(order_rhythm),
            "OVERDUE": (self.overdue(), None),
            "STALLED_DEAL": self.first(self.stalled),
            "SLIPPING_DEAL": self.first(self.slipping),
            "NO_NEXT_STEP": (self.no_next_step(), None),
            "LOST_RECENTLY": self.lost_recently(),
            "NO_OWNER": (self.no_owner(), None),
            "NO_PRIMARY": (self.no_primary(), None),
        }
        for code, (day, _) in shown.items():
            if not self.may_have(code) or day == FAR:
                shown[code] = FAR, None
            elif code in self.customer.snoozes:
                shown[code] = max(day, self.customer.snoozes[code]), shown[code][1]
        days = {code: day for code, (day, _) in shown.items()}
        evidence = {
            "reorder_deal_id": shown["LATE_REORDER"][1],
            "stalled_deal_id": shown["STALLED_DEAL"][1],
            "slipping_deal_id": shown["SLIPPING_DEAL"][1],
            "lost_deal_id": shown["LOST_RECENTLY"][1],
        }
        columns = {COLUMNS[code]: day for code, day in days.items()}
        return (
            columns | {name: deal and deal.pk for name, deal in evidence.items()} | self.level(days)
        )

    def may_have(self, code: str) -> bool:
        if self.customer.archived:
            return False
        return self.customer.status == "active" or (
            self.customer.status == "prospect" and code in OF_PROSPECTS
        )

    def level(self, days: dict[str, date]) -> dict[str, date]:
        """Who is new has a level of its own, which no day ends."""
        critical = [days[code] for code in CRITICAL]
        warnings = sorted(
            day for code, day in days.items() if code not in (*CRITICAL, "NO_PRIMARY")
        )
        if self.is_new:
            return {"watch_on": FAR, "at_risk_on": FAR}
        return {
            "watch_on": min(*critical, warnings[0]),
            "at_risk_on": min(*critical, warnings[2]),
        }

    def silent(self, rhythm: float | None) -> date:
        limit = min(max(30, 2 * (rhythm or 0)), 90)
        last = max((row.done for row in self.spoken), default=self.customer.created)
        return self.day(last) + timedelta(days=int(limit))

    def late_reorder(self, rhythm: float | None) -> tuple[date, Deal | None]:
        if rhythm is None or self.open:
            return FAR, None
        last = max(self.won, key=lambda deal: (deal.entered, deal.pk))
        limit = ceil(Fraction(3, 2) * Fraction(rhythm))
        return self.day(last.entered) + timedelta(days=limit), last

    def overdue(self) -> date:
        days = [self.due_day(row) for row in self.planned]
        return min(days) + timedelta(days=7) if days else FAR

    def no_next_step(self) -> date:
        if self.planned:
            return max(self.due_day(row) for row in self.planned) + timedelta(days=1)
        return self.day(max((row.done for row in self.done), default=self.customer.created))

    def first(self, sign: Any) -> tuple[date, Deal | None]:
        """The open deal that shows the sign first."""
        days = [(sign(deal), deal.pk, deal) for deal in self.open]
        day, _, deal = min(days, default=(FAR, 0, None))
        return day, deal

    def stalled(self, deal: Deal) -> date:
        limit = deal.way[-1][1].limit
        return FAR if limit is None else self.day(deal.entered) + timedelta(days=limit)

    def slipping(self, deal: Deal) -> date:
        late = deal.close + timedelta(days=1) if deal.close else FAR
        pushed = self.day(sorted(deal.pushes)[1]) if len(deal.pushes) > 1 else FAR
        return min(late, pushed)

    def lost_recently(self) -> tuple[date, Deal | None]:
        closed = self.won + self.lost
        last = max(closed, key=lambda deal: (deal.entered, deal.pk), default=None)
        if last is None or last.outcome == "won":
            return FAR, None
        if any(deal.opened >= last.entered for deal in self.open):
            return FAR, None
        return self.day(last.entered), last

    def no_owner(self) -> date:
        owner = self.customer.owner
        if owner is None:
            return self.day(self.customer.unowned or self.customer.created)
        return self.day(owner.left) if owner.left else FAR

    def no_primary(self) -> date:
        primary = [row for row in self.customer.contacts if row.primary and not row.archived]
        return FAR if any(row.email or row.phone for row in primary) else ALWAYS
