"""The nested query as one would write it with graphene alone, for this query only: each relation
prefetched by hand. What the API, which knows no query beforehand, stands beside."""

import json

import graphene
from django.db.models import Prefetch

from accounts.models import Contact, Customer

FIRST = 5
NESTED = (
    "{ customers(first: 100) { nodes { name owner { name } primaryContact { name } "
    "contacts(first: 5) { nodes { name email } } } } }"
)


class PersonType(graphene.ObjectType):
    name = graphene.String()
    email = graphene.String()


class PeopleType(graphene.ObjectType):
    nodes = graphene.List(PersonType)


class CustomerType(graphene.ObjectType):
    name = graphene.String()
    owner = graphene.Field(PersonType)
    primary_contact = graphene.Field(PersonType)
    contacts = graphene.Field(PeopleType, first=graphene.Int())

    def resolve_primary_contact(customer, info):
        return next((one for one in customer.known if one.is_primary), None)

    def resolve_contacts(customer, info, first):
        return {"nodes": customer.known[:first]}


class CustomersType(graphene.ObjectType):
    nodes = graphene.List(CustomerType)


class Query(graphene.ObjectType):
    customers = graphene.Field(CustomersType, first=graphene.Int())

    def resolve_customers(root, info, first):
        known = Contact.objects.standing().order_by("name_key", "pk")
        rows = Customer.objects.unarchived().order_by("name_key", "pk").select_related("owner")
        return {"nodes": rows.prefetch_related(Prefetch("contacts", known, "known"))[:first]}


schema = graphene.Schema(query=Query)


def nested() -> str:
    """Answer the nested query, as text."""
    result = schema.execute(NESTED)
    assert not result.errors, result.errors
    return json.dumps({"data": result.data})
