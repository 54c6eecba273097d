"""Deals and their pipelines in the API."""

from typing import Any

import graphene
from django import forms
from graphene_django import DjangoObjectType

from accounts.forms.choices import RecordField
from accounts.forms.moments import PastMomentField
from accounts.models import Contact, Customer, User
from accounts.ownership import find
from accounts.paging import Order, Page
from accounts.text import LineFormField
from crm.schema.batching import every, figures, one, stamp
from crm.schema.connections import PAGING, Connection, connect, connect_each, narrowed
from crm.schema.contacts import ContactType
from crm.schema.inputs import arguments_of, cleaned
from crm.schema.mutation import FormMutation, VerbMutation
from crm.schema.scalars import amount
from deals.filters import DealFilter
from deals.forms.deal import DealForm
from deals.models import Deal, Pipeline, Stage
from deals.models.pipeline import Outcome
from deals.models.worth import weighted_values

BY_NAME = Order(("name_key",))
OUTCOME = forms.MultipleChoiceField(choices=Outcome, required=False)
AT = PastMomentField(required=False)
REASON = LineFormField(max_length=500, error_messages={"required": "Say why it was lost."})


class StageType(DjangoObjectType):
    """A step of a pipeline; `probability` is in percent."""

    class Meta:
        model = Stage
        name = "Stage"
        fields = ("id", "name", "probability", "outcome", "stalled_after")
        convert_choices_to_enum = False


class PipelineType(DjangoObjectType):
    """A way of selling; deals begin in the default one unless a stage is named."""

    class Meta:
        model = Pipeline
        name = "Pipeline"
        fields = ("id", "name", "is_default")

    stages = graphene.List(graphene.NonNull(StageType), required=True)

    def resolve_stages(pipeline: Pipeline, info) -> list[Stage]:
        return every(pipeline, "stages", Stage.objects.standing())


class DealType(DjangoObjectType):
    """A sale that is open, won or lost."""

    class Meta:
        model = Deal
        name = "Deal"
        fields = (
            *("id", "name", "outcome", "stage", "expected_close", "created_at", "updated_at"),
            *("entered_at", "closed_at", "archived_at", "version"),
        )
        convert_choices_to_enum = False

    customer = graphene.Field("crm.schema.accounts.CustomerType", required=True)
    pipeline = graphene.Field(PipelineType, required=True)
    value = graphene.String()
    lost_reason = graphene.String()
    owner = graphene.Field("crm.schema.accounts.UserType")
    contacts = graphene.List(graphene.NonNull(ContactType), required=True)

    def resolve_customer(deal: Deal, info) -> Customer:
        return one(deal, "customer")

    def resolve_value(deal: Deal, info) -> str | None:
        return None if deal.value is None else amount(deal.value)

    def resolve_stage(deal: Deal, info) -> Stage:
        return one(deal, "stage")

    def resolve_pipeline(deal: Deal, info) -> Pipeline:
        return one(one(deal, "stage"), "pipeline")

    def resolve_lost_reason(deal: Deal, info) -> str | None:
        return deal.lost_reason or None

    def resolve_owner(deal: Deal, info) -> User | None:
        return one(deal, "owner")

    def resolve_contacts(deal: Deal, info) -> list[Contact]:
        return every(deal, "contacts", Contact.objects.all())


class DealConnection(Connection):
    """A page of deals."""

    class Meta:
        node = DealType


class DealsOfCustomer(graphene.ObjectType):
    """What a customer's type has by its deals; those that were put away do not count."""

    deals = graphene.Field(
        DealConnection,
        required=True,
        outcome=graphene.List(graphene.NonNull(graphene.String)),
        **PAGING,
    )
    weighted_value = graphene.String(required=True)

    def resolve_deals(customer: Customer, info, outcome=None, **paging: Any) -> Page:
        outcomes = cleaned({"outcome": OUTCOME}, {"outcome": outcome})["outcome"]
        standing = Deal.objects.standing()
        deals = standing.filter(outcome__in=outcomes) if outcomes else standing
        return connect_each(customer, "deals", deals, BY_NAME, **paging)

    def resolve_weighted_value(customer: Customer, info) -> str:
        return amount(figures(customer, "_weighted", weighted_values))


class DealsQuery(graphene.ObjectType):
    """The deals of the customers that whoever asks sees, and the pipelines that all share."""

    deal = graphene.Field(DealType, id=graphene.ID(required=True))
    deals = graphene.Field(DealConnection, required=True, **arguments_of(DealFilter), **PAGING)
    pipelines = graphene.List(graphene.NonNull(PipelineType), required=True)

    def resolve_deal(root, info, id: str) -> Deal:
        return find(Deal, id, seen_by=info.context.user)

    def resolve_deals(root, info, first=None, after=None, **asked: Any) -> Page:
        chosen = narrowed(DealFilter, asked, user=info.context.user)
        return connect(chosen, first=first, after=after)

    def resolve_pipelines(root, info) -> list[Pipeline]:
        pipelines = list(Pipeline.objects.all())
        stamp(pipelines)
        return pipelines


class CreateDeal(FormMutation):
    """Create a deal, in the first stage of the default pipeline unless `stage` is given."""

    class Meta:
        form = DealForm
        output = DealType


class UpdateDeal(FormMutation):
    """Change the fields of a deal that are named; naming a stage moves the deal there."""

    class Meta:
        form = DealForm
        output = DealType
        changes = True


class ArchiveDeal(VerbMutation):
    """Put a deal away, out of lists and figures."""

    class Meta:
        verb = "archive"
        output = DealType


class RestoreDeal(VerbMutation):
    """Bring an archived deal back."""

    class Meta:
        verb = "restore"
        output = DealType


class MoveDeal(VerbMutation):
    """Move a deal to a stage of its pipeline; `at` is when that really happened."""

    class Meta:
        verb = "move_to"
        output = DealType
        takes = {"stage": RecordField(Stage.objects.standing()), "at": AT}


class WinDeal(VerbMutation):
    """Close a deal as won."""

    class Meta:
        verb = "win"
        output = DealType
        takes = {"at": AT}


class LoseDeal(VerbMutation):
    """Close a deal as lost, and say why."""

    class Meta:
        verb = "lose"
        output = DealType
        takes = {"reason": REASON, "at": AT}


class ReopenDeal(VerbMutation):
    """Open a closed deal again, in the stage named or the open one where it stood last."""

    class Meta:
        verb = "reopen"
        output = DealType
        takes = {"stage": RecordField(Stage.objects.standing(), required=False)}


class DealsMutation(graphene.ObjectType):
    """What may be done to deals."""

    create_deal = CreateDeal.Field()
    update_deal = UpdateDeal.Field()
    archive_deal = ArchiveDeal.Field()
    restore_deal = RestoreDeal.Field()
    move_deal = MoveDeal.Field()
    win_deal = WinDeal.Field()
    lose_deal = LoseDeal.Field()
    reopen_deal = ReopenDeal.Field()
