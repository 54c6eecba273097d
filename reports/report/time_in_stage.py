"""How long deals stand in the open stages, from the moves that end their stays."""

from collections.abc import Hashable
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q

from deals.models import Deal, Move, Stage
from reports.report.asked import Asked
from reports.report.durations import ALL, Durations
from reports.report.medians import MEDIAN
from reports.report.moments import DAY_SECONDS
from reports.report.open_deals import OpenDeals
from reports.report.table import Cell, Column, Look, Table


class Stays(Durations):
    """Stays in stages: an index holds how long those of a stage were, in order."""

    def near(self, wanted: set[tuple[Hashable, int]]) -> Q:
        found = Q(pk__in=())
        for stage, days in sorted(wanted, key=str):
            begin = days * DAY_SECONDS
            within = Q(stood__gte=begin, stood__lt=begin + DAY_SECONDS)
            found |= within if stage == ALL else within & Q(from_stage=stage)
        return found


class TimeInStage:
    """The stays that ended in the period, and the open deals, by stage."""

    def __init__(self, asked: Asked, open_deals: OpenDeals) -> None:
        self.asked, self.open = asked, open_deals

    @cached_property
    def moves(self) -> Any:
        """The moves out of open stages in the period, of deals that count."""
        begin, end = self.asked.period.moments
        moves = Move.objects.filter(
            from_stage__in=[stage.pk for stage in self.open.stages], at__gte=begin, at__lt=end
        )
        moves = moves.exclude(deal__in=Deal.objects.archived().order_by().values("pk"))
        return self.asked.owned(self.asked.with_standing_customers(moves), "deal__owner")

    @cached_property
    def stays(self) -> Stays:
        days = {"group": F("from_stage"), "seconds": F("stood"), "days": F("stood") / DAY_SECONDS}
        rows = self.moves.order_by().annotate(**days)
        counts = rows.values("group", "days").annotate(count=Count("pk"))
        return Stays(rows, counts.values_list("group", "days", "count"))

    @cached_property
    def medians(self) -> dict[Hashable, Fraction | None]:
        found = self.stays.percentiles({stage.pk: (MEDIAN,) for stage in self.open.stages})
        return {stage: median for stage, (median,) in found.items()}

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages in use, and those out of use which deals left in the period."""
        return [
            stage
            for stage in self.open.stages
            if stage.retired_at is None or self.stays.count(stage.pk)
        ]

    def name(self, stage: Stage) -> str:
        """Return what a stage is called, with its pipeline where there are several."""
        several = len({stage.pipeline_id for stage in self.stages}) > 1
        return f"{stage.pipeline}: {stage}" if several else str(stage)

    @property
    def table(self) -> Table:
        columns = [
            Column("Stage", Look.TEXT),
            Column("Stays ended"),
            Column("Median days", Look.DAYS),
            Column("There now"),
        ]
        rows = [
            [
                Cell(self.name(stage)),
                Cell(self.stays.count(stage.pk), f"stage.{stage.pk}"),
                Cell(self.medians[stage.pk]),
                Cell(self.open.by_stage[stage.pk], f"standing.{stage.pk}"),
            ]
            for stage in self.stages
        ]
        foot = [
            Cell("All stages"),
            Cell(self.stays.count(), "stage"),
            Cell("", look=Look.TEXT),
            Cell(sum(self.open.by_stage.values()), "standing"),
        ]
        return Table("stages", "Time in stage", columns, rows, foot)

    def stage_of(self, part: str) -> Stage | None:
        return next((stage for stage in self.open.stages if str(stage.pk) == part), None)
