"""Periods: half-open spans of the reader's days, and the months and weeks within them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from activities.models.finding import beginning_of

YEAR = 12
QUARTER = 3


class Span(NamedTuple):
    """Days from `begin` to before `end`, and what they are called."""

    begin: date
    end: date
    key: str = ""
    label: str = ""

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The moments at which it begins and ends for the reader."""
        return beginning_of(self.begin), beginning_of(self.end)

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def later(month: date, months: int) -> date:
    """Return the first day of the month that comes so many months after one, or before it."""
    years, index = divmod(month.month - 1 + months, YEAR)
    return date(month.year + years, index + 1, 1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


class Period(NamedTuple):
    """The days from `begin` to before `end`."""

    begin: date
    end: date

    @classmethod
    def of_months(cls, number: int, today: date) -> "Period":
        """Return the months that end with today's, so many."""
        end = later(month_of(today), 1)
        return cls(later(end, -number), end)

    @classmethod
    def of_quarter(cls, today: date) -> "Period":
        begin = date(today.year, (today.month - 1) // QUARTER * QUARTER + 1, 1)
        return cls(begin, later(begin, QUARTER))

    @classmethod
    def of_year(cls, today: date) -> "Period":
        begin = date(today.year, 1, 1)
        return cls(begin, later(begin, YEAR))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The moments at which it begins and ends for the reader."""
        return Span(self.begin, self.end).moments

    @property
    def months(self) -> list[Span]:
        """The months within it; the first and the last may be parts of one."""
        return list(self._months())

    def _months(self) -> Iterator[Span]:
        month = month_of(self.begin)
        while month < self.end:
            after = later(month, 1)
            begin, end = max(month, self.begin), min(after, self.end)
            yield Span(begin, end, f"{month:%Y-%m}", f"{month:%b %Y}")
            month = after

    def weeks(self, today: date) -> list[Span]:
        """The weeks within it that have begun by today, each called by its Monday."""
        return list(self._weeks(today))

    def _weeks(self, today: date) -> Iterator[Span]:
        monday, week = monday_of(self.begin), timedelta(days=7)
        while monday < self.end and monday <= today:
            begin, end = max(monday, self.begin), min(monday + week, self.end)
            yield Span(begin, end, monday.isoformat(), f"{monday.day} {monday:%b}")
            monday += week

    def __str__(self) -> str:
        last = Span(self.begin, self.end).last_day
        if self.begin.day == 1 and self.end.day == 1:
            first, final = f"{self.begin:%B %Y}", f"{last:%B %Y}"
        else:
            first, final = (f"{day.day} {day:%b %Y}" for day in (self.begin, last))
        return first if first == final else f"{first} to {final}"
