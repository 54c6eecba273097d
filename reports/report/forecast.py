"""What open deals will bring, by the month in which they are expected to close."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q

from deals.money import weighted
from reports.report.open_deals import OpenDeals
from reports.report.period import YEAR, Period, later, month_of
from reports.report.table import Cell, Column, Look, Table

NOTHING = Decimal(0)


@dataclass
class Expected:
    """The deals of a row: how many, their value, and minor units times percent."""

    key: str
    label: str
    condition: Q
    count: int = 0
    value: Decimal = NOTHING
    percents: int = 0

    def add(self, count: int, value: Decimal, percents: int) -> None:
        self.count += count
        self.value += value
        self.percents += percents

    @property
    def weighted(self) -> Decimal:
        return weighted(self.percents)


class Forecast:
    """Open deals by their expected close: past due, in this month and eleven more, later, or on no
    day. Today is the reader's."""

    def __init__(self, deals: Any, today: date) -> None:
        self.empty = rows_from(today)
        self.open = OpenDeals(deals, [row.condition for row in self.empty])

    @cached_property
    def rows(self) -> list[Expected]:
        """The rows with what was counted."""
        for counted in self.open.counted:
            row = self.empty[counted.condition]
            row.add(counted.deals, counted.value, self.open.percents_of(counted))
        return self.empty

    @property
    def whole(self) -> Expected:
        whole = Expected("", "All open deals", Q())
        for row in self.rows:
            whole.add(row.count, row.value, row.percents)
        return whole

    @property
    def table(self) -> Table:
        columns = [
            Column("Expected close", Look.TEXT),
            Column("Deals"),
            Column("Value", Look.MONEY),
            Column("Weighted", Look.MONEY),
        ]
        foot = cells(self.whole, "forecast")
        rows = [cells(row, f"forecast.{row.key}") for row in self.rows]
        note = "Open deals as of now. Weighted: value times the chance of the stage."
        return Table("forecast", "Forecast by month", columns, rows, foot, note)

    def row_of(self, key: str) -> Expected | None:
        return next((row for row in self.empty if row.key == key), None)


def rows_from(today: date) -> list[Expected]:
    """Return the rows, nothing counted yet."""
    begin = month_of(today)
    end = later(begin, YEAR)
    rows = [Expected("past", "Past due", Q(expected_close__lt=today))]
    for month in Period(begin, end).months:
        within = Q(expected_close__gte=max(month.begin, today), expected_close__lt=month.end)
        rows.append(Expected(month.key, month.label, within))
    rows.append(Expected("later", "Later", Q(expected_close__gte=end)))
    rows.append(Expected("none", "No date", Q(expected_close=None)))
    return rows


def cells(row: Expected, figure: str) -> list[Cell]:
    return [Cell(row.label), Cell(row.count, figure), Cell(row.value, figure), Cell(row.weighted)]
