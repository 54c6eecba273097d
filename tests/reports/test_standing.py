"""How customers stand follows what is done, whichever door it came by."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Customer
from activities.models import Activity
from deals.models import Deal
from reports.models import Snooze, Standing
from reports.signs import FAR, Code
from tests.conftest import (
    add_activity,
    add_contact,
    add_deal,
    add_halden,
    add_lead,
    add_note,
    issue_token,
    lasting,
    person,
    signed_in,
    stage,
)
from tests.crm.conftest import Script
from tests.reports.clock import Clock, stopped_at

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOON.date()


def days(number: int) -> timedelta:
    return timedelta(days=number)


def build():
    """Halden is known to Alice and all is well: they spoke today and speak again in three days."""
    alice, bob = person("alice"), person("bob", role="manager")
    person("ada", is_superuser=True, is_staff=True)
    with stopped_at(NOON):
        halden = add_halden(alice)
        add_contact(alice, halden, email="maren@halden.example")
        add_activity(alice, halden, completed_at=NOON)
        add_activity(alice, halden, "Send the terms", kind="task", due_on=TODAY + days(3))
        add_note(alice, halden)
    return halden, alice, bob


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[tuple]:
    with lasting(django_db_blocker, build) as people:
        yield people


@pytest.fixture(autouse=True)
def clock(db, built) -> Iterator[Clock]:
    with stopped_at(NOON) as clock:
        yield clock


@pytest.fixture
def halden(built) -> Customer:
    return Customer.objects.get(pk=built[0].pk)


@pytest.fixture
def alice(built):
    return built[1]


@pytest.fixture
def bob(built):
    return built[2]


@pytest.fixture
def send(alice):
    """Post to an address as Alice does on a page."""
    client = signed_in(alice)

    def post(address: str, **said) -> None:
        assert client.post(address, said).status_code == 302

    return post


@pytest.fixture
def script(alice):
    """Run a mutation of a record as a script of Alice's does."""
    script = Script(issue_token(alice))

    def run(mutation: str, record, **said: str | None) -> None:
        told = ", ".join(f"{name}: {json.dumps(value)}" for name, value in said.items())
        payload = (
            f", payload: {{{told}}}" if mutation.startswith("update") else f", {told}" * bool(told)
        )
        script.data(f"mutation {{ {mutation}(id: {record.pk}{payload}) {{ id }} }}")

    return run


@pytest.fixture
def site(built):
    return signed_in(type(built[1]).objects.get(username="ada"))


def stands(customer: Customer) -> Standing:
    return Standing.objects.get(pk=customer.pk)


def test_all_is_well_until_nothing_is_planned_and_nobody_speaks(halden):
    standing = stands(halden)
    assert (standing.is_new, standing.contact_key) == (False, NOON)
    assert standing.next_step.subject == "Send the terms"
    assert standing.no_step_on == standing.watch_on == date(2026, 3, 6)
    assert standing.overdue_on == date(2026, 3, 12)
    assert standing.silent_on == standing.at_risk_on == date(2026, 4, 1)
    others = (standing.reorder_on, standing.stalled_on, standing.lost_on, standing.unowned_on)
    assert {*others, standing.slipping_on, standing.no_primary_on} == {FAR}


