"""People and customers in the API."""

from typing import Any

import graphene
from graphene.utils.str_converters import to_camel_case
from graphene_django import DjangoObjectType

from accounts.forms.customer import CustomerForm
from accounts.history import NEWEST_FIRST, Change
from accounts.models import Contact, Customer, User
from accounts.ownership import find
from accounts.paging import Order, Page
from crm.schema.activities import ActivitiesOfCustomer
from crm.schema.batching import many, one
from crm.schema.connections import PAGING, Connection, Paged, connect, connect_each, narrowed
from crm.schema.contacts import ContactConnection, ContactType
from crm.schema.deals import DealsOfCustomer
from crm.schema.inputs import arguments_of
from crm.schema.leads import LeadsOfCustomer
from crm.schema.mutation import FormMutation, VerbMutation
from crm.schema.standings import StandingOfCustomer
from reports.filters import CustomerFilter

BY_NAME = Order(("name_key",))


class UserType(DjangoObjectType):
    """A person who signs in."""

    class Meta:
        model = User
        name = "User"
        fields = ("id", "username", "name")

    def resolve_name(user: User, info) -> str:
        return str(user)


class ChangeType(DjangoObjectType):
    """One field of a record, changed by somebody at one moment."""

    class Meta:
        model = Change
        name = "Change"
        fields = ("at", "by", "door", "field", "old", "new")
        convert_choices_to_enum = False

    def resolve_by(change: Change, info) -> User | None:
        return one(change, "by")

    def resolve_field(change: Change, info) -> str:
        return to_camel_case(change.field)


class History(Paged):
    """A page of a record's changes, the newest first."""

    class Meta:
        node = ChangeType


class CustomerType(
    StandingOfCustomer, DealsOfCustomer, LeadsOfCustomer, ActivitiesOfCustomer, DjangoObjectType
):
    """A business or an individual that buys from us, might, or did."""

    class Meta:
        model = Customer
        name = "Customer"
        fields = (
            "id",
            "name",
            "kind",
            "status",
            "owner",
            "created_at",
            "updated_at",
            "archived_at",
            "version",
        )
        convert_choices_to_enum = False

    industry = graphene.String()
    website = graphene.String()
    primary_contact = graphene.Field(ContactType)
    contacts = graphene.Field(ContactConnection, required=True, **PAGING)
    history = graphene.Field(History, required=True, **PAGING)

    def resolve_industry(customer: Customer, info) -> str | None:
        industry = one(customer, "industry")
        return industry and industry.name

    def resolve_website(customer: Customer, info) -> str | None:
        return customer.website or None

    def resolve_owner(customer: Customer, info) -> User | None:
        return one(customer, "owner")

    def resolve_primary_contact(customer: Customer, info) -> Contact | None:
        page = many(customer, "contacts", Contact.objects.primary(), BY_NAME, size=1)
        return page.rows[0] if page.rows else None

    def resolve_contacts(customer: Customer, info, **paging: Any) -> Page:
        return connect_each(customer, "contacts", Contact.objects.standing(), BY_NAME, **paging)

    def resolve_history(customer: Customer, info, **paging: Any) -> Page:
        changes = Change.objects.of_customers()
        return connect_each(customer, "changes", changes, NEWEST_FIRST, **paging)


class CustomerConnection(Connection):
    """A page of customers."""

    class Meta:
        node = CustomerType


class AccountsQuery(graphene.ObjectType):
    """Who asks, and the customers that they see."""

    me = graphene.Field(UserType, required=True)
    customer = graphene.Field(CustomerType, id=graphene.ID(required=True))
    customers = graphene.Field(
        CustomerConnection, required=True, **arguments_of(CustomerFilter), **PAGING
    )

    def resolve_me(root, info) -> User:
        return info.context.user

    def resolve_customer(root, info, id: str) -> Customer:
        return find(Customer, id, seen_by=info.context.user)

    def resolve_customers(root, info, first=None, after=None, **asked: Any) -> Page:
        chosen = narrowed(CustomerFilter, asked, user=info.context.user)
        return connect(chosen, first=first, after=after)


class CreateCustomer(FormMutation):
    """Add a customer; nobody's, unless `owner` is given."""

    class Meta:
        form = CustomerForm
        output = CustomerType


class UpdateCustomer(FormMutation):
    """Change the fields of a customer that are named; an explicit null empties one."""

    class Meta:
        form = CustomerForm
        output = CustomerType
        changes = True


class ArchiveCustomer(VerbMutation):
    """Put a customer away, out of lists and figures."""

    class Meta:
        verb = "archive"
        output = CustomerType


class RestoreCustomer(VerbMutation):
    """Bring an archived customer back."""

    class Meta:
        verb = "restore"
        output = CustomerType


class AccountsMutation(graphene.ObjectType):
    """What may be done to customers."""

    create_customer = CreateCustomer.Field()
    update_customer = UpdateCustomer.Field()
    archive_customer = ArchiveCustomer.Field()
    restore_customer = RestoreCustomer.Field()
