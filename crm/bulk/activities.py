"""Bulk activities with who took part, and the history that they would have had."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from accounts.history import Action, text_of
from accounts.models import Contact, Customer, Lead, User
from activities.models import Activity, Participant
from activities.models.activity import named
from activities.models.kind import Kind
from crm.bulk import history
from crm.bulk.table import insert, insert_records, moment
from deals.models import Deal

SUBJECTS = {
    Kind.CALL: (
        *("Checked in", "Answered questions on the offer", "Discussed delivery dates"),
        *("Followed up the invoice", "Asked about next year", "Support case, second call"),
    ),
    Kind.EMAIL: (
        *(
            "Sent the offer",
            "Sent the datasheets",
            "Confirmed the delivery",
            "Thanks for the visit",
        ),
        *("Price list for next quarter", "Dates for the workshop", "Reminder: contract"),
    ),
    Kind.MEETING: ("Quarterly review", "Site visit", "Demonstration", "Contract negotiation"),
    Kind.TASK: (
        *("Send the revised offer", "Check the stock", "Ask legal about the terms"),
        *("Prepare the review", "Update the forecast"),
    ),
}
OUTCOMES = ("Agreed", "Will call back", "Needs approval", "Not now, ask again next quarter")
# How many in a hundred are of a kind, of what was done and of what is planned.
DONE = {Kind.CALL: 33, Kind.EMAIL: 40, Kind.MEETING: 13, Kind.TASK: 14}
PLANNED = {Kind.CALL: 35, Kind.EMAIL: 10, Kind.MEETING: 20, Kind.TASK: 35}
# How many a customer of the usual age has: most a few, some a hundred. The logarithm's mean and
# deviation.
USUAL_AGE = 1_168
FREQUENCY, SKEW = 1.8, 1.0
MOST = 400


@dataclass
class Deed:
    """An activity, whom it is about, who takes part, and who wrote it down."""

    activity: Activity
    about: Customer | Lead
    deal: Deal | None
    contacts: list[Contact]
    by: User


class Diary:
    """Invents what was done with customers and what is planned, the same for the same chance."""

    def __init__(self, by: User, today: datetime, chance: Random) -> None:
        self.by, self.today, self.chance = by, today, chance

    def store(self, customers: list[Customer], contacts: list[Contact], deals: list[Deal]) -> None:
        """Give these customers their activities, with their own contacts and deals."""
        known, sold = of_each(contacts), of_each(deals)
        write(
            [
                deed
                for customer in customers
                for deed in self.deeds(
                    customer, known.get(customer.pk, []), sold.get(customer.pk, [])
                )
            ]
        )

    def deeds(
        self, customer: Customer, contacts: list[Contact], deals: list[Deal]
    ) -> Iterator[Deed]:
        """Invent what was done with a customer, and perhaps the next step."""
        chance = self.chance
        days = (self.today - customer.created_at).days + 1
        number = chance.lognormvariate(FREQUENCY, SKEW) * days / USUAL_AGE
        for _ in range(min(int(number + chance.random()), MOST)):
            ago = 1 + int(days * chance.random())
            yield self.deed(customer, contacts, deals, self.office_hour(-ago))
        is_looked_after = customer.archived_at is None and customer.status != "inactive"
        if is_looked_after and chance.random() < 0.35:
            yield self.planned(customer, contacts, deals)

    def office_hour(self, days: int) -> datetime:
        """Return a moment of a working day so many days from now, of Friday's at weekends."""
        day = self.today + timedelta(days=days)
        day -= timedelta(days=max(day.weekday() - 4, 0))
        return day + timedelta(minutes=self.chance.randrange(7 * 60, 16 * 60))

    def deed(
        self, customer: Customer, contacts: list[Contact], deals: list[Deal], at: datetime
    ) -> Deed:
        """Invent what was done at a moment: written down after it, or planned some days before."""
        chance = self.chance
        kind = chance.choices(list(DONE), weights=list(DONE.values()))[0]
        activity = Activity(
            customer_id=customer.pk,
            kind=kind.value,
            subject=chance.choice(SUBJECTS[kind]),
            owner_id=customer.owner_id,
            completed_at=at,
            completed_by_id=(customer.owner or self.by).pk,
            created_at=at,
            updated_at=at,
        )
        if kind in (Kind.CALL, Kind.MEETING):
            activity.minutes = chance.choice((5, 10, 15, 30, 45, 60))
            activity.outcome = chance.choice(OUTCOMES) if chance.random() < 0.4 else ""
        if kind == Kind.TASK or (kind == Kind.MEETING and chance.random() < 0.5):
            self.was_planned(activity)
        return self.about(activity, customer, contacts, deals)

    def was_planned(self, activity: Activity) -> None:
        """Let what was done have been planned before: a task for a day, all else for a moment."""
        done = activity.updated_at
        activity.created_at = done - timedelta(days=self.chance.randint(1, 14), minutes=20)
        activity.version = 2
        if activity.kind == Kind.TASK:
            activity.due_on = done.date() + timedelta(days=self.chance.randint(-3, 2))
        else:
            activity.due_at = done.replace(minute=0)

    def planned(self, customer: Customer, contacts: list[Contact], deals: list[Deal]) -> Deed:
        """Invent what is to be done: a third of it is late, some has no day."""
        chance = self.chance
        kind = chance.choices(list(PLANNED), weights=list(PLANNED.values()))[0]
        at = self.today - timedelta(days=chance.randint(1, 40), minutes=chance.randrange(600))
        days = chance.randint(-20, 40)
        activity = Activity(
            customer_id=customer.pk,
            kind=kind.value,
            subject=chance.choice(SUBJECTS[kind]),
            owner_id=customer.owner_id,
            created_at=at,
            updated_at=at,
        )
        if kind == Kind.MEETING or chance.random() < 0.2:
            activity.due_at = self.office_hour(days).replace(minute=30)
        elif chance.random() < 0.95:
            activity.due_on = self.office_hour(days).date()
        return self.about(activity, customer, contacts, deals)

    def about(
        self,
        activity: Activity,
        customer: Customer,
        contacts: list[Contact],
        deals: list[Deal],
    ) -> Deed:
        """Choose who takes part and which deal it is about."""
        chance = self.chance
        deal = chance.choice(deals) if deals and chance.random() < 0.3 else None
        activity.deal_id = deal.pk if deal else None
        activity.derive()
        number = 0 if activity.kind == Kind.TASK else chance.choices((0, 1, 2), (3, 6, 1))[0]
        people = chance.sample(contacts, min(number, len(contacts)))
        return Deed(activity, customer, deal, people, customer.owner or self.by)


