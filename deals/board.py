"""The board: the open deals of a pipeline in lanes, one for each stage, the largest first."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from accounts.paging import Order, Page, ids_of
from deals.models import Deal, Pipeline, Stage
from deals.models.finding import DealQuerySet, is_stalled
from deals.models.pipeline import Outcome
from deals.money import to_minor, weighted

LARGEST_FIRST = Order(("value_key",), descending=True)
SHOWN = ("customer", "owner")
NOTHING = Decimal(0)


def deals_in(deals: DealQuerySet, stage: Stage) -> DealQuerySet:
    return deals.open().filter(stage=stage).select_related(*SHOWN)


@dataclass
class Lane:
    """A stage, and what the deals in it come to; on a board with a page of them."""

    stage: Stage
    count: int = 0
    stalled: int = 0
    value: Decimal = NOTHING
    # How many of them are to be closed in the month of today, and their value.
    closing: int = 0
    closing_value: Decimal = NOTHING
    scale: Decimal = NOTHING  # the value of the lane with the longest bar
    page: Page = field(init=False)

    @property
    def percents(self) -> int:
        """The value in minor units times the stage's chance in percent."""
        return to_minor(self.value) * self.stage.probability

    @property
    def weighted(self) -> Decimal:
        return weighted(self.percents)

    @property
    def length(self) -> str:
        """How long the bar is, in hundredths of the longest one."""
        return f"{100 * self.value / self.scale:.1f}" if self.scale else "0"

    @property
    def weighted_length(self) -> str:
        return f"{100 * self.weighted / self.scale:.1f}" if self.scale else "0"


class Totals:
    """What the open deals among these come to, in each of a pipeline's stages and together."""

    def __init__(self, deals: DealQuerySet, stages: Iterable[Stage], today: date) -> None:
        open_stages = [stage for stage in stages if stage.outcome == Outcome.OPEN]
        totals = totals_of(deals, open_stages, today)
        self.lanes = [Lane(stage, *totals.get(stage.pk, ())) for stage in open_stages]
        for lane in self.lanes:
            lane.scale = max(other.value for other in self.lanes)

    @property
    def count(self) -> int:
        return sum(lane.count for lane in self.lanes)

    @property
    def stalled(self) -> int:
        return sum(lane.stalled for lane in self.lanes)

    @property
    def value(self) -> Decimal:
        return sum((lane.value for lane in self.lanes), NOTHING)

    @property
    def weighted(self) -> Decimal:
        return weighted(sum(lane.percents for lane in self.lanes))

    @property
    def closing(self) -> int:
        return sum(lane.closing for lane in self.lanes)

    @property
    def closing_value(self) -> Decimal:
        return sum((lane.closing_value for lane in self.lanes), NOTHING)


class Board(Totals):
    """The open deals among these, in the lanes of a pipeline, and what they come to together."""

    def __init__(self, deals: DealQuerySet, pipeline: Pipeline, today: date) -> None:
        self.pipeline = pipeline
        self.stages = list(pipeline.stages.standing())
        super().__init__(deals, self.stages, today)
        for lane in self.lanes:
            lane.page = Page(deals_in(deals, lane.stage), LARGEST_FIRST)
        fill(self.lanes)

    @property
    def deals(self) -> list[Deal]:
        """All deals that have a card."""
        return [deal for lane in self.lanes for deal in lane.page]


@dataclass
class Closed:
    """How many deals were closed with one outcome, and their value."""

    count: int = 0
    value: Decimal = NOTHING

    @classmethod
    def in_month_of(cls, today: date, deals: DealQuerySet) -> dict[str, "Closed"]:
        """Return what was won and lost in the month of this day, in the reader's time zone."""
        first, last = month_of(today)
        begin, end = (
            timezone.make_aware(datetime.combine(day, time()))
            for day in (first, last + timedelta(days=1))
        )
        rows = deals.closed_between(begin, end).order_by().values("outcome")
        sums = rows.annotate(number=Count("pk"), sum=Sum("value"))
        found = {row["outcome"]: cls(row["number"], row["sum"] or NOTHING) for row in sums}
        return {"won": cls(), "lost": cls()} | found


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of a day."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def totals_of(
    deals: DealQuerySet, stages: list[Stage], today: date
) -> dict[int, tuple[int, int, Decimal, int, Decimal]]:
    """Return for each stage how many deals stand there, how many are stalled, their value, how many
    of them are to be closed this month, and the value of these."""
    closing = Q(expected_close__range=month_of(today))
    rows = (
        deals.open()
        .filter(stage__in=stages)
        .order_by()
        .values("stage")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=is_stalled(today, stages)),
            sum=Sum("value"),
            closing=Count("pk", filter=closing),
            closing_sum=Sum("value", filter=closing),
        )
        .values_list("stage", "number", "late", "sum", "closing", "closing_sum")
    )
    return {
        stage: (number, late, sum_ or NOTHING, closing, closing_sum or NOTHING)
        for stage, number, late, sum_, closing, closing_sum in rows
    }


def fill(lanes: list[Lane]) -> None:
    """Load the deals of all lanes by one statement."""
    ids = ids_of([lane.page.window for lane in lanes])
    found = LARGEST_FIRST.sort(Deal.objects.filter(pk__in=ids).select_related(*SHOWN))
    in_lane: dict[int, list[Deal]] = {}
    for deal in found:
        in_lane.setdefault(deal.stage_id, []).append(deal)
    for lane in lanes:
        lane.page.found = in_lane.get(lane.stage.pk, [])
        for deal in lane.page.found:
            deal.stage = lane.stage
