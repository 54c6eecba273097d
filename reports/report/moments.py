"""Moments as databases reckon with them: whole seconds, the reader's days and hours, and spans."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils import timezone

from reports.report.period import Span

HOUR_SECONDS = 3_600
DAY_SECONDS = 86_400
# The reader's clock counts from here on: a Monday, and nothing can be dated before it.
DAWN = date(1900, 1, 1)
DAWN_SECONDS = (date(1970, 1, 1) - DAWN).days * DAY_SECONDS


class Epoch(Func):
    """The whole seconds of a moment since 1970, rounded down."""

    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Without the fraction of a second, which SQLite rounds: 0.9997 would be the next one.
        template = "CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        return self.as_sql(compiler, connection, template=template)


def seconds_between(begin: str, end: str) -> Any:
    """Return the whole seconds from one moment to another."""
    return Epoch(F(end)) - Epoch(F(begin))


def place_in(spans: Sequence[Span], moment: str) -> Any:
    """Return in which of these spans, which follow each other, a moment lies: the first is 0.

    The moment is one of them.
    """
    return piece_of([span.moments[0] for span in spans], range(len(spans)), moment)


def by_the_clock(moment: str, begin: datetime, end: datetime) -> Any:
    """Return the whole seconds since the dawn that the reader's clock shows at a moment: right from
    `begin` to `end`, and not for long before and after them."""
    changes = clock_changes(begin, end)
    ahead = [DAWN_SECONDS + seconds_ahead(change) for change in changes]
    return Epoch(F(moment)) + piece_of(changes, ahead, moment)


def at_midnight(day: str) -> Any:
    """Return the whole seconds since the dawn that any clock shows when a day begins."""
    return Epoch(F(day)) + DAWN_SECONDS


def number_of(day: date) -> int:
    """Return how many days passed since the dawn."""
    return (day - DAWN).days


def clock_changes(begin: datetime, end: datetime) -> list[datetime]:
    """Return `begin`, and when until `end` the reader's clock is put forward or back."""
    day, found = timedelta(seconds=DAY_SECONDS), [begin.astimezone(UTC)]
    at = found[0]
    while at < end:
        before = seconds_ahead(at)
        if seconds_ahead(at + day) != before:
            found.append(at + timedelta(seconds=first_other_second(at, before)))
        at += day
    return found


def first_other_second(begin: datetime, before: int) -> int:
    """Return after how many seconds of a day the clock is another number of them ahead."""
    return bisect_left(
        range(DAY_SECONDS),
        True,
        key=lambda second: seconds_ahead(begin + timedelta(seconds=second)) != before,
    )


def seconds_ahead(moment: datetime) -> int:
    """Return how far the reader's clock is ahead of UTC at a moment."""
    ahead = timezone.localtime(moment).utcoffset() or timedelta()
    return int(ahead.total_seconds())


def piece_of(begins: Sequence[datetime], values: Sequence[int], moment: str) -> Any:
    """Return the value of the piece of time in which a moment lies.

    Each begins where the one before ends. It is looked for by halves: there may be hundreds.
    """
    if len(values) == 1:
        return Value(values[0], models.BigIntegerField())
    half = len(values) // 2
    begins_later = Q(**{f"{moment}__lt": begins[half]})
    return Case(
        When(begins_later, then=piece_of(begins[:half], values[:half], moment)),
        default=piece_of(begins[half:], values[half:], moment),
        output_field=models.BigIntegerField(),
    )
