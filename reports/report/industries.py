"""Industry distribution: in which industries the customers are, and what they are worth there."""

from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Q, Sum

from accounts.models.status import Status
from deals.models import Deal
from reports.report.chart import Chart, Series
from reports.report.report import Answer, Report
from reports.report.rows import BY_VALUE, LAST_CLOSED, Rows
from reports.report.table import Cell, Column, Look, Table, ratio, told

NOT_SET = "Not set"
VALUE = "standing__lifetime_value"
# How many industries are drawn, and how many named in the answer.
DRAWN, NAMED = 10, 2


class Figures(NamedTuple):
    """What some customers come to; deals count of all time."""

    customers: int = 0
    active: int = 0
    value: Decimal = Decimal(0)
    won: int = 0
    lost: int = 0


class IndustryRow(NamedTuple):
    """The customers of an industry, or of none, among all."""

    pk: int | None
    industry: str | None
    figures: Figures
    whole: Figures

    @property
    def customers(self) -> int:
        return self.figures.customers

    @property
    def active(self) -> int:
        return self.figures.active

    @property
    def value(self) -> Decimal:
        return self.figures.value

    @property
    def share(self) -> float | None:
        return ratio(self.customers, self.whole.customers)

    @property
    def value_share(self) -> float | None:
        return ratio(self.value, self.whole.value)

    @property
    def win_rate(self) -> float | None:
        return ratio(self.figures.won, self.figures.won + self.figures.lost)

    def cells(self, name: str, part: str) -> list[Cell]:
        """Return the row as it is told, under a name; `part` tells its figures from others'."""
        customers, active, value, won, lost = self.figures
        return [
            Cell(name),
            Cell(customers, f"customers{part}"),
            Cell(active, f"active{part}"),
            Cell(self.share, f"customers{part}"),
            Cell(value, f"value{part}"),
            Cell(self.value_share, f"value{part}"),
            Cell(won, f"won{part}"),
            Cell(lost, f"lost{part}"),
            Cell(self.win_rate, f"won{part}"),
        ]


class Industries(Report):
    """Compares industries: how many of the customers each has, and how much of their value."""

    slug, title = "industries", "Industry distribution"
    has_period = False
    width = "w5"

    @property
    def customers(self) -> Any:
        return self.asked.customers.order_by()

    @cached_property
    def found(self) -> dict[tuple[str | None, int | None], Figures]:
        """The figures of each industry, by its name and number; those of none are always there."""
        # By the name first: SQLite would follow an index by the number, row by row through all.
        groups = self.customers.values_list("industry__name", "industry").annotate(
            customers=Count("pk"),
            active=Count("pk", filter=Q(status=Status.ACTIVE)),
            value=Sum(VALUE),
            won=Sum("standing__won_count"),
            lost=Sum("standing__lost_count"),
        )
        found = {(name, pk): Figures(*figures) for name, pk, *figures in groups}
        return {(None, None): Figures(), **found}

    @cached_property
    def total(self) -> Figures:
        sums: list[Any] = [sum(column) for column in zip(*self.found.values(), strict=True)]
        return Figures(*sums)

    @cached_property
    def industries(self) -> list[IndustryRow]:
        """The largest first; last the customers without an industry."""
        rows = [
            IndustryRow(pk, name, figures, self.total) for (name, pk), figures in self.found.items()
        ]
        return sorted(rows, key=lambda row: (row.pk is None, -row.customers, row.industry))

    @property
    def answer(self) -> Answer:
        count = self.total.customers
        if not count:
            return Answer("None yet", "No customers yet.")
        figure = f"{count:,} customer" if count == 1 else f"{count:,} customers"
        largest = [row for row in self.industries if row.pk][:NAMED]
        if not largest:
            return Answer(figure, "None has an industry yet.")
        names = " and ".join(str(row.industry) for row in largest)
        share = told(ratio(sum(row.customers for row in largest), count), Look.RATIO)
        return Answer(figure, f"{names} {'make' if len(largest) > 1 else 'makes'} up {share}.")

    @cached_property
    def main(self) -> Table:
        columns = [
            Column("Industry", Look.TEXT),
            Column("Customers"),
            Column("Active"),
            Column("Share of customers", Look.RATIO),
            Column("Lifetime value", Look.MONEY),
            Column("Share of value", Look.RATIO),
            Column("Won"),
            Column("Lost"),
            Column("Win rate", Look.RATIO),
        ]
        rows = [
            row.cells(row.industry or NOT_SET, f".{row.pk or 'none'}") for row in self.industries
        ]
        foot = IndustryRow(None, None, self.total, self.total).cells("All customers", "")
        return Table("industries", "Customers by industry", columns, rows, foot)

    @property
    def charts(self) -> list[Chart]:
        bars = [Series(3, "Share of customers"), Series(5, "Share of value", "sky")]
        title = "Shares of customers and of lifetime value by industry"
        return [Chart("across", self.main, bars, title, "tall", DRAWN, has_rest=True)]

    def behind(self, name: str, part: str) -> Rows | None:
        if not part:
            return rows_behind(name, self.customers, "")
        for row in self.industries:
            if part == str(row.pk or "none"):
                which = f" in {row.industry}" if row.industry else " without an industry"
                return rows_behind(name, self.customers.filter(industry=row.pk), which)
        return None


def rows_behind(name: str, customers: Any, which: str) -> Rows | None:
    """Return the rows of a figure of these customers; `which` says who they are."""
    deals = Deal.objects.standing().filter(customer__in=customers.values("pk"))
    match name:
        case "customers":
            return Rows(f"Customers{which}", customers, BY_VALUE)
        case "active":
            active = customers.filter(status=Status.ACTIVE)
            return Rows(f"Active customers{which}", active, BY_VALUE)
        case "value":
            valued = customers.filter(**{f"{VALUE}__gt": 0})
            return Rows(f"Customers with a lifetime value{which}", valued, BY_VALUE, VALUE)
        case "won":
            return Rows(f"Won deals of customers{which}", deals.won(), LAST_CLOSED, "value")
        case "lost":
            return Rows(f"Lost deals of customers{which}", deals.lost(), LAST_CLOSED, "value")
    return None
