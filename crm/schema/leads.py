"""Leads in the API, and what becomes of them."""

from datetime import datetime
from typing import Any

import graphene
from graphene_django import DjangoObjectType

from accounts.filters import LeadFilter
from accounts.forms.lead import LeadForm
from accounts.models import Customer, Lead, User
from accounts.ownership import find
from accounts.paging import Order, Page
from crm.schema.batching import one
from crm.schema.connections import PAGING, Connection, connect, connect_each, narrowed
from crm.schema.inputs import arguments_of
from crm.schema.mutation import FormMutation, VerbMutation, made
from crm.schema.scalars import Moment
from deals.forms.conversion import ConversionForm

NEWEST = Order(("created_at",), descending=True)


class LeadType(DjangoObjectType):
    """Somebody who may become a customer; `customer` is what they became part of."""

    class Meta:
        model = Lead
        name = "Lead"
        fields = ("id", "name", "status", "created_at", "updated_at", "archived_at", "version")
        convert_choices_to_enum = False

    company = graphene.String()
    title = graphene.String()
    email = graphene.String()
    phone = graphene.String()
    website = graphene.String()
    source = graphene.String()
    industry = graphene.String()
    owner = graphene.Field("crm.schema.accounts.UserType")
    by = graphene.Field("crm.schema.accounts.UserType")
    customer = graphene.Field("crm.schema.accounts.CustomerType")
    converted_at = graphene.Field(Moment)

    def resolve_company(lead: Lead, info) -> str | None:
        return lead.company or None

    def resolve_title(lead: Lead, info) -> str | None:
        return lead.title or None

    def resolve_email(lead: Lead, info) -> str | None:
        return lead.email or None

    def resolve_phone(lead: Lead, info) -> str | None:
        return lead.phone or None

    def resolve_website(lead: Lead, info) -> str | None:
        return lead.website or None

    def resolve_source(lead: Lead, info) -> str | None:
        return lead.source or None

    def resolve_industry(lead: Lead, info) -> str | None:
        industry = one(lead, "industry")
        return industry and industry.name

    def resolve_owner(lead: Lead, info) -> User | None:
        return one(lead, "owner")

    def resolve_by(lead: Lead, info) -> User | None:
        return one(lead, "by")

    def resolve_customer(lead: Lead, info) -> Customer | None:
        return one(lead, "customer")

    def resolve_converted_at(lead: Lead, info) -> datetime | None:
        conversion = one(lead, "conversion")
        return conversion and conversion.at


class LeadConnection(Connection):
    """A page of leads."""

    class Meta:
        node = LeadType


class LeadsOfCustomer(graphene.ObjectType):
    """What a customer's type has by the leads that became it; archived ones are in no list."""

    leads = graphene.Field(LeadConnection, required=True, **PAGING)

    def resolve_leads(customer: Customer, info, **paging: Any) -> Page:
        return connect_each(customer, "leads", Lead.objects.standing(), NEWEST, **paging)


class LeadsQuery(graphene.ObjectType):
    """The leads that whoever asks sees."""

    lead = graphene.Field(LeadType, id=graphene.ID(required=True))
    leads = graphene.Field(LeadConnection, required=True, **arguments_of(LeadFilter), **PAGING)

    def resolve_lead(root, info, id: str) -> Lead:
        return find(Lead, id, seen_by=info.context.user)

    def resolve_leads(root, info, first=None, after=None, **asked: Any) -> Page:
        chosen = narrowed(LeadFilter, asked, user=info.context.user)
        return connect(chosen, first=first, after=after)


class CreateLead(FormMutation):
    """Add a lead; nobody's, unless `owner` is given."""

    class Meta:
        form = LeadForm
        output = LeadType


class UpdateLead(FormMutation):
    """Change the fields of a lead that are named; an explicit null empties one."""

    class Meta:
        form = LeadForm
        output = LeadType
        changes = True


class ArchiveLead(VerbMutation):
    """Put a lead away, out of lists."""

    class Meta:
        verb = "archive"
        output = LeadType


class RestoreLead(VerbMutation):
    """Bring an archived lead back."""

    class Meta:
        verb = "restore"
        output = LeadType


class ConversionInput(graphene.InputObjectType):
    """What becomes of a lead: a new customer unless one is named, a contact unless that is false,
    a deal if that has a name."""

    customer = graphene.ID()
    contact = graphene.Boolean()
    deal_name = graphene.String()
    deal_value = graphene.String()
    deal_stage = graphene.ID()


class ConvertLead(graphene.Mutation):
    """Make a lead part of a customer, once: the second time it is a conflict."""

    class Arguments:
        id = graphene.ID(required=True)
        payload = ConversionInput()
        idempotency_key = graphene.String()

    Output = LeadType

    def mutate(root, info, id: str, payload=None, idempotency_key=None) -> Lead:
        user = info.context.user
        lead = find(Lead, id, change_by=user)
        said = {name: value for name, value in (payload or {}).items() if value is not None}
        sent = {"contact": True, **said, "idempotency_key": idempotency_key}
        return made(ConversionForm(sent, lead=lead, user=user))


class LeadsMutation(graphene.ObjectType):
    """What may be done to leads."""

    create_lead = CreateLead.Field()
    update_lead = UpdateLead.Field()
    archive_lead = ArchiveLead.Field()
    restore_lead = RestoreLead.Field()
    convert_lead = ConvertLead.Field()