def of_each(rows: list) -> dict[int, list]:
    """Return rows by the customer that they hang on."""
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.customer_id, []).append(row)
    return found


def write(deeds: list[Deed]) -> None:
    """Write activities with who took part and their history."""
    insert_records([deed.activity for deed in deeds])
    pairs = [(deed.activity.pk, who.pk) for deed in deeds for who in deed.contacts]
    insert(Participant, ("activity_id", "contact_id"), pairs)
    history.store(row for deed in deeds for row in told(deed))


def told(deed: Deed) -> Iterator[tuple]:
    """Yield an activity's history, in history's order."""
    activity, by = deed.activity, deed.by.pk
    done = text_of(activity.completed_at)
    said = {
        deed.about.kind_of_record(): deed.about.name,
        "kind": activity.kind,
        "subject": activity.subject,
        "outcome": activity.outcome,
        "due_on": text_of(activity.due_on),
        "due_at": text_of(activity.due_at),
        "minutes": text_of(activity.minutes),
        "completed_at": done if activity.version == 1 else None,
        "owner": text_of(deed.about.owner),
        "deal": text_of(deed.deal),
        "contacts": named(deed.contacts),
    }
    about = "activity", activity.pk, activity.customer_id
    begin = moment(activity.created_at), by, "command", Action.CREATED.value, *about, 1
    for name, value in said.items():
        if value:
            yield *begin, name, None, value
    if activity.version > 1:
        end = moment(activity.updated_at), by, "command", Action.CHANGED.value, *about, 2
        yield *end, "completed_at", None, done
