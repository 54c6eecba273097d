"""Customers by weeks: how often we spoke lately with the most valuable ones."""

from functools import cached_property

from accounts.models import Customer
from accounts.paging import Page
from reports.report.heat import SILENT_CELLS, heated
from reports.report.interactions import WEEK, Interactions
from reports.report.period import Period, Span, monday_of
from reports.report.rows import BY_VALUE, LAST_DONE, Rows, one_of
from reports.report.table import Cell, Column, Look, Table

MOST, WEEKS = 10, 26
NOTE = (
    "Ten customers with the highest lifetime value. "
    f"A red outline marks a customer that has been quiet for {SILENT_CELLS} weeks or more."
)


class CustomerWeeks:
    """The customers of the highest lifetime value, whatever the period, up to this week."""

    def __init__(self, interactions: Interactions) -> None:
        self.interactions, self.asked = interactions, interactions.asked

    @cached_property
    def customers(self) -> list[Customer]:
        # Every customer has a standing; where it is wanted, databases read by its value.
        customers = self.asked.customers.filter(standing__isnull=False)
        return Page(customers, BY_VALUE, size=MOST).rows

    @cached_property
    def weeks(self) -> list[Span]:
        """The last weeks, this one included."""
        end = monday_of(self.asked.today) + WEEK
        return Period(end - WEEKS * WEEK, end).weeks(self.asked.today)

    @cached_property
    def table(self) -> Table:
        customers = [customer.pk for customer in self.customers]
        counts = self.interactions.by_weeks(customers, self.weeks)
        most = max(counts.values(), default=0)
        rows = []
        for customer in self.customers:
            name = Cell(str(customer), href=customer.get_absolute_url())
            theirs = [counts[customer.pk, week.begin] for week in self.weeks]
            figure = f"heat.{customer.pk}"
            figures = [*(f"{figure}.{week.key}" for week in self.weeks), figure]
            rows.append([name, *heated(theirs, figures, most, shows_silence=True)])
        weeks = [Column(week.label) for week in self.weeks]
        columns = [Column("Customer", Look.TEXT), *weeks, Column("All")]
        title = "Interactions with the most valuable customers by week"
        return Table("heat", title, columns, rows, note=NOTE, look="heat")

    def behind(self, part: str) -> Rows | None:
        """Return what we spoke with a customer, in all of these weeks or in one."""
        number, _, key = part.partition(".")
        customer = one_of(self.asked.customers, number)
        weeks = [week for week in self.weeks if key in ("", week.key)]
        if customer is None or not weeks:
            return None
        found = self.interactions.between(weeks[0].begin, weeks[-1].end)
        title = f"Interactions with {customer}"
        title += f" in the week of {weeks[0].label}" if key else f" in {WEEKS} weeks"
        return Rows(title, found.filter(customer=customer), LAST_DONE)
