"""Tables of figures, which pages show, files hold, charts are drawn from and scripts are given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.templatetags.look import day_text
from deals.money import MINOR, in_full

NONE_YET = "None yet"


class Look(StrEnum):
    """What a column holds, and so how it is printed."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    RATIO = "ratio"
    DAYS = "days"
    NUMBER = "number"
    DAY = "day"


class Column(NamedTuple):
    name: str
    look: Look = Look.COUNT

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers, which stand on the right."""
        return self.look not in (Look.TEXT, Look.DAY)


@dataclass(frozen=True)
class Cell:
    """A value, or None while there is none yet. `figure` names the rows behind it, `href` leads to
    a record, `note` is said beside it, `mark` is how it looks, and `look` what it holds where that
    is not what its column holds."""

    value: Any
    figure: str = ""
    href: str = ""
    note: str = ""
    mark: str = ""
    look: Look | None = None


class Shown(NamedTuple):
    """A cell under its column."""

    column: Column
    cell: Cell

    @property
    def look(self) -> Look:
        return self.cell.look or self.column.look

    @property
    def is_number(self) -> bool:
        """Whether it stands on the right."""
        return self.column.is_number or self.look not in (Look.TEXT, Look.DAY)

    @property
    def plain(self) -> str:
        """What files and charts read: 1234.50, 0.6522; nothing where there is none yet."""
        return plain(self.cell.value, self.look)

    @property
    def told(self) -> str:
        """What people read: $1,234.50, 65%, None yet."""
        return told(self.cell.value, self.look)


@dataclass
class Table:
    """Rows of cells under columns, the first of which says what a row is about."""

    slug: str
    title: str
    columns: list[Column]
    rows: Iterable[list[Cell]]
    foot: list[Cell] | None = None
    note: str = ""
    look: str = "rows"
    # What a file holds, where a page shows a part of it, and how many rows there are then.
    whole: Iterable[list[Cell]] | None = None
    page: Any = None
    count: int | None = None

    @property
    def body(self) -> Iterator[list[Shown]]:
        for row in self.rows:
            yield self.shown(row)

    @property
    def total(self) -> list[Shown]:
        return self.shown(self.foot or [])

    def shown(self, row: Iterable[Cell]) -> list[Shown]:
        return [Shown(*pair) for pair in zip(self.columns, row, strict=False)]

    @property
    def lines(self) -> Iterator[list[str]]:
        """The lines of a file: the columns' names, and the rows without their total."""
        yield [column.name for column in self.columns]
        for row in self.rows if self.whole is None else self.whole:
            yield [shown.plain for shown in self.shown(row)]


def plain(value: Any, look: Look) -> str:
    """Return a value as files hold it."""
    if value is None:
        return ""
    if look == Look.MONEY:
        return f"{half_up(value, MINOR):f}"
    if look == Look.RATIO:
        return f"{half_up(value, Decimal('0.0001')):f}"
    if look in (Look.DAYS, Look.NUMBER):
        return f"{half_up(value, Decimal('0.01')):f}"
    if look == Look.DAY:
        return day_of(value).isoformat()
    return str(value)


def told(value: Any, look: Look) -> str:
    """Return a value as pages tell it."""
    if value is None:
        return NONE_YET
    if look == Look.MONEY:
        return in_full(half_up(value, MINOR))
    if look == Look.RATIO:
        return f"{half_up(value * 100, Decimal(1)):f}%"
    if look in (Look.DAYS, Look.NUMBER):
        number = half_up(value, Decimal("0.1"))
        return f"{number:,f}".removesuffix(".0")
    if look == Look.COUNT:
        return f"{value:,}"
    return day_text(day_of(value)) if look == Look.DAY else str(value)


def day_of(value: date) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


def half_up(value: Any, step: Decimal) -> Decimal:
    """Round a number, be it a fraction, half up to a step."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / value.denominator
    return Decimal(value).quantize(step, ROUND_HALF_UP)


def ratio(part: int | Decimal, whole: int | Decimal) -> float | None:
    """Return a part of a whole, or None where there is nothing to divide."""
    return float(part / whole) if whole else None
