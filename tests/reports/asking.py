"""Asking reports as pages do, and reading what their tables say."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from reports.report.all import REPORTS
from reports.report.report import Report
from reports.report.table import Look, Shown, Table

# So many figures that are zero are opened where not all are.
ZEROS = 10


def ask(slug: str, reader: User, **said: object) -> Any:
    """Return the report that answers what the words of an address ask."""
    kind, words = REPORTS[slug], QueryDict(mutable=True)
    for name, value in said.items():
        words.setlist(name.rstrip("_"), value if isinstance(value, list) else [str(value)])
    form = kind.form(words, user=reader)
    assert form.is_valid(), (said, form.errors)
    return kind(form.asked)


def said(table: Table) -> list[list[Any]]:
    """Return the values of a table's cells, row by row."""
    return [[cell.value for cell in row] for row in table.rows]


def by_first(table: Table) -> dict[str, list[Any]]:
    """Return the values of each row by its first cell."""
    return {str(first): values for first, *values in said(table)}


def number_of(href: str) -> int:
    """Return which record an address leads to."""
    return int(href.strip("/").split("/")[-1])


def is_same(found: Any, right: Any) -> bool:
    """Tell whether a report says what is right: numbers that were divided, but for the last digits
    of a float; moments by the reader's day."""
    if isinstance(found, list | tuple) and isinstance(right, list | tuple):
        return len(found) == len(right) and all(map(is_same, found, right))
    if isinstance(found, dict) and isinstance(right, dict):
        return found.keys() == right.keys() and all(
            is_same(found[key], right[key]) for key in right
        )
    if isinstance(found, datetime) and isinstance(right, date):
        return timezone.localdate(found) == right
    if isinstance(right, Fraction | float) and isinstance(found, Fraction | float | Decimal | int):
        return abs(float(found) - float(right)) < 1e-6
    return found == right


def tables(report: Report) -> dict[str, Table]:
    every = [report.main, report.table, *report.more]
    return {table.slug: table for table in every}


def cells(report: Report) -> Iterator[Shown]:
    """Yield every cell of the report that has rows behind it."""
    for table in tables(report).values():
        for row in [*table.body, table.total]:
            yield from (shown for shown in row if shown.cell.figure)


def assert_rows_give_figures(report: Report, chance: Random | None = None) -> None:
    """Open each figure, of those that are zero perhaps a few: its rows, counted or added up, give
    it."""
    known = list(cells(report))
    assert known
    nothing = [shown for shown in known if not shown.cell.value]
    zeros = chance.sample(nothing, min(ZEROS, len(nothing))) if chance else nothing
    for shown in [shown for shown in known if shown.cell.value] + zeros:
        figure, value = shown.cell.figure, shown.cell.value
        rows = report.rows(figure)
        assert rows is not None, figure
        if shown.look == Look.COUNT:
            assert rows.queryset.count() == value, figure
        elif shown.look == Look.MONEY and rows.adds:
            assert rows.sum == value, figure
        else:
            rows.queryset.exists()
