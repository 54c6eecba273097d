"""Coverage: which active customers we reached lately, and which not."""

from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, Sum

from accounts.models.status import Status
from accounts.paging import Page
from activities.models.finding import beginning_of
from reports.report.asked import Asked
from reports.report.rows import BY_VALUE, Rows
from reports.report.table import Cell, Column, Look, Table, ratio

SPANS = (30, 60, 90)
LONGEST = SPANS[-1]
VALUE = "standing__lifetime_value"


class Coverage:
    """The active customers, by the day on which we last spoke with them."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @property
    def active(self) -> Any:
        """The active customers, in no order: an index by their status finds them."""
        return self.asked.customers.filter(status=Status.ACTIVE)

    @property
    def by_value(self) -> Any:
        """The same, to be sorted by their value: SQLite would first find them all by the status."""
        others = [status for status in Status if status != Status.ACTIVE]
        return self.asked.customers.exclude(status__in=others)

    def reached(self, days: int) -> Any:
        return self.by_value.filter(self.is_reached(days))

    def unreached(self, days: int) -> Any:
        return self.by_value.filter(self.is_unreached(days))

    def is_reached(self, days: int) -> Q:
        """Say that we spoke on one of the last days, today being the last."""
        first = self.asked.today - timedelta(days=days - 1)
        return Q(standing__contact_key__gte=beginning_of(first))

    def is_unreached(self, days: int) -> Q:
        first = self.asked.today - timedelta(days=days - 1)
        return Q(standing__contact_key__lt=beginning_of(first))

    @cached_property
    def sums(self) -> dict[str, Any]:
        """How many were reached, and what those are worth who were not for longest."""
        reached = {f"reached{days}": Count("pk", filter=self.is_reached(days)) for days in SPANS}
        lost = Sum(VALUE, filter=self.is_unreached(LONGEST), default=Decimal(0))
        return self.active.aggregate(active=Count("pk"), value=lost, **reached)

    def share(self, days: int) -> float | None:
        """Return the part of the active customers that was reached."""
        return ratio(self.sums[f"reached{days}"], self.sums["active"])

    @property
    def table(self) -> Table:
        """Who was reached and who was not, for each span of days."""
        columns = [
            Column("In the last", Look.TEXT),
            Column("Reached"),
            Column("Share of active customers", Look.RATIO),
            Column("Not reached"),
        ]
        active = self.sums["active"]
        rows = []
        for days in SPANS:
            reached = self.sums[f"reached{days}"]
            rows.append(
                [
                    Cell(f"{days} days"),
                    Cell(reached, f"reached.{days}"),
                    Cell(self.share(days)),
                    Cell(active - reached, f"unreached.{days}"),
                ]
            )
        foot = [Cell("Active customers"), Cell(active, "active")]
        return Table("coverage", "Active customers reached", columns, rows, foot)

    @property
    def list(self) -> Table:
        """The most valuable of those who were not reached for longest; a link leads to all."""
        columns = [
            Column("Customer", Look.TEXT),
            Column("Owner", Look.TEXT),
            Column("Last contact", Look.DAY),
            Column("Lifetime value", Look.MONEY),
        ]
        found = self.unreached(LONGEST).select_related("owner", "standing")
        rows = [
            [
                Cell(str(customer), href=customer.get_absolute_url()),
                Cell(str(customer.owner or "Nobody")),
                Cell(customer.standing.last_contact_at),
                Cell(customer.standing.lifetime_value),
            ]
            for customer in Page(found, BY_VALUE)
        ]
        figure = f"unreached.{LONGEST}"
        count = self.sums["active"] - self.sums[f"reached{LONGEST}"]
        foot = [
            Cell("All of them"),
            Cell(count, figure, look=Look.COUNT, note="customers"),
            Cell("", look=Look.TEXT),
            Cell(self.sums["value"], figure),
        ]
        title = f"Active customers not reached in {LONGEST} days"
        return Table("unreached", title, columns, rows, foot)

    def behind(self, name: str, part: str) -> Rows | None:
        days = next((days for days in SPANS if str(days) == part), None)
        match name, days:
            case "active", None if not part:
                return Rows("Active customers", self.by_value, BY_VALUE, VALUE)
            case "reached", int():
                title = f"Active customers reached in {days} days"
                return Rows(title, self.reached(days), BY_VALUE, VALUE)
            case "unreached", int():
                title = f"Active customers not reached in {days} days"
                return Rows(title, self.unreached(days), BY_VALUE, VALUE)
        return None
