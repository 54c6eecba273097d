"""A deal's way through its pipeline: the stages, and the days that it spent in each."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone

from deals.models import Deal, Stage
from deals.models.pipeline import Outcome


@dataclass
class Step:
    """An open stage of a deal's pipeline, as the deal sees it."""

    stage: Stage
    days: int | None  # None where the deal never stood
    is_here: bool
    is_past: bool


def steps_of(deal: Deal, today: date) -> list[Step]:
    """Return the stages between the first talk and the decision, in their order."""
    days = days_spent(deal, today)
    stages = deal.stage.pipeline.stages.standing().open()
    return [
        Step(
            stage=stage,
            days=days.get(stage.pk),
            is_here=stage.pk == deal.stage_id,
            is_past=stage.pk != deal.stage_id and stage.position < deal.stage.position,
        )
        for stage in stages
    ]


def days_spent(deal: Deal, today: date) -> dict[int, int]:
    """Return for each stage that the deal stood in how many days, in the reader's time zone."""
    moves = [(move.to_stage_id, local_day(move.at)) for move in deal.moves.all()]
    end = today if deal.outcome == Outcome.OPEN else moves[-1][1]
    days: dict[int, int] = {}
    for (stage, entered), (_, left) in pairwise([*moves, (0, end)]):
        days[stage] = days.get(stage, 0) + max((left - entered).days, 0)
    return days


def local_day(moment) -> date:
    return timezone.localtime(moment).date()