class TestCustomers:
    def test_who_is_put_away_has_no_signs_and_keeps_its_figures(self, halden, alice, send):
        add_deal(alice, halden, value="100", stage=stage("Won").pk)
        send(f"/accounts/{halden.pk}/archive/")
        standing = stands(halden)
        assert (standing.watch_on, standing.at_risk_on, standing.silent_on) == (FAR, FAR, FAR)
        assert standing.lifetime_value == 100
        send(f"/accounts/{halden.pk}/restore/")
        assert stands(halden).silent_on == date(2026, 4, 1)

    def test_signs_go_by_the_status(self, halden, alice, script):
        add_deal(alice, halden, stage=stage("Lost").pk)
        script("updateCustomer", halden, status="prospect")
        standing = stands(halden)
        assert (standing.silent_on, standing.lost_on, standing.lost_deal) == (FAR, FAR, None)
        assert standing.watch_on == standing.no_step_on == date(2026, 3, 6)
        script("updateCustomer", halden, status="inactive")
        assert stands(halden).watch_on == FAR

    def test_nobody_looks_after_it_from_the_day_on_which_its_owner_went(
        self, halden, alice, clock, site
    ):
        people = "/admin/accounts/user/"
        clock.go_on(days=1)
        site.post(people, {"action": "deactivate", "_selected_action": [alice.pk]})
        assert stands(halden).unowned_on == TODAY + days(1)
        site.post(people, {"action": "activate", "_selected_action": [alice.pk]})
        assert stands(halden).unowned_on == FAR

    def test_nobody_looks_after_it_from_the_day_on_which_it_lost_its_owner(
        self, halden, clock, script
    ):
        clock.go_on(days=2)
        script("updateCustomer", halden, owner=None)
        standing = stands(halden)
        assert (standing.owner, standing.unowned_on) == (None, TODAY + days(2))

    def test_a_purge_takes_the_standing_along(self, halden, alice, site):
        add_deal(alice, halden, stage=stage("Lost").pk)
        address = f"/admin/accounts/customer/{halden.pk}/delete/"
        assert site.post(address, {"post": "yes"}).status_code == 302
        assert not Standing.objects.exists()

    def test_a_snoozed_sign_holds_from_the_day_that_was_said(self, halden, alice):
        Snooze.put(halden, Code.SILENT, until=date(2026, 5, 1), reason="A holiday", by=alice)
        assert stands(halden).silent_on == date(2026, 5, 1)
        assert stands(halden).at_risk_on == date(2026, 5, 1)
        Snooze.put(halden, Code.SILENT, until=date(2026, 3, 9), reason="A holiday", by=alice)
        assert stands(halden).silent_on == date(2026, 4, 1)


class TestDeals:
    def test_a_reopened_one_is_open_again(self, halden, alice, send):
        deal = add_deal(alice, halden, value="100")
        deal.win(by=alice)
        assert (stands(halden).lifetime_value, stands(halden).first_won_at) == (100, NOON)
        send(f"/deals/{deal.pk}/reopen/")
        standing = stands(halden)
        assert (standing.lifetime_value, standing.open_value) == (0, 100)
        assert (standing.won_count, standing.open_count, standing.first_won_at) == (0, 1, None)

    def test_the_last_one_was_lost_until_one_is_opened(self, halden, alice, clock, script):
        deal = add_deal(alice, halden, value="100")
        older = add_deal(alice, halden, "Older")
        clock.go_on(days=1)
        script("loseDeal", deal, reason="Price")
        assert (stands(halden).lost_on, stands(halden).lost_deal) == (TODAY + days(1), deal)
        # One that was open all along may move as it likes.
        older.move_to(stage("Commit"), by=alice)
        assert stands(halden).lost_deal == deal
        older.lose("Price", by=alice)
        assert stands(halden).lost_deal == older
        script("reopenDeal", deal)
        assert (stands(halden).lost_on, stands(halden).lost_deal) == (FAR, None)

    def test_one_that_is_put_away_does_not_count(self, halden, alice, script):
        deal = add_deal(alice, halden, value="12.34", expected_close=TODAY)
        assert stands(halden).slipping_deal == deal
        script("archiveDeal", deal)
        standing = stands(halden)
        assert (standing.open_value, standing.slipping_on, standing.slipping_deal_id) == (
            0,
            FAR,
            None,
        )
        script("restoreDeal", deal)
        assert stands(halden).open_value == Decimal("12.34")
        assert stands(halden).slipping_on == TODAY + days(1)

    def test_a_close_that_is_put_off_twice_slips_from_that_day_on(self, halden, alice, clock, send):
        deal = add_deal(alice, halden, expected_close=TODAY + days(30))
        for number in (40, 35, 50):
            clock.go_on(days=1)
            close = TODAY + days(number)
            send(f"/deals/{deal.pk}/edit/?only=expected_close", expected_close=close)
        assert stands(halden).slipping_on == TODAY + days(3)

    def test_a_stages_limit_holds_at_once_for_all_who_stand_there(self, halden, alice, site):
        deal = add_deal(alice, halden, stage=stage("Proposal").pk)
        assert (stands(halden).stalled_on, stands(halden).stalled_deal) == (TODAY + days(21), deal)
        proposal = stage("Proposal")
        said = {"name": "Proposal", "position": 3, "probability": 55, "stalled_after": 5}
        address = f"/admin/deals/stage/{proposal.pk}/change/"
        assert site.post(address, said | {"version": proposal.version}).status_code == 302
        assert (stands(halden).stalled_on, stands(halden).stalled_deal) == (TODAY + days(5), deal)

    def test_a_reorder_is_late_after_one_and_a_half_of_the_usual_time(self, halden, bob):
        for ago in (70, 31, 0):
            at = NOON - days(ago)
            add_deal(bob, halden, stage=stage("Won").pk, created_at=at)
        standing = stands(halden)
        # Gaps of 39 and 31 days: 35, of which one and a half are 52.5.
        assert standing.order_rhythm == 35
        assert standing.reorder_on == TODAY + days(53)
        lost = add_deal(bob, halden, stage=stage("Lost").pk)
        assert stands(halden).reorder_deal == standing.reorder_deal != lost
        add_deal(bob, halden)
        assert (stands(halden).reorder_on, stands(halden).reorder_deal) == (FAR, None)


