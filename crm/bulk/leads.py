"""Bulk leads: those that became customers, and those of which something may still come."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from accounts.history import Action, text_of
from accounts.models import Conversion, Customer, Lead
from accounts.models.lead_states import LeadStatus
from activities.models import Activity
from activities.models.kind import Kind
from crm.bulk import activities, history, names
from crm.bulk.activities import SUBJECTS, Deed
from crm.bulk.contacts import TITLES
from crm.bulk.staff import Staff
from crm.bulk.table import insert, insert_records, moment

SOURCES = ("Website form", "Trade show", "Recommendation", "Phone call", "Newsletter", "")
# How many leads a customer came from, and how many customers in a hundred came from so many.
NUMBERS = {0: 62, 1: 33, 2: 4, 3: 1}
# How many in a hundred of the others are in a state; one other for so many customers.
STATES = {
    LeadStatus.NEW: 20,
    LeadStatus.CONTACTED: 30,
    LeadStatus.QUALIFIED: 15,
    LeadStatus.UNQUALIFIED: 35,
}
CUSTOMERS_FOR_A_LEAD = 4
SAID = (
    *("name", "company", "title", "email", "phone", "website", "industry", "source"),
    *("status", "owner"),
)
CONVERSION = ("lead_id", "customer_id", "contact_id", "at", "by_id")


class Leads:
    """Invents leads, the same for the same chance."""

    def __init__(self, staff: Staff, today: datetime, chance: Random) -> None:
        self.staff, self.today, self.chance = staff, today, chance

    def store(self, customers: list[Customer], *, has_diary: bool) -> None:
        """Give these customers the leads that they came from, and others a place beside them."""
        numbers = self.chance.choices(list(NUMBERS), list(NUMBERS.values()), k=len(customers))
        pairs = zip(customers, numbers, strict=True)
        became = [self.origin(customer) for customer, number in pairs for _ in range(number)]
        others = [self.other() for _ in range(len(customers) // CUSTOMERS_FOR_A_LEAD)]
        insert_records([*became, *others])
        insert(Conversion, CONVERSION, [converted(lead) for lead in became])
        history.store(row for lead in [*became, *others] for row in told(lead))
        if has_diary:
            activities.write([deed for lead in others for deed in self.deeds(lead)])

    def origin(self, customer: Customer) -> Lead:
        """Invent a lead that became a customer on the day on which that was added, or later."""
        chance = self.chance
        at = customer.created_at + (self.today - customer.created_at) * chance.random() ** 4
        is_person = customer.kind == "individual"
        name = customer.name if is_person else names.person(chance)
        lead = self.lead(name, "" if is_person else customer.name, at)
        lead.created_at = at - timedelta(days=chance.expovariate(1 / 20), hours=1)
        lead.industry, lead.website = customer.industry, customer.website
        lead.owner = customer.owner
        lead.status, lead.customer, lead.version = LeadStatus.QUALIFIED.value, customer, 2
        lead.by = customer.owner or self.staff.manager
        lead.derive()
        return lead

    def other(self) -> Lead:
        """Invent a lead that is no customer: what is new is of the last days."""
        chance = self.chance
        status = chance.choices(list(STATES), list(STATES.values()))[0]
        days = 12 if status == LeadStatus.NEW else 700
        at = self.today - timedelta(seconds=86_400 * days * chance.random() + 60)
        company = names.company(chance, chance.choice(list(names.TRADES)))
        lead = self.lead(names.person(chance), company if chance.random() < 0.8 else "", at)
        lead.status, lead.created_at = status.value, at
        lead.owner = None if chance.random() < 0.15 else self.staff.account_manager(chance)
        lead.by = lead.owner or self.staff.manager
        lead.derive()
        return lead

    def lead(self, name: str, company: str, at: datetime) -> Lead:
        chance = self.chance
        letters = names.website(name).removeprefix("https://").removesuffix(".example")
        host = names.website(company or name).removeprefix("https://")
        return Lead(
            name=name,
            company=company,
            title=chance.choice(TITLES) if company else "",
            email=f"{letters}@{host}" if chance.random() < 0.9 else "",
            phone=f"+1 555 {chance.randrange(10_000):04}" if chance.random() < 0.6 else "",
            source=chance.choice(SOURCES),
            updated_at=at,
        )

    def deeds(self, lead: Lead) -> Iterator[Deed]:
        """Invent how a lead was answered, if it was."""
        if lead.status == LeadStatus.NEW:
            return
        kind = self.chance.choice((Kind.CALL, Kind.EMAIL))
        at = lead.created_at + (self.today - lead.created_at) * self.chance.random() ** 3
        activity = Activity(
            lead_id=lead.pk,
            kind=kind.value,
            subject=self.chance.choice(SUBJECTS[kind]),
            owner_id=lead.owner_id,
            completed_at=at,
            completed_by_id=lead.by_id,
            created_at=at,
            updated_at=at,
        )
        activity.derive()
        yield Deed(activity, lead, None, [], lead.by or self.staff.manager)


def converted(lead: Lead) -> tuple:
    """Return a lead's conversion, in the order of CONVERSION."""
    return lead.pk, lead.customer_id, None, moment(lead.updated_at), lead.by_id


def told(lead: Lead) -> Iterator[tuple]:
    """Yield a lead's history, in history's order: it came, and perhaps became a customer."""
    about = "lead", lead.pk, lead.customer_id
    begin = moment(lead.created_at), lead.by_id, "command", Action.CREATED.value, *about, 1
    for name in SAID:
        if value := text_of(getattr(lead, name)):
            yield *begin, name, None, value
    if lead.is_converted:
        end = moment(lead.updated_at), lead.by_id, "command", Action.CHANGED.value, *about, 2
        yield *end, "customer", None, str(lead.customer)
