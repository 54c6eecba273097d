"""Follow-through: whether what was due was done, and by its day."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, Q, When

from activities.models.finding import beginning_of
from reports.report.asked import Asked
from reports.report.moments import DAY_SECONDS, at_midnight, by_the_clock, number_of
from reports.report.rows import FIRST_DUE, LAST_DONE, Rows
from reports.report.table import Cell, Column, Look, Table, ratio

IN_TIME = Q(done_day__lte=F("due_day"))


class FollowThrough:
    """Activities, tasks too, whose day in the period has come: done, or overdue."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @property
    def tomorrow(self) -> date:
        return self.asked.today + timedelta(days=1)

    @property
    def due(self) -> Any:
        """What was due, with the number of its day, and of the one on which it was done."""
        begin, end = self.asked.period
        due = self.asked.activities.due_from(begin).due_before(min(end, self.tomorrow))
        moments = beginning_of(begin), beginning_of(self.tomorrow)
        due_second = Case(
            When(due_on__isnull=False, then=at_midnight("due_on")),
            default=by_the_clock("due_at", *moments),
        )
        return due.annotate(
            due_day=due_second / DAY_SECONDS,
            done_day=by_the_clock("completed_at", *moments) / DAY_SECONDS,
        )

    @property
    def done(self) -> Any:
        return self.due.done()

    @property
    def on_time(self) -> Any:
        return self.done.filter(IN_TIME)

    @property
    def overdue(self) -> Any:
        return self.due.filter(self.is_overdue)

    @property
    def is_overdue(self) -> Q:
        return Q(completed_at=None, due_day__lt=number_of(self.asked.today))

    @cached_property
    def sums(self) -> dict[str, int]:
        return self.due.aggregate(
            done=Count("pk", filter=Q(completed_at__isnull=False)),
            on_time=Count("pk", filter=IN_TIME),
            overdue=Count("pk", filter=self.is_overdue),
        )

    @property
    def rate(self) -> float | None:
        """How much of what was due was done."""
        return ratio(self.sums["done"], self.sums["done"] + self.sums["overdue"])

    @property
    def on_time_rate(self) -> float | None:
        """How much of what was done was done by its day."""
        return ratio(self.sums["on_time"], self.sums["done"])

    @property
    def table(self) -> Table:
        columns = [Column("Due in the period", Look.TEXT), Column("Activities")]
        rows = [
            [Cell("Done"), Cell(self.sums["done"], "done")],
            [Cell("Overdue"), Cell(self.sums["overdue"], "overdue")],
            [Cell("Follow-through"), Cell(self.rate, look=Look.RATIO)],
            [Cell("Done on time"), Cell(self.sums["on_time"], "on_time")],
            [Cell("On time, of what was done"), Cell(self.on_time_rate, look=Look.RATIO)],
        ]
        return Table("follow-through", "Follow-through", columns, rows)

    def behind(self, name: str, part: str) -> Rows | None:
        match name, part:
            case "done", "":
                return Rows("Due and done", self.done, LAST_DONE)
            case "on_time", "":
                return Rows("Done on time", self.on_time, LAST_DONE)
            case "overdue", "":
                return Rows("Overdue", self.overdue, FIRST_DUE)
        return None
