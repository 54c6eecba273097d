"""Bulk notes, with the history that they would have had."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from accounts.history import Action, text_of
from accounts.models import Customer, User
from activities.models import Note
from crm.bulk import history
from crm.bulk.activities import of_each
from crm.bulk.table import insert_records, moment
from deals.models import Deal

SENTENCES = (
    "They want one invoice a month.",
    "Budget is decided in autumn.",
    "The new site opens next year.",
    "Happy with the support so far.",
    "A competitor visited them last week.",
    "Purchasing asks for a frame contract.",
    "Delivery must go to the back entrance.",
    "They compare three suppliers.",
    "The board wants to see figures first.",
    "Details: https://intranet.example/minutes",
    "- [ ] Send the reference list",
    "- [x] Ask for the floor plan",
    "- [ ] Call again after the holidays",
)
# How many notes a customer has, and how many customers in a hundred have so many.
NUMBERS = {0: 45, 1: 23, 2: 14, 3: 8, 5: 6, 12: 4}


class Notebook:
    """Invents notes on customers, the same for the same chance."""

    def __init__(self, by: User, today: datetime, chance: Random) -> None:
        self.by, self.today, self.chance = by, today, chance

    def store(self, customers: list[Customer], deals: list[Deal]) -> None:
        """Give these customers their notes."""
        sold = of_each(deals)
        notes = [
            self.note(customer, sold.get(customer.pk, []))
            for customer in customers
            for _ in range(self.chance.choices(list(NUMBERS), weights=list(NUMBERS.values()))[0])
        ]
        write(notes)

    def note(self, customer: Customer, deals: list[Deal]) -> Note:
        """Invent a note, written some time since the customer came; some are dated back."""
        chance = self.chance
        at = customer.created_at + (self.today - customer.created_at) * chance.random()
        note = Note(
            customer=customer,
            body="\n".join(chance.sample(SENTENCES, chance.randint(1, 4))),
            deal=chance.choice(deals) if deals and chance.random() < 0.2 else None,
            by=customer.owner or self.by,
            created_at=at,
            updated_at=at,
        )
        ago = chance.randint(1, 9) if chance.random() < 0.15 else 0
        note.noted_on = note.written_on - timedelta(days=ago)
        if chance.random() < 0.04:
            note.is_pinned, note.version = True, 2
        note.derive()
        return note


def write(notes: list[Note]) -> None:
    """Write notes with their history."""
    insert_records(notes)
    history.store(row for note in notes for row in told(note))


def told(note: Note) -> Iterator[tuple]:
    """Yield a note's history, in history's order: it was written, and perhaps pinned at once."""
    said = {
        "customer": str(note.customer),
        "body": note.body,
        "noted_on": text_of(note.noted_on),
        "deal": text_of(note.deal),
        "is_pinned": "no",
    }
    begin = moment(note.created_at), note.by and note.by.pk, "command"
    about = "note", note.pk, note.customer_id
    for name, value in said.items():
        if value:
            yield *begin, Action.CREATED.value, *about, 1, name, None, value
    if note.is_pinned:
        yield *begin, Action.CHANGED.value, *about, 2, "is_pinned", "no", "yes"
