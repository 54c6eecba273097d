"""A page of the timeline costs the database as much for a long story as for a short one."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import Customer, User
from activities.timeline import KINDS, Timeline
from crm.bulk.staff import MANAGER
from tests.benchmarks.long import lengthen
from tests.conftest import add_lead, know_the_rows
from tests.cost import work

# Few entries, many, and work that is little for any number: an index grows a level now and then.
SIZES = {"sqlite": (600, 6_000, 0), "postgresql": (1_000, 8_000, 300)}
KINDS_ASKED = ((), ("note",), ("call", "meeting"), ("move", "deal"), ("status", "change"))


@pytest.fixture
def customer(swept, db) -> Customer:
    call_command("generate", customers=60, stdout=StringIO())
    known = Customer.objects.unarchived().filter(status="active", contacts__isnull=False)
    customer = known.filter(deals__isnull=False).order_by("pk")[0]
    manager = User.objects.get(username=MANAGER)
    add_lead(manager).convert(by=manager, customer=customer, contact=False)
    lengthen(customer, SIZES[connection.vendor][0])
    return customer


def prepare() -> None:
    know_the_rows()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Small tables PostgreSQL would rather read whole; asked is what the indexes can do.
            for way in ("seqscan", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")


def read(record, **where) -> None:
    assert Timeline(record, **where).entries


def deep(record, kinds: tuple[str, ...]) -> str | None:
    """Return the cursor of the entry in the middle of a timeline."""
    entries = Timeline(record, kinds=kinds, size=10_000).entries
    return Timeline(record, kinds=kinds, size=len(entries) // 2).end


def works(customer: Customer) -> dict[tuple, int]:
    prepare()
    found = {}
    for record in (customer, customer.deals.first(), customer.contacts.order_by("pk")[0]):
        for kinds in KINDS_ASKED:
            if Timeline(record, kinds=kinds, size=60).has_more:
                after = deep(record, kinds)
                which = record.kind_of_record(), kinds
                found[*which, "first"] = work(read, record, kinds=kinds)
                found[*which, "deep"] = work(read, record, kinds=kinds, after=after)
    return found


def test_many_times_the_entries_are_no_more_work(customer):
    few, many, little = SIZES[connection.vendor]
    before = works(customer)
    lengthen(customer, many - few)
    allowed = {what: max(2 * cost, little) for what, cost in before.items()}
    now = works(customer)
    grown = {what: (before[what], now[what]) for what in before if now[what] > allowed[what]}
    assert not grown


def test_each_kind_of_entries_is_there(customer):
    kinds = {entry.kind for entry in Timeline(customer, size=1_000)}
    assert kinds >= KINDS.keys() - {"status", "archive", "contact"}
