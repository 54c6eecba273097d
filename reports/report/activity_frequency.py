"""How often we speak with our customers: when, with whom, and what of our plans gets done."""

from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from accounts.models.status import Status
from activities.models.kind import INTERACTIONS, Kind
from reports.report.asked import Asked
from reports.report.chart import Chart, Series
from reports.report.coverage import LONGEST, Coverage
from reports.report.customer_weeks import CustomerWeeks
from reports.report.follow_through import FollowThrough
from reports.report.interactions import NAMES, Interactions
from reports.report.period import monday_of, month_of
from reports.report.report import Answer, Report
from reports.report.rows import BY_VALUE, Rows
from reports.report.status_log import StatusLog
from reports.report.table import Cell, Column, Look, Table, ratio, told
from reports.report.weekday_hours import WeekdayHours

WEEK_DAYS = 7


class ActivityFrequency(Report):
    """Counts calls, emails and meetings that took place, and says who heard nothing from us."""

    slug, title = "activity-frequency", "Activity frequency"
    width = "full"

    def __init__(self, asked: Asked, place: dict[str, str] | None = None) -> None:
        super().__init__(asked, place)
        self.interactions = Interactions(asked)
        self.customer_weeks = CustomerWeeks(self.interactions)
        self.weekday_hours = WeekdayHours(self.interactions)
        self.coverage, self.follow_through = Coverage(asked), FollowThrough(asked)

    @property
    def total(self) -> int:
        return self.interactions.total

    @property
    def by_kind(self) -> list[tuple[str, int]]:
        counts = self.interactions.counts(lambda spoken: spoken.kind)
        return [(kind.value, counts[kind]) for kind in INTERACTIONS]

    @property
    def weeks(self) -> list[tuple[date, int]]:
        """How many there were in each week of the period that has begun."""
        counts = self.interactions.counts(lambda spoken: monday_of(spoken.day))
        mondays = [monday_of(week.begin) for week in self.interactions.weeks]
        return [(monday, counts[monday]) for monday in mondays]

    @property
    def coverage30(self) -> float | None:
        return self.coverage.share(30)

    @property
    def coverage60(self) -> float | None:
        return self.coverage.share(60)

    @property
    def coverage90(self) -> float | None:
        return self.coverage.share(90)

    @property
    def a_week(self) -> Fraction | None:
        """How many there were in seven days, of those of the period that have come."""
        begin, end = self.asked.period
        days = (min(end, self.asked.today + timedelta(days=1)) - begin).days
        return Fraction(self.total * WEEK_DAYS, days) if days > 0 else None

    @property
    def answer(self) -> Answer:
        noun = "call, email or meeting" if self.total == 1 else "calls, emails and meetings"
        figure = f"{told(self.total, Look.COUNT)} {noun}"
        words = f"{told(self.a_week, Look.NUMBER)} a week."
        if self.coverage90 is None:
            return Answer(figure, f"{words} No customer is active.")
        share = told(self.coverage90, Look.RATIO)
        reached = f"{share} of active customers were reached in the last {LONGEST} days."
        return Answer(figure, f"{words} {reached}")

    @property
    def main(self) -> Table:
        return self.customer_weeks.table

    @property
    def charts(self) -> list[Chart]:
        colours = ("accent", "sky", "control")
        lines = [
            Series(column, NAMES[kind], colour)
            for column, (kind, colour) in enumerate(zip(INTERACTIONS, colours, strict=True), 1)
        ]
        return [Chart("line", self.per_week, lines, "Calls, emails and meetings per week")]

    @property
    def table(self) -> Table:
        return self.per_week

    @property
    def more(self) -> list[Table]:
        return [
            *(self.per_week, self.per_month, self.kinds),
            *(self.coverage.table, self.coverage.list),
            *(self.weekday_hours.table, self.follow_through.table),
        ]

    @cached_property
    def per_week(self) -> Table:
        columns = [Column("Week", Look.DAY), *map(Column, NAMES.values()), Column("All")]
        counts = self.interactions.counts(lambda spoken: (monday_of(spoken.day), spoken.kind))
        rows = []
        for monday, count in self.weeks:
            week = f"week.{monday}"
            kinds = [Cell(counts[monday, kind], f"{week}.{kind.value}") for kind in INTERACTIONS]
            rows.append([Cell(monday), *kinds, Cell(count, week)])
        of_kinds = [Cell(count, f"kind.{kind}") for kind, count in self.by_kind]
        foot = [Cell("All weeks", look=Look.TEXT), *of_kinds, Cell(self.total, "interactions")]
        return Table("weeks", "Interactions per week", columns, rows, foot)

    @cached_property
    def log(self) -> StatusLog:
        """How many customers were active when."""
        now: dict[str, int] = {Status.ACTIVE: self.coverage.sums["active"]}
        return StatusLog(self.asked.customers, self.asked.period, self.asked.today, now)

    @property
    def per_month(self) -> Table:
        counts = self.interactions.counts(lambda spoken: month_of(spoken.day))
        columns = [
            Column("Month", Look.TEXT),
            Column("Interactions"),
            Column("Customers active at its end"),
            Column("Per active customer", Look.NUMBER),
        ]
        rows = []
        for month in self.log.months:
            span, count = month.span, counts[month_of(month.span.begin)]
            active = Cell(month.active, f"active.{span.key}" if month.is_known else "")
            each = Fraction(count, month.active) if month.active else None
            rows.append([Cell(span.label), Cell(count, f"month.{span.key}"), active, Cell(each)])
        nothing = Cell("", look=Look.TEXT)
        foot = [Cell("All months"), Cell(self.total, "interactions"), nothing, nothing]
        return Table("months", "Interactions per month", columns, rows, foot)

    @property
    def kinds(self) -> Table:
        columns = [Column("Kind", Look.TEXT), Column("Interactions"), Column("Share", Look.RATIO)]
        rows = [
            [Cell(NAMES[Kind(kind)]), Cell(count, f"kind.{kind}"), Cell(ratio(count, self.total))]
            for kind, count in self.by_kind
        ]
        all_of_them = Cell(self.total, "interactions"), Cell(ratio(self.total, self.total))
        return Table("kinds", "Interactions by kind", columns, rows, [Cell("All"), *all_of_them])

    def behind(self, name: str, part: str) -> Rows | None:
        match name:
            case "interactions" | "week" | "month" | "kind":
                return self.interactions.behind(name, part)
            case "heat":
                return self.customer_weeks.behind(part)
            case "hour":
                return self.weekday_hours.behind(part)
            case "done" | "overdue" | "on_time":
                return self.follow_through.behind(name, part)
            case "active" if part:
                return self.active_behind(part)
        return self.coverage.behind(name, part)

    def active_behind(self, key: str) -> Rows | None:
        """Return the customers that were active when a month ended."""
        month = next((found for found in self.log.months if found.month == key), None)
        if month is None or not month.is_known:
            return None
        active = self.log.stock(Status.ACTIVE, month.span)
        return Rows(f"Customers active at the end of {month.span.label}", active, BY_VALUE)
