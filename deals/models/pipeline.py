"""Pipelines and their stages: the way of a deal from the first talk to won or lost."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.acts import act
from accounts.constraints import OnOneField
from accounts.history import Change, Recorded
from accounts.text import LineField


class Outcome(models.TextChoices):
    OPEN = "open", "Open"
    WON = "won", "Won"
    LOST = "lost", "Lost"


class PipelineQuerySet(models.QuerySet["Pipeline"]):
    def default(self) -> "Pipeline":
        """Return the pipeline in which deals begin unless somebody says otherwise."""
        return self.get(is_default=True)


class Pipeline(Recorded):
    """A way of selling. One of them is the default."""

    name = LineField(max_length=100, unique=True)
    is_default = models.BooleanField("default", default=False, editable=False)

    objects = PipelineQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", "name", "id"]
        constraints = [
            OnOneField(condition=~models.Q(name=""), name="pipeline_name_not_blank"),
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="pipeline_one_default",
                violation_error_message="There is a default pipeline already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_stage(self) -> "Stage":
        return self.stages.standing().open()[0]

    def stage_for(self, outcome: str) -> "Stage":
        """Return the stage in which won, or lost, deals of this pipeline stand."""
        return self.stages.get(outcome=outcome)

    @act()
    def make_default(self, *, by) -> None:
        """Let deals begin here from now on."""
        # All are locked: of two at once, the second must find the default that the first one made.
        for other in Pipeline.objects.select_for_update().order_by("pk"):
            if other.is_default and other.pk != self.pk:
                other.is_default = False
                other.write(by=by, fields=["is_default"])
        self.is_default = True
        self.write(by=by, fields=["is_default"])

    @act()
    def write(self, *, by, **how) -> list[Change]:
        """Store the pipeline; a new one gets a first, a won and a lost stage."""
        is_new = self._state.adding
        changes = super().write(by=by, **how)
        if is_new:
            Stage(pipeline=self, name="New", position=1, probability=20).write(by=by)
            Stage(
                pipeline=self, name="Won", position=98, probability=100, outcome=Outcome.WON
            ).write(by=by)
            Stage(
                pipeline=self, name="Lost", position=99, probability=0, outcome=Outcome.LOST
            ).write(by=by)
        return changes


class StageQuerySet(models.QuerySet["Stage"]):
    def standing(self):
        """Keep the stages that deals can be moved to."""
        return self.filter(retired_at=None)

    def open(self):
        """Keep the stages between the first talk and the decision."""
        return self.filter(outcome=Outcome.OPEN)


class Stage(Recorded):
    """A step of a pipeline. Its outcome is said once and for all."""

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    name = LineField(max_length=100)
    position = models.PositiveSmallIntegerField(help_text="Stages stand in this order.")
    probability = models.PositiveSmallIntegerField(
        "chance in percent", help_text="How many of a hundred deals in this stage are won."
    )
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN, editable=False)
    stalled_after = models.PositiveSmallIntegerField(
        "stalled after days",
        null=True,
        blank=True,
        help_text="A deal that stays longer is shown as stuck. Empty: never.",
    )
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["pipeline_id", "position", "id"]
        constraints = [
            OnOneField(condition=~models.Q(name=""), name="stage_name_not_blank"),
            OnOneField(
                condition=models.Q(probability__gte=0, probability__lte=100),
                name="stage_probability",
            ),
            OnOneField(condition=models.Q(outcome__in=Outcome.values), name="stage_outcome"),
            models.UniqueConstraint(
                fields=["pipeline", "outcome"],
                condition=~models.Q(outcome=Outcome.OPEN),
                name="stage_one_won_one_lost",
                violation_error_message="This pipeline has such a stage already.",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.OPEN) | models.Q(retired_at=None),
                name="stage_closed_ones_stay",
                violation_error_message="A pipeline keeps its won and its lost stage.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def concerned_customers(self, changes: list[Change]) -> Iterable[int]:
        """A limit concerns those whose deals it lets stall."""
        if not any(change.field == "stalled_after" for change in changes):
            return []
        return self.deals.values_list("customer", flat=True).distinct()

    def stalled_before(self, today: date) -> datetime | None:
        """Return the moment before which a deal that is stalled today entered this stage.

        It is stalled from the day on which it has been here for the stage's limit in days,
        counted in days of the installation's time zone.
        """
        if self.stalled_after is None or self.outcome != Outcome.OPEN:
            return None
        first_good_day = today - timedelta(days=self.stalled_after - 1)
        return datetime.combine(first_good_day, time(), ZoneInfo(settings.TIME_ZONE))

    def hold(self) -> None:
        """Keep the stage in use until the transaction ends. Raises ValidationError if it is not.

        Whatever lets a deal stand in a stage holds it, and before it locks the deal: `retire`
        locks in this order.
        """
        rows = Stage.objects.standing().select_for_update(no_key=True)
        if not rows.filter(pk=self.pk):
            raise ValidationError({"stage": "Choose a stage of this deal's pipeline."})

    @act()
    def retire(self, *, by, into: "Stage | None" = None) -> None:
        """Take the stage out of use, its deals moved on into another open one.

        Raises ValidationError where deals stand in it and nobody says where they go, for the last
        open stage of the pipeline, and for the won and the lost one.
        """
        self.pipeline.lock()
        # A lock that lets moves out of the stage pass, which refer to it; moves into it wait.
        self.refresh_from_db(from_queryset=Stage.objects.select_for_update(no_key=True))
        others = self.pipeline.stages.standing().open().exclude(pk=self.pk)
        if self.outcome != Outcome.OPEN or not others.exists():
            raise ValidationError("A pipeline keeps one open stage, its won and its lost one.")
        if into is not None and not others.contains(into):
            raise ValidationError("Choose an open stage of the same pipeline.")
        while deals := self.deals.order_by("pk")[:500]:
            if into is None:
                raise ValidationError(f"Deals stand in {self}. Choose the stage that they move to.")
            for deal in deals:
                deal.move_to(into, by=by)
        self.retired_at = timezone.now()
        self.write(by=by)
