"""Clocks that stand still, and go on when a test says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from unittest.mock import patch

from django.utils import timezone


class Clock:
    """Stands for `datetime` where Django asks it for now, by which the defaults of columns go."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, datetime)

    def now(self, tz: tzinfo) -> datetime:
        return self.moment.astimezone(tz)

    def go_on(self, **time: float) -> None:
        self.moment += timedelta(**time)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[Clock]:
    """Stop all of Django's clocks at a moment."""
    clock = Clock(moment)
    with patch.object(timezone, "datetime", clock):
        yield clock
