"""What became of deals in a time and its months: created, won and lost."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, Q, Sum, Value, When

from deals.models.pipeline import Outcome
from reports.report.durations import ALL, Durations
from reports.report.medians import MEDIAN, QUARTILES
from reports.report.moments import DAY_SECONDS, place_in, seconds_between
from reports.report.period import Period, Span
from reports.report.table import ratio
from reports.report.wilson import Interval, wilson

NOTHING = Decimal(0)
SUMS = ("created", "created_value", "won", "won_value", "lost", "lost_value", "without_value")


@dataclass
class Flow:
    """The deals of some days; `without_value` counts the closed ones that have none. `cycle` is how
    many days won deals took: of a quarter, the median, of three quarters."""

    span: Span
    created: int = 0
    created_value: Decimal = NOTHING
    won: int = 0
    won_value: Decimal = NOTHING
    lost: int = 0
    lost_value: Decimal = NOTHING
    without_value: int = 0
    cycle: list[Fraction | None] = field(default_factory=lambda: [None, None, None])

    @property
    def closed(self) -> int:
        return self.won + self.lost

    @property
    def win_rate(self) -> float | None:
        return ratio(self.won, self.closed)

    @property
    def value_rate(self) -> float | None:
        """How much of the closed value was won."""
        return ratio(self.won_value, self.won_value + self.lost_value)

    @property
    def interval(self) -> Interval | None:
        """Where the win rate really is, if few deals were closed."""
        return wilson(self.won, self.closed)

    @property
    def days_to_win(self) -> Fraction | None:
        return self.cycle[QUARTILES.index(MEDIAN)]


class DealMonth(Flow):
    """The deals of a month."""

    @property
    def month(self) -> str:
        return self.span.key


class DealFlow:
    """The flow of these deals in a period, month by month."""

    def __init__(self, deals: Any, period: Period) -> None:
        self.deals, self.spans = deals, period.months
        self.span = Span(*period, label=str(period))

    def created_in(self, span: Span) -> Any:
        begin, end = span.moments
        return self.deals.filter(created_at__gte=begin, created_at__lt=end)

    def closed_in(self, span: Span) -> Any:
        closed = self.deals.filter(outcome__in=(Outcome.WON, Outcome.LOST))
        return closed.closed_between(*span.moments)

    @cached_property
    def months(self) -> list[DealMonth]:
        months = [DealMonth(span) for span in self.spans]
        created = self.created_in(self.span).order_by()
        created = created.annotate(group=place_in(self.spans, "created_at")).values("group")
        for row in created.annotate(count=Count("pk"), sum=Sum("value", default=NOTHING)):
            month = months[row["group"]]
            month.created, month.created_value = row["count"], row["sum"]
        for row in self.closings:
            add(months[row["group"]], row)
        for number, month in enumerate(months):
            month.cycle[QUARTILES.index(MEDIAN)] = self.cycles[number][0]
        return months

    @cached_property
    def whole(self) -> Flow:
        """All months together."""
        whole = Flow(self.span, cycle=self.cycles[ALL])
        for name in SUMS:
            total = sum((getattr(month, name) for month in self.months), getattr(whole, name))
            setattr(whole, name, total)
        return whole

    @cached_property
    def timed(self) -> Any:
        """The closed deals with their month; won ones with how long they took."""
        is_won, seconds = Q(outcome=Outcome.WON), seconds_between("created_at", "closed_at")
        return (
            self.closed_in(self.span)
            .order_by()
            .annotate(
                group=place_in(self.spans, "closed_at"),
                seconds=seconds,
                days=Case(When(is_won, then=seconds / DAY_SECONDS), default=Value(0)),
            )
        )

    @cached_property
    def closings(self) -> list[dict[str, Any]]:
        """The closed deals, counted by month, outcome and days."""
        counted = self.timed.values("group", "outcome", "days").annotate(
            count=Count("pk"),
            sum=Sum("value", default=NOTHING),
            without_value=Count("pk", filter=Q(value=None)),
        )
        return list(counted)

    @cached_property
    def cycles(self) -> dict[Hashable, list[Fraction | None]]:
        """How many days won deals took: of each month the median, of all the quartiles too."""
        won = (row for row in self.closings if row["outcome"] == Outcome.WON)
        counts = ((row["group"], row["days"], row["count"]) for row in won)
        durations = Durations(self.timed.filter(outcome=Outcome.WON), counts)
        wanted: dict[Hashable, Sequence[Fraction]] = {ALL: QUARTILES}
        for number in range(len(self.spans)):
            wanted[number] = (MEDIAN,)
        return durations.percentiles(wanted)


def add(flow: Flow, row: dict[str, Any]) -> None:
    """Add counted closings to the flow of their month."""
    flow.without_value += row["without_value"]
    if row["outcome"] == Outcome.WON:
        flow.won += row["count"]
        flow.won_value += row["sum"]
    else:
        flow.lost += row["count"]
        flow.lost_value += row["sum"]
