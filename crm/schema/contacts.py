"""Contacts in the API."""

from typing import Any

import graphene
from graphene_django import DjangoObjectType

from accounts.filters import ContactFilter
from accounts.forms.contact import ContactForm
from accounts.models import Contact, Customer
from accounts.ownership import find
from accounts.paging import Page
from crm.schema.batching import one
from crm.schema.connections import PAGING, Connection, connect, narrowed
from crm.schema.inputs import arguments_of
from crm.schema.mutation import FormMutation, VerbMutation


class ContactType(DjangoObjectType):
    """A person at a customer."""

    class Meta:
        model = Contact
        name = "Contact"
        fields = ("id", "name", "is_primary", "created_at", "updated_at", "archived_at", "version")

    customer = graphene.Field("crm.schema.accounts.CustomerType", required=True)
    email = graphene.String()
    phone = graphene.String()
    title = graphene.String()

    def resolve_customer(contact: Contact, info) -> Customer:
        return one(contact, "customer")

    def resolve_email(contact: Contact, info) -> str | None:
        return contact.email or None

    def resolve_phone(contact: Contact, info) -> str | None:
        return contact.phone or None

    def resolve_title(contact: Contact, info) -> str | None:
        return contact.title or None


class ContactConnection(Connection):
    """A page of contacts."""

    class Meta:
        node = ContactType


class ContactsQuery(graphene.ObjectType):
    """The contacts of the customers that whoever asks sees."""

    contact = graphene.Field(ContactType, id=graphene.ID(required=True))
    contacts = graphene.Field(
        ContactConnection, required=True, **arguments_of(ContactFilter), **PAGING
    )

    def resolve_contact(root, info, id: str) -> Contact:
        return find(Contact, id, seen_by=info.context.user)

    def resolve_contacts(root, info, first=None, after=None, **asked: Any) -> Page:
        chosen = narrowed(ContactFilter, asked, user=info.context.user)
        return connect(chosen, first=first, after=after)


class CreateContact(FormMutation):
    """Add a contact to a customer; the first one becomes the primary one."""

    class Meta:
        form = ContactForm
        output = ContactType


class UpdateContact(FormMutation):
    """Change the fields of a contact that are named; an explicit null empties one."""

    class Meta:
        form = ContactForm
        output = ContactType
        changes = True


class ArchiveContact(VerbMutation):
    """Put a contact away; a customer is left without a primary one if it was that."""

    class Meta:
        verb = "archive"
        output = ContactType


class RestoreContact(VerbMutation):
    """Bring an archived contact back."""

    class Meta:
        verb = "restore"
        output = ContactType


class SetPrimaryContact(VerbMutation):
    """Make a contact its customer's primary one, in the place of the one that was."""

    class Meta:
        verb = "make_primary"
        output = ContactType


class ContactsMutation(graphene.ObjectType):
    """What may be done to contacts."""

    create_contact = CreateContact.Field()
    update_contact = UpdateContact.Field()
    archive_contact = ArchiveContact.Field()
    restore_contact = RestoreContact.Field()
    set_primary_contact = SetPrimaryContact.Field()
