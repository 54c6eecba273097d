"""Active and inactive: how many customers are of each status, and how many came and went."""

from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models.status import Status
from accounts.templatetags.look import day_text
from reports.report.chart import Chart, Series
from reports.report.contrary import CONTRARY
from reports.report.flows import FLOWS
from reports.report.period import YEAR, Span, later, month_of
from reports.report.report import Answer, Report
from reports.report.rows import BY_VALUE, LATEST, Rows
from reports.report.status_log import StatusLog, StatusMonth
from reports.report.table import Cell, Column, Look, Table, ratio

BLANK = Cell("", look=Look.TEXT)


class ActiveInactive(Report):
    """Counts the customers of each status, now and at the end of each month, and the changes."""

    slug, title = "active-inactive", "Active and inactive"
    width = "w5"

    @property
    def customers(self) -> Any:
        return self.asked.customers.order_by()

    @cached_property
    def now(self) -> dict[str, int]:
        """How many customers are of each status."""
        # All in one row: SQLite would group them by an index, and find each customer through it.
        counts = {status.value: Count("pk", filter=Q(status=status)) for status in Status}
        return self.customers.aggregate(**counts)

    @property
    def prospect(self) -> int:
        return self.now[Status.PROSPECT]

    @property
    def active(self) -> int:
        return self.now[Status.ACTIVE]

    @property
    def inactive(self) -> int:
        return self.now[Status.INACTIVE]

    @property
    def total(self) -> int:
        return sum(self.now.values())

    @cached_property
    def log(self) -> StatusLog:
        return StatusLog(self.customers, self.asked.period, self.asked.today, self.now)

    @property
    def months(self) -> list[StatusMonth]:
        return self.log.months

    @property
    def known_months(self) -> list[StatusMonth]:
        """The months that have begun and of which the log knows."""
        return [month for month in self.months if month.is_known]

    @property
    def since(self) -> str:
        """The day on which the log begins, if that lies in the period."""
        return day_text(timezone.localdate(self.log.first)) if self.log.first else ""

    @property
    def answer(self) -> Answer:
        if not self.total:
            return Answer("None yet", "No customers yet.")
        return Answer(f"{self.active:,} active", self.comparison)

    @property
    def comparison(self) -> str:
        """What has changed since the end of the first month, if that is over and known."""
        inactive, first = f"{self.inactive:,} inactive", self.months[0]
        if first.active is None or first.inactive is None:
            return f"{inactive}. Known since {self.since}." if self.since else f"{inactive}."
        if first.span.end > self.asked.today:
            return f"{inactive}."
        than = "as" if self.active == first.active else "than"
        change = difference(self.active, first.active).capitalize()
        then = f"{change} {than} in {self.name_of(first.span)}."
        return f"{then} {inactive}, {difference(self.inactive, first.inactive)}."

    def name_of(self, span: Span) -> str:
        """Return what a month is called, with its year unless it is one of the last twelve."""
        a_year_ago = later(month_of(self.asked.today), -YEAR)
        return f"{span.begin:%B}" if month_of(span.begin) > a_year_ago else f"{span.begin:%B %Y}"

    @cached_property
    def main(self) -> Table:
        columns = [
            Column("Month", Look.TEXT),
            *(Column(status.label) for status in Status),
            *(Column(flow.title) for flow in FLOWS.values()),
            Column("Churn", Look.RATIO),
            Column("Retention", Look.RATIO),
        ]
        foot = [
            Cell("All months"),
            *(BLANK for _ in Status),
            *(Cell(self.sum_of(name), name) for name in FLOWS),
            *(BLANK, BLANK),
        ]
        title = "Customers by status at the end of each month"
        note = f"Since {self.since}, when the log of statuses begins." if self.since else ""
        rows = [self.row_of(month) for month in self.months]
        return Table("statuses", title, columns, rows, foot, note)

    def row_of(self, month: StatusMonth) -> list[Cell]:
        names = [*Status.values, *FLOWS]
        return [
            Cell(month.span.label),
            *(opening(getattr(month, name), f"{name}.{month.month}") for name in names),
            opening(month.churn, f"lost.{month.month}"),
            Cell(month.retention),
        ]

    def sum_of(self, flow: str) -> int:
        return sum(getattr(month, flow) or 0 for month in self.months)

    @property
    def charts(self) -> list[Chart]:
        lines = [
            Series(2, Status.ACTIVE.label),
            Series(1, Status.PROSPECT.label, "sky"),
            Series(3, Status.INACTIVE.label, "control"),
        ]
        title = f"{self.main.title}, since {self.since}" if self.since else self.main.title
        return [Chart("line", self.main, lines, title, "tall")]

    @property
    def more(self) -> list[Table]:
        asked = self.customers, self.asked.today
        return [self.stock, *(contrary.table(*asked) for contrary in CONTRARY.values())]

    @property
    def stock(self) -> Table:
        """How many are of each status now."""
        columns = [Column("Status", Look.TEXT), Column("Customers"), Column("Share", Look.RATIO)]
        lines = [(status.label, self.now[status], status.value) for status in Status]
        *rows, foot = [
            [Cell(label), Cell(count, figure), opening(ratio(count, self.total), figure)]
            for label, count, figure in [*lines, ("All customers", self.total, "customers")]
        ]
        return Table("stock", "Customers by status now", columns, rows, foot)

    def behind(self, name: str, part: str) -> Rows | None:
        if part:
            found = [month for month in self.months if month.month == part]
            return self.behind_month(name, found[0]) if found else None
        if name == "customers":
            return Rows("Customers", self.customers, BY_VALUE)
        if name in Status.values:
            theirs = self.customers.filter(status=name)
            return Rows(f"{Status(name).label} customers", theirs, BY_VALUE)
        if name in CONTRARY:
            return CONTRARY[name].rows(self.customers, self.asked.today)
        if name in FLOWS:
            flow, period = FLOWS[name], self.asked.period
            return Rows(f"{flow.title}, {period}", self.log.flow(flow, Span(*period)), LATEST)
        return None

    def behind_month(self, name: str, month: StatusMonth) -> Rows | None:
        if name not in (*Status.values, *FLOWS) or getattr(month, name) is None:
            return None
        span = month.span
        if name in FLOWS:
            changes = self.log.flow(FLOWS[name], span)
            return Rows(f"{FLOWS[name].title} in {span.label}", changes, LATEST)
        title = f"{Status(name).label} at the end of {span.label}"
        return Rows(title, self.log.stock(name, span), BY_VALUE)


def opening(value: int | float | None, figure: str) -> Cell:
    """Return a cell that opens the rows of a figure, if there is a value yet."""
    return Cell(value) if value is None else Cell(value, figure)


def difference(number: int, before: int) -> str:
    """Say how a number changed: 15 more, 3 fewer."""
    if number == before:
        return "as many"
    return f"{number - before:,} more" if number > before else f"{before - number:,} fewer"
