"""Open deals, counted once for all that is told of them: by stage and by expected close."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When

from deals.models import Stage
from deals.money import to_minor


class Counted(NamedTuple):
    """How many open deals stand in a stage and meet a condition, and their value."""

    stage: int
    condition: int
    deals: int
    value: Decimal


class OpenDeals:
    """The open ones of these deals, and which of some conditions on their expected close each meets
    first; all of them meet one."""

    def __init__(self, deals: Any, conditions: Sequence[Q]) -> None:
        self.deals, self.conditions = deals.open(), conditions

    @cached_property
    def stages(self) -> list[Stage]:
        """All open stages, the default pipeline's first; some may be out of use."""
        stages = Stage.objects.open().select_related("pipeline")
        return list(stages.order_by("pipeline", "position", "pk"))

    @cached_property
    def counted(self) -> list[Counted]:
        numbered = [When(each, then=Value(place)) for place, each in enumerate(self.conditions)]
        close = Case(*numbered, output_field=IntegerField())
        rows = self.deals.order_by().annotate(close=close).values("stage", "close")
        sums: Any = rows.annotate(number=Count("pk"), sum=Sum("value", default=Decimal(0)))
        return [Counted(*row) for row in sums.values_list("stage", "close", "number", "sum")]

    @cached_property
    def by_stage(self) -> dict[int, int]:
        """How many stand in each stage."""
        return {
            stage.pk: sum(row.deals for row in self.counted if row.stage == stage.pk)
            for stage in self.stages
        }

    def percents_of(self, row: Counted) -> int:
        """Return minor units times percent: the value at the chance of the stage, to be divided."""
        return to_minor(row.value) * self.chances[row.stage]

    @cached_property
    def chances(self) -> dict[int, int]:
        return {stage.pk: stage.probability for stage in self.stages}
