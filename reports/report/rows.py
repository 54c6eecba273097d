"""The rows behind a figure: the very queryset that was counted, with what a page tells of each."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.models import Customer
from accounts.models.status import StatusChange
from accounts.ownership import NUMBER
from accounts.paging import Order
from activities.models import Activity
from deals.models import Deal, Move
from deals.money import MoneyField
from reports.report.table import Cell, Column, Look, Table

BY_NAME = Order(("name_key",))
BY_VALUE = Order(("standing__lifetime_value",), descending=True, tie="standing__customer_id")
LAST_CLOSED = Order(("closed_at",), descending=True)
NEWEST = Order(("created_at",), descending=True)
FIRST_TO_CLOSE = Order(("close_key",))
LAST_DONE = Order(("completed_at",), descending=True)
FIRST_DUE = Order(("due_key",))
LATEST = Order(("at",), descending=True)


@dataclass(frozen=True)
class Rows:
    """What a figure was counted from. `adds` is the column that it adds up, if it does."""

    title: str
    queryset: Any
    order: Order
    adds: str = ""

    @property
    def sum(self) -> Decimal | None:
        """What the rows add up to, of those that have a value."""
        if not self.adds:
            return None
        total = Sum(self.adds, output_field=MoneyField(), default=Decimal(0))
        return self.queryset.order_by().aggregate(sum=total)["sum"]

    @property
    def loaded(self) -> Any:
        """The rows with what is told of them."""
        return self.queryset.select_related(*TOLD[self.queryset.model].along)

    def table(self, page: Any) -> Table:
        """Return a page of them as a table."""
        told = TOLD[self.queryset.model]
        rows = [told.row(row) for row in page]
        return Table("rows", self.title, told.columns, rows, page=page, count=page.count)


def one_of(rows: Any, number: str) -> Any:
    """Return the row of this number, or None where it is none of these."""
    return rows.filter(pk=number).first() if NUMBER.fullmatch(number) else None


@dataclass(frozen=True)
class Told:
    """What is told of rows of one kind."""

    along: tuple[str, ...]
    columns: list[Column]
    row: Any


def linked(record: Any) -> Cell:
    """Return the name of a record as a cell that leads to it."""
    return Cell(str(record), href=record.get_absolute_url()) if record else Cell("")


def named(person: Any) -> Cell:
    return Cell(str(person) if person else "Nobody")


def given(value: Any, otherwise: str) -> Cell:
    """Return a value as a cell, or what is said where there is none."""
    return Cell(otherwise, look=Look.TEXT, mark="muted") if value is None else Cell(value)


TOLD = {
    Customer: Told(
        ("owner", "industry", "standing"),
        [
            Column("Customer", Look.TEXT),
            Column("Status", Look.TEXT),
            Column("Industry", Look.TEXT),
            Column("Owner", Look.TEXT),
            Column("Last contact", Look.DAY),
            Column("Lifetime value", Look.MONEY),
        ],
        lambda row: [
            linked(row),
            Cell(row.get_status_display()),
            Cell(str(row.industry or "Not set")),
            named(row.owner),
            given(row.standing.last_contact_at, "Not yet"),
            Cell(row.standing.lifetime_value),
        ],
    ),
    Deal: Told(
        ("customer", "stage", "owner"),
        [
            Column("Deal", Look.TEXT),
            Column("Customer", Look.TEXT),
            Column("Stage", Look.TEXT),
            Column("Owner", Look.TEXT),
            Column("Created", Look.DAY),
            Column("Expected close", Look.DAY),
            Column("Closed", Look.DAY),
            Column("Value", Look.MONEY),
        ],
        lambda row: [
            linked(row),
            linked(row.customer),
            Cell(str(row.stage)),
            named(row.owner),
            Cell(row.created_at),
            given(row.expected_close, "Not set"),
            given(row.closed_at, "Open"),
            given(row.value, "Not set"),
        ],
    ),
    Activity: Told(
        ("customer", "owner"),
        [
            Column("Activity", Look.TEXT),
            Column("Kind", Look.TEXT),
            Column("Customer", Look.TEXT),
            Column("Owner", Look.TEXT),
            Column("Due", Look.DAY),
            Column("Done", Look.DAY),
        ],
        lambda row: [
            linked(row),
            Cell(row.get_kind_display()),
            linked(row.customer),
            named(row.owner),
            given(row.due, "Not set"),
            given(row.completed_at, "Not yet"),
        ],
    ),
    StatusChange: Told(
        ("customer", "by"),
        [
            Column("Customer", Look.TEXT),
            Column("Before", Look.TEXT),
            Column("After", Look.TEXT),
            Column("When", Look.DAY),
            Column("By", Look.TEXT),
        ],
        lambda row: [
            linked(row.customer),
            Cell(row.old.capitalize() or "New"),
            Cell(row.get_new_display()),
            Cell(row.at),
            named(row.by),
        ],
    ),
    Move: Told(
        ("deal", "customer", "from_stage", "to_stage", "by"),
        [
            Column("Deal", Look.TEXT),
            Column("Customer", Look.TEXT),
            Column("From", Look.TEXT),
            Column("To", Look.TEXT),
            Column("When", Look.DAY),
            Column("By", Look.TEXT),
        ],
        lambda row: [
            linked(row.deal),
            linked(row.customer),
            Cell(str(row.from_stage or "")),
            Cell(str(row.to_stage)),
            Cell(row.at),
            named(row.by),
        ],
    ),
}
