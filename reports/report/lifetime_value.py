"""What customers are worth: the value of all deals that were won with them."""

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Count, Sum

from accounts.paging import InvalidCursor, Page
from deals.models import Deal
from deals.models.worth import weighted_value
from deals.money import in_full
from deals.templatetags.amounts import money_short
from reports.filters import CustomerFilter
from reports.forms.report import PortfolioForm
from reports.report.chart import Chart, Series
from reports.report.classes import Classes
from reports.report.medians import MEDIAN, percentiles
from reports.report.ranking import COLUMNS, TOP, Ranking
from reports.report.report import Answer, Report
from reports.report.rows import BY_VALUE, FIRST_TO_CLOSE, LAST_CLOSED, Rows, one_of
from reports.report.table import Cell, Column, Look, Table, half_up, ratio, told

NINE_TENTHS = Fraction(9, 10)
VALUE, OPEN_VALUE = "standing__lifetime_value", "standing__open_value"


class LifetimeValue(Report):
    """Ranks customers by what they are worth, and says how that is spread among them."""

    slug, title = "lifetime-value", "Customer lifetime value"
    has_period = False
    form = PortfolioForm

    @cached_property
    def page(self) -> Page:
        """The customers that are shown: those at the place, if it is one of this list."""
        try:
            return self.ranking.page(**self.place)
        except InvalidCursor:
            return self.ranking.page()

    @cached_property
    def ranking(self) -> Ranking:
        """The customers as their list chooses and ranks them."""
        asked = {
            "order_by": "-lifetime_value",
            "status": list(self.asked.statuses),
            "industry": list(self.asked.industries),
            "owner": [self.asked.owner] if self.asked.owner else [],
        }
        chosen = CustomerFilter(asked, user=self.asked.reader)
        return Ranking(chosen, self.asked.today)

    @property
    def customers(self) -> Any:
        return self.ranking.chosen.qs.order_by()

    @property
    def deals(self) -> Any:
        """All deals of these customers, whoever owns them."""
        return Deal.objects.standing().filter(customer__in=self.customers.values("pk"))

    @cached_property
    def sums(self) -> dict[str, Any]:
        """How many customers there are, and what their figures come to."""
        return self.customers.aggregate(
            customers=Count("pk"),
            total=Sum(VALUE, default=Decimal(0)),
            won=Sum("standing__won_count", default=0),
            open_value=Sum(OPEN_VALUE, default=Decimal(0)),
        )

    @property
    def total(self) -> Decimal:
        return self.sums["total"]

    @property
    def mean(self) -> Fraction | None:
        count = self.sums["customers"]
        return Fraction(self.total) / count if count else None

    @cached_property
    def percentiles(self) -> list[Fraction | None]:
        """The median and the 90th percentile of all customers' values."""
        shares = (MEDIAN, NINE_TENTHS)
        return percentiles(self.customers, VALUE, self.sums["customers"], shares)

    @property
    def median(self) -> Fraction | None:
        return self.percentiles[0]

    @cached_property
    def weighted(self) -> Decimal:
        """What the open deals come to at the chances of their stages."""
        return weighted_value(self.deals.open())

    @property
    def top_share(self) -> float | None:
        """How much of all value the most valuable customers hold."""
        held = sum(customer.standing.lifetime_value for customer in self.ranking.top)
        return ratio(held, self.total)

    @cached_property
    def classes(self) -> Classes:
        return Classes(self.customers, self.total)

    @property
    def answer(self) -> Answer:
        if self.mean is None:
            return Answer("None yet", "No customers yet.")
        figure = in_full(half_up(self.mean, Decimal(1)))
        if not self.total:
            return Answer(figure, "No deal is won yet.")
        top = self.ranking.top
        who = f"The top {TOP} hold" if len(top) == TOP else "Those who bought hold"
        share = told(self.top_share, Look.RATIO)
        return Answer(figure, f"average per customer. {who} {share} of {money_short(self.total)}.")

    @cached_property
    def main(self) -> Table:
        rows = self.ranking.rows_of(self.ranking.top)
        return Table("top", "Most valuable customers", COLUMNS, rows)

    @property
    def charts(self) -> list[Chart]:
        bars = [Series(1, "Lifetime value")]
        return [Chart("across", self.main, bars, "Lifetime value of the most valuable customers")]

    @property
    def more(self) -> list[Table]:
        return [self.list, self.portfolio, self.abc]

    @cached_property
    def list(self) -> Table:
        """All customers, page by page; a file has them all."""
        total, deals = Fraction(self.total), self.sums["won"]
        foot = [
            Cell("All customers"),
            Cell(total, "value"),
            Cell(deals, "won"),
            Cell(total / deals if deals else None),
            *(Cell("", look=Look.TEXT) for _ in range(3)),
            Cell(self.sums["open_value"], "open"),
            Cell(self.weighted),
        ]
        rows = self.ranking.rows_of(self.page.rows)
        return Table(
            *("customers", "All customers", COLUMNS, rows, foot),
            page=self.page,
            count=self.sums["customers"],
            whole=self.ranking.all_rows(),
        )

    @property
    def table(self) -> Table:
        return self.list

    @property
    def portfolio(self) -> Table:
        """How the value is spread."""
        money, columns = Look.MONEY, [Column("Figure", Look.TEXT), Column("Value", Look.MONEY)]
        rows = [
            [Cell("Customers"), Cell(self.sums["customers"], "customers", look=Look.COUNT)],
            [Cell("Lifetime value in all"), Cell(self.total, "value")],
            [Cell("Average"), Cell(self.mean, look=money)],
            [Cell("Median"), Cell(self.median)],
            [Cell("90th percentile"), Cell(self.percentiles[1])],
            [Cell(f"Share of the top {TOP}"), Cell(self.top_share, look=Look.RATIO)],
            [Cell("Open deals"), Cell(self.sums["open_value"], "open")],
            [Cell("Open deals, weighted"), Cell(self.weighted)],
        ]
        return Table("portfolio", "Portfolio", columns, rows)

    @property
    def abc(self) -> Table:
        """The classes, and those who are in none."""
        columns = [
            Column("Class", Look.TEXT),
            Column("Customers"),
            Column("Lifetime value", Look.MONEY),
            Column("Share of value", Look.RATIO),
        ]
        found = self.classes.all
        rows = [
            [
                Cell(each.name),
                Cell(each.customers, f"class.{each.name}"),
                Cell(each.value, f"class.{each.name}"),
                Cell(ratio(each.value, self.total)),
            ]
            for each in found
        ]
        others = self.sums["customers"] - sum(each.customers for each in found)
        nothing = Decimal(0)
        rows.append([Cell("No value yet"), Cell(others, "class.none"), Cell(nothing), Cell(None)])
        foot = [
            Cell("All customers"),
            Cell(self.sums["customers"], "customers"),
            Cell(self.total, "value"),
            Cell(ratio(self.total, self.total)),
        ]
        note = "A holds the first 80% of all value, B the next 15%, C the rest."
        return Table("classes", "ABC classes", columns, rows, foot, note)

    def behind(self, name: str, part: str) -> Rows | None:
        match name, part:
            case "customers", "":
                return Rows("Customers", self.customers, BY_VALUE)
            case "value", "":
                valued = self.customers.filter(**{f"{VALUE}__gt": 0})
                return Rows("Customers with a lifetime value", valued, BY_VALUE, VALUE)
            case "class", "A" | "B" | "C":
                found = self.classes.customers_in(part)
                return Rows(f"Customers of class {part}", found, BY_VALUE, VALUE)
            case "class", "none":
                found = self.customers.filter(**{VALUE: 0})
                return Rows("Customers without a lifetime value", found, BY_VALUE, VALUE)
            case "won", _:
                return self.deals_behind("Won deals", self.deals.won(), part)
            case "open", _:
                return self.deals_behind("Open deals", self.deals.open(), part)
        return None

    def deals_behind(self, title: str, deals: Any, customer: str) -> Rows | None:
        """Return these deals, or those of one customer among the others."""
        order = LAST_CLOSED if title == "Won deals" else FIRST_TO_CLOSE
        if not customer:
            return Rows(title, deals, order, "value")
        found = one_of(self.customers, customer)
        if found is None:
            return None
        return Rows(f"{title} of {found}", deals.filter(customer=found), order, "value")
