"""What it costs to bring standings up to date: the same for one customer and for many, and for
one with whom little happened and for one with whom much did."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.acts import act, touch
from accounts.models import Customer, User
from activities.models import Activity
from reports.facts import gather
from reports.models import Standing
from reports.recount import differing, rebuild
from reports.signs import FAR
from tests.activities.test_timeline_cost import prepare
from tests.conftest import add_activity, add_deal, add_note
from tests.reports.test_list_cost import work

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def add_many(owner: User, number: int) -> list[Customer]:
    """Add so many customers, as bulk writers do."""
    customers = [
        Customer(name=f"Customer {n}", status="active", owner=owner) for n in range(number)
    ]
    for customer in customers:
        customer.derive()
    Customer.objects.bulk_create(customers)
    list(rebuild(Customer.objects.all()))
    return customers


def spoke(customers: Iterable[Customer], moments: Iterable[datetime]) -> None:
    """Let calls with each of these customers have taken place at these moments, unannounced."""
    calls = [
        Activity(customer=customer, kind="call", subject="Terms", completed_at=at)
        for at in moments
        for customer in customers
    ]
    for call in calls:
        call.derive()
    Activity.objects.bulk_create(calls)


def busy() -> list[datetime]:
    """Return moments of 300 calls on one day and of 30 on each of 30 days before, every other."""
    last = [NOON + timedelta(minutes=n) for n in range(300)]
    return last + [NOON - timedelta(days=2 * (n // 30 + 1), minutes=n % 30) for n in range(900)]


def statements(deed, *args, **how) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        deed(*args, **how)
    return [query["sql"] for query in captured.captured_queries]


def recount(customers: Iterable[Customer]) -> None:
    with act():
        touch(customer.pk for customer in customers)


def test_many_customers_are_recounted_by_as_many_questions_as_one(alice, bob):
    add_many(alice, 1)
    one = statements(alice.deactivate, by=bob)
    alice.activate(by=bob)
    add_many(alice, 99)
    many = statements(alice.deactivate, by=bob)
    asked, asked_of_one = (sum(sql.startswith("SELECT") for sql in sqls) for sqls in (many, one))
    assert asked == asked_of_one
    # They are stored so many at a time, of which SQLite takes few.
    assert len(many) <= len(one) + 3
    assert not any(wrong for _, wrong in differing(Customer.objects.all()))
    assert not Standing.objects.filter(unowned_on=FAR).exists()


def test_an_act_recounts_once_however_much_it_did(halden, alice):
    def note_and_plan() -> None:
        with act():
            for number in range(5):
                add_note(alice, halden)
                add_activity(alice, halden, due_on=NOON.date() + timedelta(days=number))
                add_deal(alice, halden)

    written = [sql for sql in statements(note_and_plan) if "INTO" in sql]
    assert sum(Standing._meta.db_table in sql for sql in written) == 1


def test_what_is_undone_touches_nobody(halden, alice):
    def fail() -> None:
        with act():
            add_deal(alice, halden, value="5")
            raise KeyError

    kept = Standing.objects.values().get()
    with pytest.raises(KeyError):
        fail()
    add_note(alice, halden)
    assert Standing.objects.values().get() == kept


def test_who_speaks_very_often_has_the_right_rhythm(alice):
    few, *many = add_many(alice, 6)
    spoke([few], busy()[-3:])
    spoke(many, busy())
    recount([few, *many])
    rhythms = Standing.objects.order_by("pk").values_list("rhythm", flat=True)
    assert list(rhythms) == [None, 2, 2, 2, 2, 2]
    assert len(statements(recount, many)) == len(statements(recount, many[:1]))
    # Further back it is looked in ever larger steps, and only as far as need be.
    assert len(statements(recount, many)) <= len(statements(recount, [few])) + 4


def test_many_contacts_are_no_more_work_than_few(swept, alice):
    (customer,) = add_many(alice, 1)
    moments = [NOON - timedelta(days=n) for n in range(5_000)]
    spoke([customer], moments[:100])
    prepare()
    few = work(gather, [customer.pk])
    spoke([customer], moments[100:])
    prepare()
    assert work(gather, [customer.pk]) <= max(
        1.2 * few, {"sqlite": 0, "postgresql": 150}[connection.vendor]
    )
