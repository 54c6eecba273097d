"""Medians and other percentiles, found by the database: by the numbers of the rows in their order,
so that both databases agree, and interpolated between two of them."""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

Group = TypeVar("Group", bound=Hashable)
MEDIAN = Fraction(1, 2)
QUARTILES = (Fraction(1, 4), MEDIAN, Fraction(3, 4))


def percentiles(
    rows: QuerySet, column: str, count: int, fractions: Sequence[Fraction]
) -> list[Fraction | None]:
    """Return such percentiles of a column of so many rows; None each where there are none."""
    (found,) = percentiles_of_each(rows, column, {None: count}, fractions).values()
    return found


def percentiles_of_each(
    rows: QuerySet,
    column: str,
    counts: Mapping[Group, int],
    fractions: Sequence[Fraction] = (MEDIAN,),
    group: str = "",
) -> dict[Group, list[Fraction | None]]:
    """Return such percentiles of a column in each group of rows, of which there are so many."""
    wanted = Q(pk__in=())
    for key, count in counts.items():
        if count:
            places = {place for fraction in fractions for place in around(count, fraction)}
            wanted |= Q(place__in=places, **({group: key} if group else {}))
    part = [F(group)] if group else None
    numbered = rows.order_by().annotate(place=Window(RowNumber(), part, F(column).asc()))
    columns = [*([group] if group else []), "place", column]
    values: dict[tuple[Any, int], Any] = {}
    for *key, place, value in numbered.filter(wanted).values_list(*columns):
        values[key[0] if key else None, place] = value
    return {
        key: [between(values, key, count, fraction) for fraction in fractions]
        for key, count in counts.items()
    }


def around(count: int, fraction: Fraction) -> tuple[int, int]:
    """Return the places of the rows between which a percentile lies, the first row being 1."""
    place = floor((count - 1) * fraction) + 1
    return place, min(place + 1, count)


def between(
    values: Mapping[tuple[Any, int], Any], key: Any, count: int, fraction: Fraction
) -> Fraction | None:
    if not count:
        return None
    low, high = (Fraction(values[key, place]) for place in around(count, fraction))
    part = (count - 1) * fraction
    return low + (high - low) * (part - floor(part))
