"""Pages of a list by key: as fast at the end as at the beginning, without COUNT and OFFSET."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core import signing
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import (
    TupleGreaterThan,
    TupleLessThan,
    TupleLookupMixin,
)

PAGE_SIZE = 25
COUNT_UP_TO = 999


class InvalidCursor(ValidationError):
    def __init__(self) -> None:
        super().__init__("This is not a cursor of this list.", code="cursor")


class WholeRows(TupleLookupMixin):
    """A comparison of rows as both databases know it; for SQLite Django would take it apart."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        plain: Any = super(TupleLookupMixin, self)
        return plain.as_sql(compiler, connection)


class Above(WholeRows, TupleGreaterThan):
    pass


class Below(WholeRows, TupleLessThan):
    pass


@dataclass(frozen=True)
class Order:
    """A sort key that people may ask for: its columns, not null, the first ones leading.

    `tie` is the number of the row, in the table to which the columns belong: the index that holds
    them ends with it.
    """

    columns: tuple[str, ...]
    descending: bool = False
    tie: str = "pk"

    @property
    def key(self) -> tuple[str, ...]:
        return (*self.columns, self.tie)

    def sort(self, queryset: models.QuerySet, *, backwards: bool = False) -> models.QuerySet:
        sign = "-" if self.descending != backwards else ""
        return queryset.order_by(*(sign + column for column in self.key))

    def key_of(self, row: models.Model) -> list:
        return [getattr_path(row, column) for column in self.key]

    def beyond(self, key: list, *, backwards: bool = False) -> models.Q:
        """Rows after the key, compared as a whole: among many that are equal in the leading
        columns an index finds the one to go on with."""
        after = Below if self.descending != backwards else Above
        return models.Q(after(tuple(map(models.F, self.key)), tuple(key)))


