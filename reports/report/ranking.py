"""Customers by what they are worth, the most valuable first."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils import timezone

from accounts.models import Customer
from accounts.paging import Page
from deals.models.worth import weighted_values
from reports.filters import CustomerFilter
from reports.report.rows import BY_VALUE
from reports.report.table import Cell, Column, Look

TOP = 10
CHUNK = 500
YEAR_DAYS = Fraction("365.25")
SHORTEST_TENURE = 365
COLUMNS = [
    Column("Customer", Look.TEXT),
    Column("Lifetime value", Look.MONEY),
    Column("Won deals"),
    Column("Average deal", Look.MONEY),
    Column("Customer since", Look.DAY),
    Column("Value a year", Look.MONEY),
    Column("Deals a year", Look.NUMBER),
    Column("Open deals", Look.MONEY),
    Column("Weighted", Look.MONEY),
]


class Ranking:
    """The customers that their list has chosen, as a report tells of them on a day."""

    def __init__(self, chosen: CustomerFilter, today: date) -> None:
        self.chosen, self.today = chosen, today

    def page(self, **how: Any) -> Page:
        """Return a page. Raises InvalidCursor for a place in another list."""
        customers = self.chosen.qs.select_related(None).select_related("standing")
        return Page(customers, BY_VALUE, parts=self.chosen.parts, **how)

    @cached_property
    def top(self) -> list[Customer]:
        """The first few, of those that are worth anything."""
        return [row for row in self.page(size=TOP) if row.standing.lifetime_value]

    def all_rows(self) -> Iterator[list[Cell]]:
        """Yield what is told of each, chunk by chunk."""
        page, goes_on = self.page(size=CHUNK), True
        while goes_on:
            yield from self.rows_of(page.rows)
            goes_on = page.next is not None
            page = self.page(size=CHUNK, after=page.next)

    def rows_of(self, customers: list[Customer]) -> list[list[Cell]]:
        """Return what is told of these customers."""
        weighted = weighted_values(customer.pk for customer in customers)
        return [self.row_of(customer, weighted[customer.pk]) for customer in customers]

    def row_of(self, customer: Customer, weighted: Decimal) -> list[Cell]:
        standing, won = customer.standing, f"won.{customer.pk}"
        value, deals = Fraction(standing.lifetime_value), standing.won_count
        years = self.tenure(standing.first_won_at)
        return [
            Cell(str(customer), href=customer.get_absolute_url()),
            Cell(value, won),
            Cell(deals, won),
            Cell(value / deals if deals else None),
            Cell(standing.first_won_at),
            Cell(value / years if years else None),
            Cell(deals / years if years else None),
            Cell(standing.open_value, f"open.{customer.pk}"),
            Cell(weighted),
        ]

    def tenure(self, first_won: Any) -> Fraction | None:
        """Return for how many years somebody has been a customer, one at least."""
        if first_won is None:
            return None
        days = (self.today - timezone.localdate(first_won)).days
        return max(days, SHORTEST_TENURE) / YEAR_DAYS
