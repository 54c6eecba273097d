"""Creating and editing a deal."""

from typing import Any, cast

from django.db.models import Q

from accounts.forms.choices import OwnerField, RecordField, RecordsField
from accounts.forms.hanging import HangingForm
from accounts.forms.moments import DayField
from accounts.models import Contact, Customer, User
from accounts.text import LineFormField
from deals.models import Deal, Pipeline, Stage
from deals.models.pipeline import Outcome
from deals.money import AmountField

# What the verb writes when a deal moves.
MOVED = ("stage", "lost_reason")


class DealForm(HangingForm):
    """What a person says of a deal. Where it names a stage, saving moves the deal there."""

    value = AmountField(required=False)
    stage = RecordField(Stage.objects.none(), required=False)
    expected_close = DayField(required=False)
    owner = OwnerField(User.objects.none(), required=False, empty_label="Nobody")
    contacts = RecordsField(Contact.objects.none(), required=False)
    lost_reason = LineFormField(required=False, max_length=500)
    on_page = ("name", "value", "expected_close", "owner")

    class Meta:
        model = Deal
        fields = (
            *("customer", "name", "value", "stage", "expected_close", "owner"),
            *("contacts", "lost_reason"),
        )
        error_messages = {"name": {"required": "Enter a name."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stood_in = self.instance.stage_id
        if "stage" in self.fields:
            stages = Stage.objects.standing()
            if not self.is_new and self.instance.stage_id:
                stages = stages.filter(pipeline=self.instance.stage.pipeline_id)
            cast(RecordField, self.fields["stage"]).queryset = stages

    def offer(self, record: Customer) -> None:
        """Offer the customer's contacts besides."""
        super().offer(record)
        if "contacts" in self.fields:
            there = [] if self.is_new else self.instance.contacts.values("pk")
            offered = Q(archived_at=None) | Q(pk__in=there)
            field = cast(RecordsField, self.fields["contacts"])
            field.queryset = record.contacts.filter(offered)

    def clean(self) -> dict:
        cleaned = super().clean()
        stays = not self.is_new and "stage" not in self.fields
        stage = self.instance.stage if stays else cleaned.get("stage")
        if stage is None and not self.is_new and "stage" not in self.errors:
            self.add_error("stage", "Choose a stage of this deal's pipeline.")
        if cleaned.get("lost_reason") and (stage is None or stage.outcome != Outcome.LOST):
            self.add_error("lost_reason", "Only a lost deal has a reason why it was lost.")
        return cleaned

    @property
    def facts(self) -> list[str]:
        """All but the stages and the contacts, which have parts of the page of their own."""
        aside = {"stage", "contacts"} | (set() if self.instance.lost_reason else {"lost_reason"})
        return [name for name in self.named if name not in aside]

    @property
    def chosen_stage(self) -> Stage | None:
        """The stage in which a deal is to stand from now on, if the form says one."""
        return self.cleaned_data.get("stage")

    @property
    def moves(self) -> bool:
        """Whether saving moves the deal as this form found it."""
        stage = self.chosen_stage
        return not self.is_new and stage is not None and stage.pk != self.stood_in

    @property
    def written(self) -> list[str]:
        by_move = MOVED if self.moves else ("stage",)
        return [name for name in super().written if name not in by_move]

    def store(self) -> Deal:
        deal = self.instance
        if "contacts" in self.named:
            had = {} if self.is_new else dict(deal.parts.values_list("contact", "role"))
            chosen = self.cleaned_data["contacts"]
            deal.roles = {contact: had.get(contact.pk, "") for contact in chosen}
        stage = self.chosen_stage
        if self.is_new:
            deal.stage = stage or Pipeline.objects.default().first_stage
        elif stage and self.moves:
            stage.hold()
        super().store()
        if stage and deal.stage_id != stage.pk:  # as it stands now, which may be elsewhere
            reason = self.cleaned_data.get("lost_reason", "")
            deal.move_to(stage, by=self.user, reason=reason)
        return deal
