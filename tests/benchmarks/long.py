"""Customers with whom much happened: entries of every source by the thousand."""

from itertools import pairwise
from random import Random

from django.utils import timezone

from accounts.acts import act, touch
from accounts.models import Customer, User
from crm.bulk import activities, history, notes
from crm.bulk.deals import MOVE
from crm.bulk.staff import MANAGER
from crm.bulk.table import insert, moment
from deals.models import Deal, Move, Pipeline
from deals.models.move import whole_seconds
from tests.benchmarks.tables import LENGTHS
from tests.conftest import add_contact, add_customer, add_deal, add_lead, stage

PREFIX = "A story of "
# Of twenty entries so many are activities, notes and changes; what is left are moves of a deal.
DEEDS, NOTES, CHANGES = 12, 4, 2


@act()
def lengthen(customer: Customer, number: int) -> None:
    """Let so many more things have happened with a customer, all of it about one deal or none,
    and often with the same contacts."""
    touch([customer.pk])
    chance = Random(f"{customer.pk} {number}")
    by = User.objects.get(username=MANAGER)
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    diary = activities.Diary(by, today, chance)
    notebook = notes.Notebook(by, today, chance)
    contacts, deals = list(customer.contacts.all()[:2]), list(customer.deals.all()[:1])
    moments = sorted(diary.office_hour(-chance.randint(1, 2_500)) for _ in range(number))
    shares = [moments[begin::20] for begin in range(20)]

    def share(begin: int, end: int) -> list:
        return [at for part in shares[begin:end] for at in part]

    deeds = [diary.deed(customer, contacts, deals, at) for at in share(0, DEEDS)]
    activities.write(deeds)
    written = [notebook.note(customer, deals) for _ in share(DEEDS, DEEDS + NOTES)]
    for note in written:
        note.deal = deals[0]
    notes.write(written)
    edits = share(DEEDS + NOTES, DEEDS + NOTES + CHANGES)
    sites = [f"https://{number}.example" for number in range(len(edits) + 1)]
    history.store(
        (
            *(moment(at), by.pk, "command", "changed", "customer", customer.pk, customer.pk),
            *(customer.version, "website", old, new),
        )
        for at, (old, new) in zip(edits, pairwise(sites), strict=True)
    )
    insert(Move, MOVE, list(moves(deals, share(DEEDS + NOTES + CHANGES, 20), by)))


def moves(deals: list[Deal], moments: list, by: User):
    """Yield how a deal goes to and fro."""
    (deal,), stages = deals, list(Pipeline.objects.default().stages.standing().open())[:2]
    moments = sorted(moments)
    for number, (before, at) in enumerate(pairwise([*moments[:1], *moments])):
        old, new = stages if number % 2 else stages[::-1]
        stood = whole_seconds(before, at)
        yield deal.pk, deal.customer_id, moment(at), by.pk, old.pk, new.pk, stood


def begin(name: str) -> Customer:
    """Add a customer with whom much is to happen; but for that, all of them are alike."""
    by = User.objects.get(username=MANAGER)
    customer = add_customer(by, f"{PREFIX}{name}", owner=by.pk, created_at="2019-01-01T00:00:00Z")
    contact = add_contact(by, customer)
    add_lead(by, name, created_at="2018-12-01T00:00:00Z").convert(by=by, customer=customer)
    add_deal(by, customer, value="1000", contacts=[contact.pk])
    for number in range(2):
        add_deal(by, customer, f"Deal {number}", value="1000", stage=stage("Won").pk)
    return customer


def long_ones() -> list[Customer]:
    """Return the customers that were lengthened, from the shortest story to the longest."""
    stories = Customer.objects.filter(name__startswith=PREFIX)
    return list(stories.select_related("owner").order_by("pk"))


def lengthen_all() -> None:
    for number in LENGTHS:
        lengthen(begin(str(number)), number)
