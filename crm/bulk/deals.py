"""Bulk deals, with the moves and the history that they would have had."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.history import Action, text_of
from accounts.models import Customer, User
from crm.bulk import history
from crm.bulk.table import insert, insert_records, moment
from deals.models import Deal, Move, Pipeline, Stage
from deals.models.move import whole_seconds
from deals.models.pipeline import Outcome

NAMES = ("Renewal", "First order", "Expansion", "Pilot", "Service contract", "Upgrade", "Training")
REASONS = ("Too dear", "No budget this year", "Chose another supplier", "Nobody decided")
# How many deals a customer has, and how many customers in a hundred have so many.
NUMBERS = {0: 18, 1: 22, 2: 20, 3: 14, 5: 12, 8: 9, 14: 5}
# How deals ended, and how many in a hundred.
ENDS = {Outcome.WON: 52, Outcome.LOST: 30, Outcome.OPEN: 18}
MOVE = ("deal_id", "customer_id", "at", "by_id", "from_stage_id", "to_stage_id", "stood")


@dataclass
class Way:
    """A deal and the stages that it went through."""

    deal: Deal
    steps: list[tuple[datetime, Stage]]


class Sales:
    """Invents deals in the default pipeline, the same ones for the same chance."""

    def __init__(self, by: User, today: datetime, chance: Random) -> None:
        self.by, self.today, self.chance = by, today, chance
        stages = list(Pipeline.objects.default().stages.standing())
        self.open = [stage for stage in stages if stage.outcome == Outcome.OPEN]
        self.closed = {stage.outcome: stage for stage in stages if stage.outcome != Outcome.OPEN}

    def store(self, customers: list[Customer]) -> list[Deal]:
        """Give these customers their deals."""
        ways = [way for customer in customers for way in self.ways(customer)]
        deals = [way.deal for way in ways]
        insert_records(deals)
        insert(Move, MOVE, [row for way in ways for row in self.moves(way)])
        history.store(row for way in ways for row in self.told(way))
        return deals

    def ways(self, customer: Customer) -> Iterator[Way]:
        for _ in range(self.chance.choices(list(NUMBERS), weights=list(NUMBERS.values()))[0]):
            yield self.way(customer)

    def way(self, customer: Customer) -> Way:
        """Invent a deal that began after its customer and went some stages far."""
        chance = self.chance
        begun = customer.created_at + (self.today - customer.created_at) * chance.random()
        end = chance.choices(list(ENDS), weights=list(ENDS.values()))[0]
        stages = self.open[: chance.randint(1, len(self.open))]
        if end in self.closed:
            stages = [*stages, self.closed[end]]
        at, steps = begun, []
        for stage in stages:
            steps.append((at, stage))
            at = min(at + timedelta(days=chance.expovariate(1 / 12)), self.today)
        deal = Deal(
            customer=customer,
            name=chance.choice(NAMES),
            value=Decimal(int(chance.lognormvariate(9, 1.2))) if chance.random() < 0.95 else None,
            owner=customer.owner,
            expected_close=(begun + timedelta(days=chance.randint(10, 120))).date(),
            lost_reason=chance.choice(REASONS) if end == Outcome.LOST else "",
            created_at=begun,
            updated_at=steps[-1][0],
            version=len(steps),
        )
        deal.enter(steps[-1][1], at=steps[-1][0])
        deal.derive()
        return Way(deal, steps)

    def moves(self, way: Way) -> Iterator[tuple]:
        """Yield a deal's moves, in the order of MOVE."""
        before = since = None
        for at, stage in way.steps:
            yield (
                *(way.deal.pk, way.deal.customer_id, moment(at), self.by.pk),
                *(before and before.pk, stage.pk, since and whole_seconds(since, at)),
            )
            before, since = stage, at

    def told(self, way: Way) -> Iterator[tuple]:
        """Yield a deal's history, in history's order."""
        deal, (_, first) = way.deal, way.steps[0]
        said = {
            "customer": deal.customer.name,
            "name": deal.name,
            "value": text_of(deal.value and deal.value.quantize(Decimal("0.01"))),
            "stage": first.name,
            "expected_close": text_of(deal.expected_close),
            "owner": text_of(deal.owner),
        }
        for name, value in said.items():
            if value is not None:
                yield self._change(deal, way.steps[0][0], 1, name, None, value)
        for version, ((_, old), (at, new)) in enumerate(
            zip(way.steps, way.steps[1:], strict=False), start=2
        ):
            yield self._change(deal, at, version, "stage", old.name, new.name)
            if new.outcome == Outcome.LOST:
                yield self._change(deal, at, version, "lost_reason", None, deal.lost_reason)

    def _change(self, deal: Deal, at: datetime, version: int, *said: str | None) -> tuple:
        action = Action.CREATED if version == 1 else Action.CHANGED
        return (
            *(moment(at), self.by.pk, "command", action.value, "deal", deal.pk),
            *(deal.customer_id, version, *said),
        )