def getattr_path(row: models.Model, path: str):
    for name in path.split("__"):
        row = getattr(row, name)
    return row


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the key of a row, and how many rows stand before the page it begins.

    Signed for the list and order that it was made for, so that nobody else's text gets that far.
    """

    key: list
    position: int = 0

    def sign(self, signer: signing.Signer) -> str:
        plain = [str(v) if isinstance(v, date | Decimal) else v for v in self.key]
        return signer.sign_object([plain, self.position])

    @classmethod
    def read(cls, text: str, signer: signing.Signer) -> "Cursor":
        """Return the cursor that was printed. Raises InvalidCursor for anything else."""
        try:
            return cls(*signer.unsign_object(text))
        except (signing.BadSignature, UnicodeEncodeError):
            raise InvalidCursor from None


class Page:
    """One page of a queryset in an order, from a cursor onwards or back from one.

    `parts`, if there are several, make up the queryset and are each quicker to sort than the
    whole: the page is then merged from what each begins with.
    """

    def __init__(
        self,
        queryset: models.QuerySet,
        order: Order,
        *,
        parts: Sequence[models.QuerySet] = (),
        size: int = PAGE_SIZE,
        after: str | None = None,
        before: str | None = None,
    ) -> None:
        self.queryset, self.parts, self.order, self.size = queryset, parts, order, size
        self.signer = signing.Signer(salt=f"{queryset.model._meta.label}{order}")
        self.backwards = bool(before) and not after
        self.cursor = self._read(after or before)

    @classmethod
    def asked(cls, request, queryset: models.QuerySet, order: Order, **how: Any) -> "Page":
        """Return the page that an address asks for by `after` or `before`, or else the first."""
        after, before = request.GET.get("after"), request.GET.get("before")
        try:
            return cls(queryset, order, **how, after=after, before=before)
        except InvalidCursor:
            return cls(queryset, order, **how)

    def _read(self, text: str | None) -> Cursor | None:
        return Cursor.read(text, self.signer) if text else None

    @property
    def window(self) -> models.QuerySet:
        """The rows of this page and one more, which tells whether the list goes on."""
        return self.window_on(self.queryset)

    def window_on(self, queryset: models.QuerySet) -> models.QuerySet:
        rows = self.order.sort(queryset, backwards=self.backwards)
        if self.cursor:
            rows = rows.filter(self.order.beyond(self.cursor.key, backwards=self.backwards))
        return rows[: self.size + 1]

    @cached_property
    def found(self) -> list:
        """The window's rows, loaded when first asked for."""
        if len(self.parts) < 2:
            return list(self.window)
        ids = ids_of([self.window_on(part) for part in self.parts])
        rows = self.queryset.all()
        # The ids say all: databases would rather follow the conditions, which lead to more rows.
        rows.query.clear_where()
        rows = self.order.sort(rows.filter(pk__in=ids), backwards=self.backwards)
        return list(rows[: self.size + 1])

    @cached_property
    def rows(self) -> list:
        rows = self.found[: self.size]
        return rows[::-1] if self.backwards else rows

    @property
    def has_more(self) -> bool:
        return len(self.found) > self.size

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def offset(self) -> int:
        """How many rows stood before this page when its reader came by them."""
        if not self.cursor:
            return 0
        if self.backwards:
            return max(self.cursor.position - len(self.rows), 0) if self.has_more else 0
        return self.cursor.position

    @property
    def first_number(self) -> int:
        return self.offset + 1 if self.rows else 0

    @property
    def last_number(self) -> int:
        return self.offset + len(self.rows)

    @property
    def has_next(self) -> bool:
        return self.has_more if not self.backwards else self.cursor is not None

    @property
    def end(self) -> str | None:
        """The cursor of the last row."""
        return self.cursor_of(self.rows[-1], self.last_number) if self.rows else None

    @property
    def next(self) -> str | None:
        """The cursor of the page after this one, if there is one."""
        return self.end if self.has_next else None

    @property
    def previous(self) -> str | None:
        """The cursor of the page before this one, if there is one."""
        has_previous = self.has_more if self.backwards else self.cursor is not None
        return self.cursor_of(self.rows[0], self.offset) if self.rows and has_previous else None

    def cursor_of(self, row: models.Model, position: int = 0) -> str:
        return Cursor(self.order.key_of(row), position).sign(self.signer)

    @cached_property
    def count(self) -> int:
        """How many rows there are in all, to the last one."""
        return self.queryset.order_by().count()

    @cached_property
    def total(self) -> str:
        """How many rows there are in all, counted up to a bound: "127", or "999+"."""
        return counted(self.queryset)


class CountUpTo(models.Subquery):
    """How many rows there are, counted no further than pages tell."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: models.QuerySet, most: int = COUNT_UP_TO + 1) -> None:
        super().__init__(self.bounded(rows, most))

    @staticmethod
    def bounded(rows: Any, most: int = COUNT_UP_TO + 1) -> Any:
        return rows.order_by().values("pk")[:most]

    @classmethod
    def of(cls, rows: Any) -> int:
        """Count at once."""
        return cls.bounded(rows).count()


def counted(queryset: models.QuerySet) -> str:
    """Count rows up to a bound: "127", or "999+"."""
    return told(CountUpTo.of(queryset))


def told(count: int) -> str:
    """Return a count as pages tell it, where it was counted up to a bound."""
    return f"{COUNT_UP_TO}+" if count > COUNT_UP_TO else str(count)


def ids_of(slices: Sequence[models.QuerySet]) -> RawSQL | list[int]:
    """Return the ids of the rows in all these slices, as a subquery.

    Django's own union takes no slices on SQLite; SQLite takes them in parentheses.
    """
    statements, values = [], []
    for rows in slices:
        with suppress(EmptyResultSet):
            statement, params = rows.values("pk").query.get_compiler(rows.db).as_sql()
            statements.append(f"SELECT * FROM ({statement}) AS part")  # noqa: S608 - Django's own
            values += params
    return RawSQL(" UNION ALL ".join(statements), values) if statements else []  # noqa: S611
