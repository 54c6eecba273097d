"""Interactions: the calls, emails and meetings that took place, by the reader's days and hours."""

from collections import Counter
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count

from activities.models.finding import beginning_of
from activities.models.kind import Kind
from reports.report.asked import Asked
from reports.report.moments import DAWN, HOUR_SECONDS, by_the_clock
from reports.report.period import Span
from reports.report.rows import LAST_DONE, Rows

NAMES = {Kind.CALL: "Calls", Kind.EMAIL: "Emails", Kind.MEETING: "Meetings"}
DAY_HOURS = 24
WEEK_HOURS = 7 * DAY_HOURS
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


class Spoken(NamedTuple):
    """How many interactions of a kind took place in an hour of a day."""

    day: date
    hour: int
    kind: str
    times: int


class Interactions:
    """The interactions that count, of a period and of any other days."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @property
    def all(self) -> Any:
        return self.asked.activities.interactions()

    @property
    def in_period(self) -> Any:
        return self.between(*self.asked.period)

    def between(self, begin: date, end: date) -> Any:
        """Return those of the days from `begin` to before `end`."""
        return self.all.filter(
            completed_at__gte=beginning_of(begin), completed_at__lt=beginning_of(end)
        )

    @cached_property
    def hours(self) -> list[Spoken]:
        """Those of the period, counted by hours: all that is told of them adds these up."""
        found = self.in_period.annotate(hour=hours_of(*self.asked.period)).order_by()
        counted = found.values_list("hour", "kind").annotate(count=Count("*"))
        return [
            Spoken(DAWN + hour // DAY_HOURS * DAY, hour % DAY_HOURS, kind, count)
            for hour, kind, count in counted
        ]

    @cached_property
    def total(self) -> int:
        return sum(spoken.times for spoken in self.hours)

    def counts(self, key: Any) -> Counter:
        """Count those of the period by what `key` returns of a `Spoken`."""
        found: Counter = Counter()
        for spoken in self.hours:
            found[key(spoken)] += spoken.times
        return found

    def at_hours(self, first: int, last: int) -> Any:
        """Return those of the period at some hours of a week, of which Monday's first is 0."""
        hour = hours_of(*self.asked.period) % WEEK_HOURS
        return self.in_period.annotate(week_hour=hour).filter(week_hour__range=(first, last))

    def by_weeks(self, customers: list[int], weeks: list[Span]) -> Counter:
        """Count those with each of these customers in each of these weeks: by the customer's
        number and the week's Monday."""
        days = weeks[0].begin, weeks[-1].end
        found = self.between(*days).filter(customer__in=customers).order_by()
        found = found.annotate(week=hours_of(*days) / WEEK_HOURS).values_list("customer", "week")
        counts: Counter = Counter()
        for customer, week, count in found.annotate(count=Count("*")):
            counts[customer, DAWN + week * WEEK] = count
        return counts

    @property
    def weeks(self) -> list[Span]:
        """The weeks of the period that have begun."""
        return self.asked.period.weeks(self.asked.today)

    def behind(self, name: str, part: str) -> Rows | None:
        """Return those of the period, of a kind, or of a week or a month, perhaps of a kind too."""
        match name:
            case "interactions":
                return None if part else self.rows("", self.in_period, "")
            case "kind":
                return self.rows(part, self.in_period, "") if part else None
        spans = self.weeks if name == "week" else self.asked.period.months
        key, _, kind = part.partition(".")
        span = next((span for span in spans if span.key == key), None)
        if span is None:
            return None
        when = f" in the week of {span.label}" if name == "week" else f" in {span.label}"
        return self.rows(kind, self.between(span.begin, span.end), when)

    @staticmethod
    def rows(kind: str, found: Any, when: str) -> Rows | None:
        """Return what was found, of one kind if one is named."""
        if not kind:
            return Rows(f"Interactions{when}", found, LAST_DONE)
        name = next((name for known, name in NAMES.items() if known == kind), None)
        return Rows(f"{name}{when}", found.filter(kind=kind), LAST_DONE) if name else None


def hours_of(begin: date, end: date) -> Any:
    """Return the hour by the reader's clock in which something was completed on a day from `begin`
    to before `end`, all hours since the dawn being numbered."""
    moments = beginning_of(begin), beginning_of(end)
    return by_the_clock("completed_at", *moments) / HOUR_SECONDS
