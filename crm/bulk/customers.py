"""Bulk customers, with the history that they would have had, had they been written one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from django.utils import timezone

from accounts.acts import act, touch
from accounts.history import Action, text_of
from accounts.models import Customer, Industry, StatusChange, User
from crm.bulk import history, names
from crm.bulk.activities import Diary
from crm.bulk.contacts import store_contacts
from crm.bulk.deals import Sales
from crm.bulk.leads import Leads
from crm.bulk.notes import Notebook
from crm.bulk.staff import Staff
from crm.bulk.table import insert, insert_records, moment

CHUNK = 2_000
DAYS = 8 * 365
OWNS = 500

STATUS_CHANGE = ("at", "by_id", "customer_id", "old", "new")

# Statuses that a customer went through, and how many in a hundred did.
CAREERS = {
    ("prospect",): 25,
    ("prospect", "active"): 38,
    ("active",): 22,
    ("prospect", "inactive"): 4,
    ("active", "inactive"): 5,
    ("prospect", "active", "inactive"): 6,
}


@dataclass
class Event:
    """What somebody said of a customer at one moment."""

    at: datetime
    by: User
    said: dict[str, object]


@dataclass
class Life:
    """A customer from its creation on."""

    events: list[Event] = field(default_factory=list)

    def customer(self) -> Customer:
        """Return the customer as it stands after all that happened."""
        said = {name: value for event in self.events for name, value in event.said.items()}
        customer = Customer(
            created_at=self.events[0].at,
            updated_at=self.events[-1].at,
            version=len(self.events),
            **said,
        )
        customer.derive()
        return customer

    def changes(self, customer: Customer) -> Iterator[tuple]:
        """Return the history that the write path would have left, in history's order."""
        stands: dict[str, str | None] = {}
        for version, event in enumerate(self.events, start=1):
            at = moment(event.at)
            action = Action.CREATED.value if version == 1 else Action.CHANGED.value
            for name, value in event.said.items():
                old, stands[name] = stands.get(name), text_of(value)
                if old != stands[name]:
                    yield (
                        *(at, event.by.pk, "command", action, "customer", customer.pk),
                        *(customer.pk, version, name, old, stands[name]),
                    )


class Generator:
    """Invents customers, the same ones for the same seed, day, and number of those there are."""

    def __init__(self, staff: Staff, seed: int, *, has_diary: bool = True) -> None:
        self.staff, self.has_diary = staff, has_diary
        there = Customer.objects.count()

        def chance_of(what: str) -> Random:
            return Random(f"{what} {seed} {there}")

        self.chance, self.acquaintances = chance_of("customers"), chance_of("contacts")
        self.today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        self.sales = Sales(staff.manager, self.today, chance_of("deals"))
        self.diary = Diary(staff.manager, self.today, chance_of("activities"))
        self.leads = Leads(staff, self.today, chance_of("leads"))
        self.notebook = Notebook(staff.manager, self.today, chance_of("notes"))
        self.industries = {
            name: Industry.objects.named(name).establish(by=staff.manager) for name in names.TRADES
        }
        self.industry_weights = list(accumulate(1 / n for n in range(1, len(self.industries) + 1)))

    def generate(self, number: int) -> Iterator[int]:
        """Store so many customers, in chunks, and yield the size of each that is stored."""
        own = max(min(OWNS, number // 2) - self.staff.own.customers.count(), 0)
        for begin in range(0, number, CHUNK):
            numbers = range(begin, min(begin + CHUNK, number))
            # Those of the one who sees his own alone lie evenly among the others.
            lives = [self.life(n * own // number < (n + 1) * own // number) for n in numbers]
            with act():
                customers = store(lives)
                touch(customer.pk for customer in customers)
                contacts = store_contacts(customers, self.staff.manager, self.acquaintances)
                self.leads.store(customers, has_diary=self.has_diary)
                deals = self.sales.store(customers)
                if self.has_diary:
                    self.diary.store(customers, contacts, deals)
                    self.notebook.store(customers, deals)
            yield len(numbers)

    def life(self, is_own: bool) -> Life:
        """Invent a customer; one that is his stays his."""
        chance, staff = self.chance, self.staff
        owner = staff.own if is_own else self.owner()
        career = list(chance.choices(list(CAREERS), weights=list(CAREERS.values()))[0])
        life = Life()
        at = self.today - timedelta(seconds=86_400 * DAYS * chance.random() ** 1.5)
        said = {**self.nature(status=career.pop(0)), "owner": owner}
        life.events.append(Event(at, owner or staff.manager, said))
        for status in career:
            at = self.later(at)
            life.events.append(Event(at, owner or staff.manager, {"status": status}))
        heir = staff.account_manager(chance)
        if owner and not is_own and heir != owner and chance.random() < 0.1:
            at, owner = self.later(at), heir
            life.events.append(Event(at, staff.manager, {"owner": owner}))
        if chance.random() < 0.05:
            at = self.later(at)
            life.events.append(Event(at, owner or staff.manager, {"archived_at": at}))
        return life

    def owner(self) -> User | None:
        return None if self.chance.random() < 0.03 else self.staff.account_manager(self.chance)

    def nature(self, status: str) -> dict[str, object]:
        """Invent what a customer is, in the order in which history tells it."""
        chance = self.chance
        if chance.random() < 0.12:
            return {"name": names.person(chance), "kind": "individual", "status": status}
        trade = chance.choices(list(self.industries), cum_weights=self.industry_weights)[0]
        name, industry = names.company(chance, trade), self.industries[trade]
        said = {"name": name, "kind": "business", "status": status, "industry": industry}
        return said | {"website": names.website(name)} if chance.random() < 0.8 else said

    def later(self, at: datetime) -> datetime:
        return at + (self.today - at) * self.chance.random() ** 2


def store(lives: list[Life]) -> list[Customer]:
    """Write customers with all that happened to them."""
    customers = [life.customer() for life in lives]
    insert_records(customers)
    changes = [
        change
        for life, customer in zip(lives, customers, strict=True)
        for change in life.changes(customer)
    ]
    history.store(changes)
    insert(StatusChange, STATUS_CHANGE, list(status_changes(changes)))
    return customers


def status_changes(changes: list[tuple]) -> Iterator[tuple]:
    """Return what of this history stands in the log of statuses too."""
    for at, by, _, _, _, _, customer, _, name, old, new in changes:
        if name == "status":
            yield at, by, customer, old or "", new
