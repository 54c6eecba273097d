"""Moments as databases reckon with them: whole seconds, the reader's days and hours, and spans."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Q, Value, When

from reports.report.period import Span

DAY_SECONDS = 86_400


class Epoch(Func):
    """The whole seconds of a moment since 1970, rounded down."""

    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="CAST(strftime('%%s', %(expressions)s) AS INTEGER)"
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        return self.as_sql(compiler, connection, template=template)


def seconds_between(begin: str, end: str) -> Any:
    """Return the whole seconds from one moment to another."""
    return Epoch(F(end)) - Epoch(F(begin))


def place_in(spans: Sequence[Span], moment: str) -> Any:
    """Return in which of these spans, which follow each other, a moment lies: the first is 0.

    The moment is one of them. It is looked for by halves: there may be hundreds of spans.
    """
    return _place(spans, moment, 0)


def _place(spans: Sequence[Span], moment: str, first: int) -> Any:
    if len(spans) == 1:
        return Value(first, models.IntegerField())
    half = len(spans) // 2
    begins_later = Q(**{f"{moment}__lt": spans[half].moments[0]})
    return Case(
        When(begins_later, then=_place(spans[:half], moment, first)),
        default=_place(spans[half:], moment, first + half),
        output_field=models.IntegerField(),
    )
