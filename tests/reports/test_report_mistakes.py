"""The mistakes that other systems make in their reports, none of which ours makes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Contact, Customer, User
from activities.models.activity import Participant
from deals.models import Deal, Move, Part
from reports.recount import rebuild
from reports.report.all import REPORTS
from reports.report.table import Look, Shown
from tests.conftest import (
    add_activity,
    add_contact,
    add_customer,
    add_deal,
    add_lead,
    lasting,
    person,
    signed_in,
    stage,
)
from tests.reports.asking import ask, by_first, said, tables
from tests.reports.clock import Clock, stopped_at

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MANY = 1_000
# Of many deals how many stand where, what each is worth, and how many contacts are on each.
STAND = {"Won": (500, Decimal(10)), "Lost": (300, Decimal(7)), "Proposal": (200, Decimal(100))}
ON_EACH = 5


def days(number: int) -> timedelta:
    return timedelta(days=number)


def add_many(owner: User, customer: Customer) -> None:
    """Give a customer many deals, closed in the last days, and many contacts who are on them."""
    contacts = [Contact(customer=customer, name=f"Contact {n}") for n in range(MANY)]
    stages = [stage(name) for name, (count, _) in STAND.items() for _ in range(count)]
    deals = [Deal(customer=customer, name="Silo", owner=owner) for _ in stages]
    for number, (deal, into) in enumerate(zip(deals, stages, strict=True)):
        deal.created_at, deal.value = NOON - days(20), STAND[into.name][1]
        deal.enter(into, at=NOON - timedelta(hours=number % 100))
    for row in (*contacts, *deals):
        row.derive()
    contacts, deals = Contact.objects.bulk_create(contacts), Deal.objects.bulk_create(deals)
    Part.objects.bulk_create(
        Part(deal=deal, contact=contacts[(number + n) % MANY])
        for number, deal in enumerate(deals)
        for n in range(ON_EACH)
    )
    Move.objects.bulk_create(
        Move(
            deal=deal,
            customer=customer,
            at=at,
            from_stage=before,
            to_stage=into,
            stood=before and 0,
        )
        for deal, into in zip(deals, stages, strict=True)
        for at, before, into in (
            (deal.created_at, None, stages[-1]),
            (deal.entered_at, stages[-1], into),
        )
        if before != into
    )


def add_few(owner: User) -> None:
    """Add a customer with one deal that was won, one that was lost, and one that is open."""
    customer = add_customer(owner, "Nordwall", status="active", owner=owner.pk)
    for name, (_, value) in STAND.items():
        said = {"owner": owner.pk, "value": value, "expected_close": NOON.date()}
        add_deal(owner, customer, **said).move_to(stage(name), by=owner)


def spoken_with(owner: User, clock: Clock) -> None:
    """Add active customers with whom we spoke yesterday in every way in which one can, and others
    with whom we did not."""
    done = {"completed_at": clock.moment - days(1), "owner": owner.pk}
    for name in ("On itself", "On a contact", "On a deal", "On a lead", "Planned", "A task"):
        said = {"status": "active", "owner": owner.pk, "created_at": clock.moment - days(400)}
        customer = add_customer(owner, name, **said)
        if name == "On itself":
            add_activity(owner, customer, **done)
        elif name == "On a contact":
            contact = add_contact(owner, customer)
            add_activity(owner, customer, contacts=[contact.pk], kind="email", **done)
        elif name == "On a deal":
            deal = add_deal(owner, customer, owner=owner.pk)
            add_activity(owner, customer, deal=deal.pk, kind="meeting", **done)
        elif name == "On a lead":
            lead = add_lead(owner)
            add_activity(owner, lead, **done)
            lead.convert(by=owner, customer=customer)
        elif name == "Planned":
            add_activity(owner, customer, kind="meeting", due_on=clock.moment.date())
        else:
            add_activity(owner, customer, kind="task", **done)


def build() -> User:
    bob, dora, eve = (person(name, role="manager") for name in ("bob", "dora", "eve"))
    with stopped_at(NOON) as clock:
        halden = add_customer(bob, "Halden", status="active", owner=bob.pk, industry="Logistics")
        add_many(bob, halden)
        add_few(dora)
        spoken_with(eve, clock)
        list(rebuild(Customer.objects.all()))
    return bob


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[User]:
    with lasting(django_db_blocker, build) as bob:
        yield bob


@pytest.fixture(autouse=True)
def now(db, built) -> Iterator[Clock]:
    with stopped_at(NOON) as clock:
        yield clock


@pytest.fixture
def bob(built) -> User:
    return User.objects.get(pk=built.pk)


def of(name: str) -> int:
    return User.objects.get(username=name).pk


def statements(slug: str, reader: User, owner: int) -> list[str]:
    """Return what a report asks the database for all its tables."""
    with CaptureQueriesContext(connection) as captured:
        report: Any = ask(slug, reader, owner=owner)
        assert report.answer.words
        for table in tables(report).values():
            list(table.body)
    return [query["sql"] for query in captured.captured_queries]


class TestManyDeals:
    def test_lifetime_value_adds_up_all_that_were_won_and_none_that_was_lost(self, bob):
        report = ask("lifetime-value", bob, owner=bob.pk)
        ((_, value, won, average, *_),) = said(report.main)
        assert (value, won, average, report.total) == (5_000, 500, 10, 5_000)

    def test_open_ones_stand_beside_lifetime_value(self, bob):
        ((*_, value, weighted),) = said(ask("lifetime-value", bob, owner=bob.pk).main)
        assert (value, weighted) == (20_000, 200 * stage("Proposal").probability)

    def test_an_industry_has_them_once(self, bob):
        told = by_first(ask("industries", bob, owner=bob.pk).main)
        assert told["Logistics"] == [1, 1, 1, 5_000, 1, 500, 300, 0.625]

    def test_the_win_rate_is_of_the_closed_ones(self, bob):
        report = ask("deal-history", bob, owner=bob.pk)
        assert (report.created, report.won, report.lost) == (1_000, 500, 300)
        assert (report.won_value, report.lost_value) == (5_000, 2_100)
        assert report.win_rate == 500 / 800
        assert sum(month.won for month in report.months) == 500

    def test_the_forecast_is_of_the_open_ones(self, bob):
        weighted = 200 * stage("Proposal").probability
        report = ask("deal-history", bob, owner=bob.pk)
        assert by_first(report.forecast.table)["No date"] == [200, 20_000, weighted]
        assert [cell.value for cell in report.forecast.table.foot[1:]] == [200, 20_000, weighted]
        few = by_first(ask("deal-history", bob, owner=of("dora")).forecast.table)
        assert few["Mar 2026"] == [1, 100, stage("Proposal").probability]

    def test_a_page_of_rows_leads_to_all_that_were_counted(self, bob):
        rows = ask("deal-history", bob, owner=bob.pk).rows("won")
        assert (rows.queryset.count(), rows.sum) == (500, 5_000)


def test_reached_are_those_with_whom_we_spoke_wherever_that_was_logged(bob):
    report = ask("activity-frequency", bob, owner=of("eve"))
    reached = report.rows("reached.30").queryset.values_list("name", flat=True)
    assert set(reached) == {"On itself", "On a contact", "On a deal", "On a lead"}
    unreached = report.rows("unreached.90").queryset.values_list("name", flat=True)
    assert set(unreached) == {"Planned", "A task"}
    assert (report.total, report.coverage30) == (4, 4 / 6)
    assert dict(report.by_kind) == {"call": 2, "email": 1, "meeting": 1}


def test_who_is_silent_is_not_who_was_only_planned_for(bob):
    silent = ask("active-inactive", bob, owner=of("eve")).rows("silent").queryset
    assert list(silent.values_list("name", flat=True)) == ["A task"]


@pytest.mark.parametrize("slug", REPORTS)
class TestEachReport:
    def test_asks_as_little_for_many_rows_as_for_few(self, slug, bob):
        many, few = (statements(slug, bob, of(name)) for name in ("bob", "dora"))
        assert len(many) == len(few)

    def test_asks_no_contacts_who_would_multiply_deals(self, slug, bob):
        contacts = [f'"{model._meta.db_table}"' for model in (Contact, Part, Participant)]
        for sql in statements(slug, bob, bob.pk):
            assert not any(table in sql for table in contacts)

    def test_tells_none_yet_where_there_is_nothing_to_divide(self, slug, charlie):
        report = ask(slug, charlie)
        for shown in every_cell(report):
            if shown.look in (Look.RATIO, Look.DAYS, Look.NUMBER):
                assert shown.cell.value is None
                assert (shown.told, shown.plain) == ("None yet", "")

    def test_prints_zero_where_the_count_is_zero(self, slug, charlie):
        counts = [shown for shown in every_cell(ask(slug, charlie)) if shown.look == Look.COUNT]
        assert counts
        assert {(shown.told, shown.plain) for shown in counts if shown.cell.value is not None} == {
            ("0", "0")
        }

    def test_is_a_page_and_a_file_where_there_is_nothing(self, slug, charlie):
        client = signed_in(charlie)
        page = client.get(f"/reports/{slug}/")
        assert page.status_code == 200
        file = client.get(f"/reports/{slug}.csv")
        assert file.status_code == 200
        assert b"None yet" not in file.getvalue()


def every_cell(report: Any) -> list[Shown]:
    found = tables(report).values()
    return [shown for table in found for row in [*table.body, table.total] for shown in row]
