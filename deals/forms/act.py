"""What people say when a deal moves, and when it is lost."""

from typing import Any, cast

from django import forms

from accounts.forms.choices import RecordField
from accounts.text import LineFormField
from deals.models import Deal, Stage


class ActForm(forms.Form):
    """What is said along with an act on a deal, based on one version of it."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deal = deal
        self.initial["version"] = deal.version


class MoveForm(ActForm):
    """The stage of its pipeline that a deal moves to."""

    stage = RecordField(Stage.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = self.deal.stage.pipeline.stages.standing()
        cast(RecordField, self.fields["stage"]).queryset = stages

    def save(self, *, by: Any) -> Deal:
        self.deal.move_to(by=by, **self.cleaned_data)
        return self.deal


class LoseForm(ActForm):
    """Why a deal was lost."""

    reason = LineFormField(
        label="Why was it lost?",
        max_length=500,
        help_text="A few words. The same words count as the same reason.",
        error_messages={"required": "Say why it was lost."},
    )

    def save(self, *, by: Any) -> Deal:
        self.deal.lose(by=by, **self.cleaned_data)
        return self.deal
