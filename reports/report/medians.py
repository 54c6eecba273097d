"""Medians and other percentiles, found by the database: by the numbers of the rows in their order,
so that both databases agree, and interpolated between two of them."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

MEDIAN = Fraction(1, 2)
QUARTILES = (Fraction(1, 4), MEDIAN, Fraction(3, 4))


def percentiles(
    rows: QuerySet, column: str, count: int, fractions: Sequence[Fraction]
) -> list[Fraction | None]:
    """Return such percentiles of a column of so many rows; None each where there are none."""
    if not count:
        return [None for _ in fractions]
    places = {place for fraction in fractions for place in around(count, fraction)}
    numbered = rows.order_by().annotate(place=Window(RowNumber(), order_by=F(column).asc()))
    values = dict(numbered.filter(place__in=places).values_list("place", column))
    found: list[Fraction | None] = []
    for fraction in fractions:
        low, high = (Fraction(values[place]) for place in around(count, fraction))
        found.append(between(low, high, count, fraction))
    return found


def around(count: int, fraction: Fraction) -> tuple[int, int]:
    """Return the places of the rows between which a percentile lies, the first row being 1."""
    place = floor((count - 1) * fraction) + 1
    return place, min(place + 1, count)


def between(low: Fraction, high: Fraction, count: int, fraction: Fraction) -> Fraction:
    """Return a percentile of so many rows by the two around it."""
    part = (count - 1) * fraction
    return low + (high - low) * (part - floor(part))
