"""The relationship line: what a customer and we had with each other, on one axis of time.

Leads, won and lost deals as marks, calls, emails and meetings as a bar for each month, and silence
up to today. Places are in the units of the drawing, times in the zone of its reader.
"""

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from accounts.models import Lead
from activities.marks import Mark, Marks
from activities.relationship import Relationship, closed_at, following, midnight, months_from
from deals.models import Deal

LEFT, RIGHT = 24.0, 1078.0
# So deep is the longest bar, and so deep one contact, less where a month has many.
DEEPEST, EACH_CONTACT = 22.0, 2.7
SHORTEST = timedelta(days=28)
# How far apart the marks of the axis are, in months, and how much room each of them needs.
STEPS, STEP_ROOM = (1, 3, 12, 24, 60, 120), 64.0


class Bar(NamedTuple):
    """How often we spoke in a month."""

    x: float
    width: float
    depth: float
    told: str


class Tick(NamedTuple):
    """The beginning of a year or a month on the axis."""

    x: float
    text: str


class Line:
    """The drawing of a relationship."""

    def __init__(self, past: Relationship) -> None:
        self.past = past

    @cached_property
    def axis_begin(self) -> datetime:
        """Where the axis begins: a line of a day has some room before it."""
        return min(self.past.begin, self.past.now - SHORTEST)

    def x(self, at: datetime) -> float:
        """Return the place of a moment."""
        whole = (self.past.now - self.axis_begin).total_seconds()
        part = min(max((at - self.axis_begin).total_seconds() / whole, 0.0), 1.0)
        return round(LEFT + part * (RIGHT - LEFT), 1)

    @property
    def begin_x(self) -> float:
        return self.x(self.past.begin)

    @property
    def became_x(self) -> float:
        """Where the customer became one: what is before is the time of the first lead."""
        if not self.past.leads:
            return self.begin_x
        return self.x(max(self.past.customer.created_at, self.past.begin))

    @property
    def last_x(self) -> float:
        return self.x(self.past.last_contact or self.past.begin)

    @property
    def quiet_width(self) -> float:
        return round(RIGHT - self.last_x, 1)

    @property
    def bars(self) -> list[Bar]:
        each = min(EACH_CONTACT, DEEPEST / max(self.past.months.values(), default=1))
        return [self._bar(month, count, each) for month, count in self.past.months.items()]

    def _bar(self, month: date, count: int, each: float) -> Bar:
        begin = max(self.x(midnight(month)), self.begin_x)
        end = self.x(midnight(following(month)))
        width = round(min(max((end - begin) * 0.7, 1.5), 8.0), 1)
        x = round((begin + end - width) / 2, 1)
        return Bar(x, width, round(count * each, 1), f"{month:%B %Y}: {count}")

    @property
    def ticks(self) -> list[Tick]:
        """The beginnings of years or months, as many as there is room for."""
        months = list(months_from(self.axis_begin.date().replace(day=1), self.past.now.date()))
        room = (RIGHT - LEFT) / max(len(months), 1)
        step = next((step for step in STEPS if step * room >= STEP_ROOM), STEPS[-1])
        chosen = [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
        ticks = [Tick(self.x(midnight(day)), tick_text(day)) for day in chosen]
        left, right = self.begin_text_x, RIGHT - STEP_ROOM / 2
        return [
            tick for tick in ticks if left + STEP_ROOM < tick.x < right or LEFT < tick.x < left - 16
        ]

    @property
    def begin_text_x(self) -> float:
        """Where the day stands on which it began: below that, and beside today."""
        return max(self.begin_x - 8, 0.0) if self.begin_x < RIGHT - 96 else RIGHT - 96

    @property
    def begin_text(self) -> str:
        is_short = self.past.now - self.past.begin < timedelta(days=62)
        return (
            f"{self.past.begin.day} {self.past.begin:%b %Y}"
            if is_short
            else f"{self.past.begin:%b %Y}"
        )

    @cached_property
    def marks(self) -> Marks:
        """The leads and the deals."""
        return Marks(
            map(self._of_lead, self.past.leads),
            map(self._of_deal, self.past.won),
            map(self._of_deal, self.past.lost),
            reserved=self.past.quiet_text if self.past.is_quiet else "",
        )

    def _of_lead(self, lead: Lead) -> Mark:
        return Mark(self.x(lead.created_at), lead.created_at, [lead.full_name], what="lead")

    def _of_deal(self, deal: Deal) -> Mark:
        return Mark(self.x(closed_at(deal)), closed_at(deal), [deal.name], deal.value)


def tick_text(day: date) -> str:
    return str(day.year) if day.month == 1 else f"{day:%b}"
