"""The log of statuses, month by month: how many customers of each status there were at the end,
and how many came and went.

It is read backwards: how customers stand now is known, and each change says how it was before.
"""

from collections import Counter, defaultdict
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, Min, OuterRef, Subquery

from accounts.models.status import Status, StatusChange
from reports.report.flows import FLOWS, Flow, Way
from reports.report.moments import place_in
from reports.report.period import Period, Span
from reports.report.table import ratio


class StatusMonth(NamedTuple):
    """A month, or a part of one; None stands for what has not come yet or is not known."""

    span: Span
    prospect: int | None = None
    active: int | None = None
    inactive: int | None = None
    new: int | None = None
    became_active: int | None = None
    came_back: int | None = None
    lost: int | None = None
    stepped_back: int | None = None
    # How many were active when it began.
    active_before: int = 0

    @property
    def month(self) -> str:
        return self.span.key

    @property
    def is_known(self) -> bool:
        return self.active is not None

    @property
    def churn(self) -> float | None:
        """Which part of the active customers was lost."""
        return None if self.lost is None else ratio(self.lost, self.active_before)

    @property
    def retention(self) -> float | None:
        return None if self.churn is None else 1 - self.churn


class StatusLog:
    """What the log says of some customers in a period; `now` is how many have each status."""

    def __init__(self, customers: Any, period: Period, today: date, now: dict[str, int]) -> None:
        self.customers, self.period, self.today, self.now = customers, period, today, now

    @property
    def rows(self) -> Any:
        """The changes since the period began."""
        rows = StatusChange.objects.filter(customer__in=self.customers.values("pk"))
        return rows.filter(at__gte=self.period.moments[0])

    @cached_property
    def found(self) -> list[tuple[int, str, str, int, datetime]]:
        """How often each change happened in each month and, in the last place, since; and when it
        first did."""
        after = Span(self.period.end, self.period.end)
        places = self.rows.annotate(place=place_in([*self.period.months, after], "at"))
        groups = places.order_by().values_list("place", "old", "new")
        return list(groups.annotate(number=Count("pk"), first=Min("at")))

    @cached_property
    def first(self) -> datetime | None:
        """When the log begins, if it does in the period."""
        if not self.found or self.is_older:
            return None
        return min(first for *_, first in self.found)

    @cached_property
    def is_older(self) -> bool:
        """Whether the log knows what was before the period."""
        return self.customers.filter(status_changes__at__lt=self.period.moments[0]).exists()

    @cached_property
    def changes(self) -> dict[int, dict[Way, int]]:
        """How often each change happened, by the place of the month."""
        changes: dict[int, dict[Way, int]] = defaultdict(dict)
        for place, old, new, number, _ in self.found:
            changes[place][old, new] = number
        return changes

    @cached_property
    def months(self) -> list[StatusMonth]:
        """The months of the period, in their order."""
        stock, spans = Counter(self.now), self.period.months
        undo(self.changes[len(spans)], stock)
        months = []
        for place, span in reversed(list(enumerate(spans))):
            end = stock.copy()
            undo(self.changes[place], stock)
            months.append(self.month(span, end, stock, self.changes[place]))
        return months[::-1]

    def month(
        self, span: Span, end: Counter[str], begin: Counter[str], changes: dict[Way, int]
    ) -> StatusMonth:
        """Return a month by the stock at its end and its beginning and the changes between."""
        if span.begin > self.today:
            return StatusMonth(span)
        flows = {
            name: sum(changes.get(way, 0) for way in flow.ways) for name, flow in FLOWS.items()
        }
        stock = {status.value: end[status] for status in Status} if self.knows(span) else {}
        return StatusMonth(span, **stock, **flows, active_before=begin[Status.ACTIVE])

    def knows(self, span: Span) -> bool:
        """Whether the log had begun when a span ended."""
        if self.is_older:
            return True
        return self.first is not None and self.first < span.moments[1]

    def flow(self, flow: Flow, span: Span) -> Any:
        """The changes of a flow in a span of the period."""
        begin, end = span.moments
        return self.rows.filter(flow.is_it, at__gte=begin, at__lt=end)

    def stock(self, status: str, span: Span) -> Any:
        """The customers that had a status when a span ended: their last change before says so."""
        before = StatusChange.objects.filter(customer=OuterRef("pk"), at__lt=span.moments[1])
        last = before.order_by("-at", "-pk").values("new")[:1]
        return self.customers.annotate(status_then=Subquery(last)).filter(status_then=status)


def undo(changes: dict[Way, int], stock: Counter[str]) -> None:
    """Take changes of statuses back."""
    for (old, new), number in changes.items():
        stock[new] -= number
        stock[old] += number
