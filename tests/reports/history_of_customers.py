"""What people do with customers, their contacts, and leads that become part of them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.forms.contact import ContactForm
from accounts.forms.customer import CustomerForm
from accounts.forms.lead import LeadForm
from accounts.models import Contact, Customer, User
from accounts.models import Lead as LeadRow
from reports.models import Snooze
from tests.reports import oracle

STATUSES = ("active", "active", "active", "prospect", "inactive")
INDUSTRIES = ("", "Logistics", "LOGISTICS ", "Food")
WAYS = ({}, {"email": "maren@halden.example"}, {"phone": "+1 555 0142"})


@dataclass
class Lead:
    """A lead with what was written down about it."""

    pk: int
    ways: dict[str, str]
    owner: oracle.Person | None
    industry: str
    activities: list[oracle.Activity] = field(default_factory=list)
    notes: list[oracle.Note] = field(default_factory=list)


def add_customer(history: Any) -> None:
    created = history.past() if history.likely(0.5) else history.now
    owner = history.chance.choice([None, *history.owners])
    status = history.chance.choice(STATUSES)
    industry = history.chance.choice(INDUSTRIES)
    said = {"status": status, "owner": owner and owner.pk, "created_at": created}
    row = history.save(CustomerForm, {"name": "Halden", "industry": industry, **said})
    new = oracle.Customer(row.pk, created, status, owner, industry=industry)
    new.statuses.append((created, "", status))
    history.customers.append(new)


def set_status(history: Any) -> bool:
    customer, status = history.customer, history.chance.choice(STATUSES)
    history.edit(CustomerForm, row_of(customer), status=status)
    if status != customer.status:
        customer.statuses.append((history.now, customer.status, status))
    customer.status = status
    return True


def set_industry(history: Any) -> bool:
    history.customer.industry = history.chance.choice(INDUSTRIES)
    history.edit(CustomerForm, row_of(history.customer), industry=history.customer.industry)
    return True


def set_owner(history: Any) -> bool:
    customer = history.customer
    owner = history.chance.choice([None, *(who for who in history.owners if not who.left)])
    history.edit(CustomerForm, row_of(customer), owner=owner and owner.pk)
    if customer.owner and not owner:
        customer.unowned = history.now
    customer.owner = owner
    return True


def archive_or_restore(history: Any) -> bool:
    customer = history.customer
    if not customer.archived and history.likely(0.7):
        return False
    act = row_of(customer).restore if customer.archived else row_of(customer).archive
    act(by=history.by)
    customer.archived = not customer.archived
    return True


def deactivate_or_activate(history: Any) -> bool:
    person = history.chance.choice(history.owners)
    user = User.objects.get(pk=person.pk)
    act = user.activate if person.left else user.deactivate
    act(by=history.by)
    person.left = None if person.left else history.now
    return True


def snooze(history: Any) -> bool:
    code = history.chance.choice(list(oracle.COLUMNS))
    until = history.now.date() + timedelta(days=history.chance.randint(1, 60))
    customer = history.customer
    Snooze.put(row_of(customer), code, until=until, reason="They told us", by=history.by)
    customer.snoozes[code] = until
    return True


def wake(history: Any) -> bool:
    customer = history.customer
    if not customer.snoozes:
        return False
    code = history.chance.choice(list(customer.snoozes))
    Snooze.objects.get(customer=customer.pk, code=code).wake(by=history.by)
    del customer.snoozes[code]
    return True


def add_contact(history: Any) -> bool:
    ways = history.chance.choice(WAYS)
    said = {"customer": history.customer.pk, "name": "Maren", **ways}
    stood = [contact for contact in history.customer.contacts if not contact.archived]
    row = history.save(ContactForm, said)
    history.customer.contacts.append(oracle.Contact(row.pk, **ways, primary=not stood))
    return True


def edit_contact(history: Any) -> bool:
    contact = history.one_of(history.customer.contacts, lambda contact: not contact.archived)
    if contact is None:
        return False
    ways = {"email": "", "phone": "", **history.chance.choice(WAYS)}
    history.edit(ContactForm, Contact.objects.get(pk=contact.pk), **ways)
    contact.email, contact.phone = ways["email"], ways["phone"]
    return True


def make_primary(history: Any) -> bool:
    contacts = history.customer.contacts
    chosen = history.one_of(contacts, lambda contact: not contact.archived)
    if chosen is None:
        return False
    Contact.objects.get(pk=chosen.pk).make_primary(by=history.by)
    for contact in contacts:
        contact.primary = contact is chosen
    return True


def archive_contact(history: Any) -> bool:
    contact = history.one_of(history.customer.contacts, lambda contact: not contact.archived)
    if contact is None:
        return False
    Contact.objects.get(pk=contact.pk).archive(by=history.by)
    contact.archived = True
    return True


def restore_contact(history: Any) -> bool:
    contacts = history.customer.contacts
    contact = history.one_of(contacts, lambda contact: contact.archived)
    if contact is None:
        return False
    Contact.objects.get(pk=contact.pk).restore(by=history.by)
    others = [other for other in contacts if other.primary and not other.archived]
    contact.archived, contact.primary = False, contact.primary and not others
    return True


def add_lead(history: Any) -> bool:
    if history.lead is not None:
        return False
    owner = history.chance.choice([None, *(who for who in history.owners if not who.left)])
    ways = history.chance.choice(WAYS)
    industry = history.chance.choice(INDUSTRIES)
    said = {**ways, "owner": owner and owner.pk, "industry": industry}
    row = history.save(LeadForm, {"name": "Orrin", **said})
    history.lead = Lead(row.pk, ways, owner, industry)
    return True


def convert(history: Any) -> bool:
    """The lead becomes part of the customer or, where that is archived, a new one."""
    lead, into = history.lead, history.customer
    if lead is None:
        return False
    with_contact = history.likely(0.5)
    row = LeadRow.objects.select_related("owner").get(pk=lead.pk)
    known = None if into.archived else row_of(into)
    new = row.convert(by=history.by, customer=known, contact=with_contact)
    if known is None:
        owner = lead.owner if lead.owner and not lead.owner.left else oracle.Person(history.by.pk)
        into = oracle.Customer(new.pk, history.now, "prospect", owner, industry=lead.industry)
        into.statuses.append((history.now, "", "prospect"))
        history.customers.append(into)
    if with_contact:
        take_person(into, lead, row.conversion.contact_id)
    into.activities += lead.activities
    into.notes += lead.notes
    history.lead = None
    return True


def take_person(customer: oracle.Customer, lead: Lead, pk: int) -> None:
    """The person becomes a contact unless a standing one has the name or the email address."""
    stood = [contact for contact in customer.contacts if not contact.archived]
    if pk not in [contact.pk for contact in stood]:
        same = [contact for contact in stood if "email" in lead.ways and contact.email]
        assert not same
        customer.contacts.append(oracle.Contact(pk, **lead.ways, primary=not stood))


def row_of(customer: oracle.Customer) -> Customer:
    return Customer.objects.get(pk=customer.pk)


# What may be done, and how often.
STEPS = {
    set_status: 4,
    set_industry: 1,
    set_owner: 4,
    archive_or_restore: 4,
    deactivate_or_activate: 3,
    snooze: 3,
    wake: 2,
    add_contact: 4,
    edit_contact: 3,
    make_primary: 2,
    archive_contact: 3,
    restore_contact: 3,
    add_lead: 3,
    convert: 4,
}
