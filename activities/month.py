"""The calendar: a month of the reader's days, Monday first."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from accounts.forms.moments import FIRST_YEAR, LAST_YEAR
from activities.models import Activity

# A day shows three lines: three activities, or two and how many there are more.
LINES = 3


@dataclass
class Square:
    """A day of a month, and what stands on it."""

    day: date
    today: date
    is_off: bool = False
    first: list[Activity] = field(default_factory=list)
    count: int = 0
    open_count: int = 0

    @property
    def shown(self) -> list[Activity]:
        return self.first if self.count <= LINES else self.first[: LINES - 1]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def is_past(self) -> bool:
        return self.day < self.today

    @property
    def overdue(self) -> int:
        return self.open_count if self.is_past else 0

    @property
    def hides_overdue(self) -> bool:
        """Whether what is overdue is among what is not shown."""
        return self.overdue > sum(activity.is_open for activity in self.shown)


class Month:
    """A month in weeks, with the first of what stands on each day."""

    def __init__(self, activities: Any, first: date, today: date) -> None:
        self.first, self.today = first, today
        self.next = following(first)
        self.previous = (first - timedelta(days=1)).replace(day=1)
        self.is_now = (first.year, first.month) == (today.year, today.month)
        squares = {day: Square(day, today) for day in days_between(first, self.next)}
        here = activities.standing_between(first, self.next)
        for row in here.first_on_each_day(LINES):
            square = squares[row.stands_on]
            square.first.append(row)
            square.count, square.open_count = row.on_day, row.open_on_day
        self.count = sum(square.count for square in squares.values())
        self.overdue = sum(square.overdue for square in squares.values())
        weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
        self.weeks = [
            [squares.get(day) or Square(day, today, is_off=True) for day in week] for week in weeks
        ]

    @classmethod
    def asked(cls, text: str, activities: Any, today: date) -> "Month":
        """Return the month that an address names, like 2026-11, or else today's."""
        try:
            first = date.fromisoformat(f"{text}-01")
            if not FIRST_YEAR < first.year < LAST_YEAR:
                raise ValueError(text)
        except ValueError:
            first = today.replace(day=1)
        return cls(activities, first, today)


def following(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def days_between(begin: date, end: date) -> list[date]:
    return [begin + timedelta(days=number) for number in range((end - begin).days)]
