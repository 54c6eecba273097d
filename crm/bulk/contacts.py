"""Bulk contacts, with the history that they would have had, had they been added one by one."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from accounts.history import Action
from accounts.models import Contact, Customer, User
from crm.bulk import history, names
from crm.bulk.table import insert_records, moment

TITLES = ("Managing Director", "Head of Purchasing", "Operations Lead", "Site Manager", "")
# How many contacts a business has, and how many businesses in a hundred have so many.
NUMBERS = {0: 6, 1: 28, 2: 27, 3: 17, 4: 10, 6: 8, 10: 4}


def number_of(customer: Customer, chance: Random) -> int:
    if customer.kind == "individual":
        return int(chance.random() < 0.5)
    return chance.choices(list(NUMBERS), weights=list(NUMBERS.values()))[0]


def invented(customer: Customer, chance: Random) -> Iterator[Contact]:
    """Yield the contacts of a customer, of whom the first is the primary one."""
    for number in range(number_of(customer, chance)):
        name = customer.name if customer.kind == "individual" else names.person(chance)
        at = customer.created_at + timedelta(minutes=number + 1)
        letters = names.website(name).removeprefix("https://").removesuffix(".example")
        contact = Contact(
            customer=customer,
            name=name,
            title=chance.choice(TITLES),
            email=f"{letters}@{customer.domain}" if customer.domain else "",
            phone=f"+1 555 {chance.randrange(10_000):04}" if chance.random() < 0.7 else "",
            is_primary=number == 0,
            created_at=at,
            updated_at=at,
        )
        contact.derive()
        yield contact


def told(contact: Contact, by: User) -> Iterator[tuple]:
    """Yield the history of a contact that was added and left as it is, in history's order."""
    said = {
        "customer": contact.customer.name,
        "name": contact.name,
        "title": contact.title,
        "email": contact.email,
        "phone": contact.phone,
        "is_primary": "yes" if contact.is_primary else "no",
    }
    act = moment(contact.created_at), by.pk, "command", Action.CREATED.value
    begin = *act, "contact", contact.pk, contact.customer_id, 1
    for name, value in said.items():
        if value:
            yield *begin, name, None, value


def store_contacts(customers: list[Customer], by: User, chance: Random) -> list[Contact]:
    """Give these customers their contacts."""
    contacts = [contact for customer in customers for contact in invented(customer, chance)]
    insert_records(contacts)
    history.store(row for contact in contacts for row in told(contact, by))
    return contacts
