"""How the deals of one customer went: won, lost, how long they took, how long they stood where."""

from collections import defaultdict
from fractions import Fraction
from functools import cached_property
from statistics import median
from typing import NamedTuple

from accounts.models import Customer
from deals.models import Deal, Move
from deals.models.move import whole_seconds
from deals.models.pipeline import Outcome
from deals.templatetags.deals import deals_of
from reports.report.moments import DAY_SECONDS
from reports.report.table import ratio
from reports.report.wilson import Interval, wilson


class InStage(NamedTuple):
    """A stage, how many stays in it ended, and how many days they took, as their median."""

    stage: str
    stays: int
    days: Fraction


class CustomerHistory:
    """The closed deals of a customer, and the stages that its deals have left."""

    def __init__(self, customer: Customer) -> None:
        self.customer, self.deals = customer, deals_of(customer)

    def ended(self, outcome: Outcome) -> list[Deal]:
        return [deal for deal in self.deals if deal.outcome == outcome]

    @cached_property
    def won(self) -> list[Deal]:
        return self.ended(Outcome.WON)

    @cached_property
    def lost(self) -> list[Deal]:
        return self.ended(Outcome.LOST)

    @property
    def closed(self) -> int:
        return len(self.won) + len(self.lost)

    @property
    def win_rate(self) -> float | None:
        return ratio(len(self.won), self.closed)

    @property
    def interval(self) -> Interval | None:
        return wilson(len(self.won), self.closed)

    @property
    def days_to_win(self) -> Fraction | None:
        """The median of the days between creation and close."""
        seconds = [
            whole_seconds(deal.created_at, deal.closed_at) for deal in self.won if deal.closed_at
        ]
        return in_days(seconds) if seconds else None

    @cached_property
    def stages(self) -> list[InStage]:
        """The open stages in their order, with the stays in them that ended."""
        moves = Move.objects.filter(customer=self.customer, from_stage__outcome=Outcome.OPEN)
        moves = moves.order_by("from_stage__pipeline", "from_stage__position", "from_stage_id")
        stood: dict[tuple[int, str], list[int]] = defaultdict(list)
        counted = {deal.pk for deal in self.deals}
        columns = ("from_stage", "from_stage__name", "deal", "stood")
        for stage, name, deal, seconds in moves.values_list(*columns):
            if deal in counted:
                stood[stage, name].append(seconds or 0)
        return [InStage(name, len(each), in_days(each)) for (_, name), each in stood.items()]


def in_days(seconds: list[int]) -> Fraction:
    """Return the median of these seconds as days."""
    return median(Fraction(each, DAY_SECONDS) for each in seconds)
