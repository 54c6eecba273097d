"""The contacts that a customer's record shows."""

from typing import NamedTuple

from django import template

from accounts.models import Contact, Customer
from accounts.models.customer import Kind

register = template.Library()
MOST = 25


class Contacts(NamedTuple):
    """The contacts of a customer, the primary one first; whether there are more than are shown,
    and whether the customer is a person who is not among them."""

    shown: list[Contact]
    more: bool
    may_be_own: bool


@register.simple_tag
def contacts_of(customer: Customer) -> Contacts:
    """Return what the card of a customer's contacts shows."""
    found = list(customer.contacts.standing().primary_first()[: MOST + 1])
    is_there = any(contact.name_key == customer.name_key for contact in found)
    is_person = customer.kind == Kind.INDIVIDUAL
    return Contacts(found[:MOST], len(found) > MOST, is_person and not is_there)