class TestActivitiesAndNotes:
    def test_a_call_of_before_counts_on_its_day(self, halden, send):
        for ago in (20, 6):
            said = {"kind": "call", "subject": "Terms", "day": TODAY - days(ago)}
            send(f"/activities/add/?customer={halden.pk}", happened="yes", **said)
        standing = stands(halden)
        assert (standing.contact_key, standing.rhythm) == (NOON, 10)
        assert standing.silent_on == TODAY + days(30)

    def test_who_speaks_rarely_is_silent_later_but_no_later_than_90_days(self, halden, alice):
        for ago, silent in ((40, 30), (80, 80), (200, 80), (400, 90)):
            add_activity(alice, halden, completed_at=NOON - days(ago))
            assert stands(halden).silent_on == TODAY + days(silent)

    def test_a_completed_one_is_no_next_step(self, halden, send):
        step = Activity.objects.open().get()
        send(f"/activities/{step.pk}/complete/")
        standing = stands(halden)
        assert (standing.next_step, standing.no_step_on) == (None, TODAY)
        send(f"/activities/{step.pk}/reopen/")
        assert stands(halden).next_step == step

    def test_what_is_due_at_a_moment_comes_before_what_is_due_on_that_day(self, halden, alice):
        late = NOON + days(3) + timedelta(hours=11)
        call = add_activity(alice, halden, "Call them", due_at=late)
        assert (stands(halden).next_step, stands(halden).next_key) == (call, late)

    def test_a_note_that_is_put_away_is_not_known_any_more(self, halden, send):
        send(f"/notes/{halden.notes.get().pk}/archive/")
        standing = stands(halden)
        assert (standing.is_new, standing.watch_on, standing.at_risk_on) == (True, FAR, FAR)
        assert standing.silent_on == date(2026, 4, 1)

    def test_what_was_said_with_a_lead_was_said_with_the_customer(self, halden, alice, clock, send):
        lead = add_lead(alice)
        clock.go_on(days=1)
        call = add_activity(alice, lead, completed_at=clock.moment)
        assert stands(halden).last_contact != call
        send(f"/leads/{lead.pk}/convert/", customer=halden.pk, deal_name="Silo", deal_value="50")
        standing = stands(halden)
        assert (standing.last_contact, standing.open_value) == (call, 50)

    def test_a_lead_that_becomes_a_customer_stands_at_once(self, alice, send):
        lead = add_lead(alice)
        step = add_activity(alice, lead, due_on=TODAY)
        send(f"/leads/{lead.pk}/convert/", deal_name="Silo", deal_value="50")
        standing = Standing.objects.get(customer=Deal.objects.get().customer)
        assert (standing.next_step, standing.open_value, standing.owner) == (step, 50, alice)


def test_no_usable_primary_contact_is_a_notice_without_a_day(halden, alice, send):
    add_activity(alice, halden, due_on=TODAY + days(3))
    (maren,) = halden.contacts.all()
    send(f"/contacts/{maren.pk}/edit/?only=email", email="")
    noticed = stands(halden)
    assert Code.NO_PRIMARY in noticed.signs(TODAY)
    assert noticed.watch_on == TODAY + days(4)
    send(f"/contacts/{maren.pk}/edit/?only=phone", phone="+1 555 0142")
    assert stands(halden).no_primary_on == FAR
