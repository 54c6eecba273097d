"""Pipelines and stages, as admins keep them."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.forms.choices import RecordField
from accounts.forms.record import RecordForm
from accounts.text import key
from deals.models import Pipeline, Stage
from deals.models.pipeline import Outcome


class PipelineForm(RecordForm):
    """A pipeline's name."""

    class Meta:
        model = Pipeline
        fields = ("name",)

    def clean_name(self) -> str:
        others = Pipeline.objects.exclude(pk=self.instance.pk)
        return called_otherwise(self.cleaned_data["name"], others, "pipeline")


class StageForm(RecordForm):
    """A stage. Its pipeline is said once; taking it out of use is a verb, `Stage.retire`."""

    position = forms.IntegerField(
        min_value=0, max_value=999, help_text="Stages stand in this order."
    )
    probability = forms.IntegerField(
        min_value=0,
        max_value=100,
        label="Chance in percent",
        help_text="How many of a hundred deals in this stage are won.",
    )
    stalled_after = forms.IntegerField(
        min_value=1,
        max_value=9_999,
        required=False,
        label="Stalled after days",
        help_text="A deal that stays longer is shown as stuck. Empty: never.",
    )
    at_first = (*RecordForm.at_first, "pipeline")

    class Meta:
        model = Stage
        fields = ("pipeline", "name", "position", "probability", "stalled_after")

    def clean_probability(self) -> int:
        percents = self.cleaned_data["probability"]
        if self.instance.outcome != Outcome.OPEN and percents != self.instance.probability:
            raise ValidationError("What is won or lost has no other chance.")
        return percents

    def clean_name(self) -> str:
        pipeline = self.cleaned_data.get("pipeline", self.instance.pipeline_id)
        others = Stage.objects.standing().filter(pipeline=pipeline).exclude(pk=self.instance.pk)
        return called_otherwise(self.cleaned_data["name"], others, "stage")


def called_otherwise(name: str, others: QuerySet, kind: str) -> str:
    """Return the name. Raises ValidationError where one of the others has it, in whatever case."""
    if key(name) in map(key, others.values_list("name", flat=True)):
        raise ValidationError(f"There is a {kind} of this name already.")
    return name


class RetireForm(forms.Form):
    """Where the deals go that stand in a stage to be retired."""

    into = RecordField(Stage.objects.none(), label="Move its deals to")

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Stage.objects.standing().open().filter(pipeline=stage.pipeline_id)
        into = cast(RecordField, self.fields["into"])
        into.queryset = others.exclude(pk=stage.pk)
        into.required = stage.deals.exists()
        self.stage = stage

    def save(self, *, by: Any) -> Stage:
        """Take the stage out of use. Raises ValidationError where the pipeline needs it."""
        self.stage.retire(by=by, into=self.cleaned_data["into"])
        return self.stage
