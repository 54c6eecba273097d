"""Each sign says what it found, why and what to do: made by real acts that are dated back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Customer, User
from deals.forms.deal import DealForm
from deals.models import Deal
from reports.health import Health
from reports.sentences import Sign, every
from reports.signs import Code
from reports.templatetags.health import health_of
from tests.conftest import add_activity, add_contact, add_customer, add_deal, stage
from tests.reports.clock import Clock, stopped_at

TODAY = date(2026, 11, 19)
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    """It is noon of 19 November 2026, until a test says otherwise."""
    with stopped_at(NOON) as clock:
        yield clock


def ago(days: int) -> str:
    return (NOON - timedelta(days=days)).isoformat()


def added(bob: User, days: int = 300, **said: Any) -> Customer:
    return add_customer(
        bob, "Halden", **{"status": "active", "owner": bob.pk, "created_at": ago(days), **said}
    )


def spoke(bob: User, customer: Customer, *days: int, kind: str = "call") -> None:
    for number in days:
        add_activity(bob, customer, kind=kind, completed_at=ago(number), created_at=ago(number))


def won(bob: User, customer: Customer, days: int, name: str = "Fleet telematics") -> Deal:
    deal = add_deal(bob, customer, name, created_at=ago(days + 1))
    deal.win(by=bob, at=NOON - timedelta(days=days))
    return deal


def health(customer: Customer) -> Health:
    return health_of(Customer.objects.select_related("owner").get(pk=customer.pk))


def sign(customer: Customer, code: Code) -> Sign:
    return next(sign for sign in health(customer).signs if sign.code == code)


def codes(customer: Customer) -> list[str]:
    return [sign.code.value for sign in health(customer).signs]


def said(found: Sign) -> tuple[str, str, str, str]:
    return found.sentence, found.short, found.why, found.act.label


class TestSilent:
    def test_tells_the_rhythm_and_the_last_contact(self, bob):
        halden = added(bob)
        spoke(bob, halden, 61, 52, 43)
        spoke(bob, halden, 34, kind="meeting")
        found = sign(halden, Code.SILENT)
        assert said(found) == (
            "No contact for 34 days",
            "Quiet 34 days",
            "You usually speak every 9 days. Last was the meeting on 16 Oct.",
            "Log a call",
        )
        assert found.since == date(2026, 11, 15)
        assert (found.because.proof, found.evidence.kind) == ("meeting on 16 Oct", "meeting")
        assert found.act.address == f"/activities/add/?customer={halden.pk}&kind=call"

    def test_tells_the_limit_while_no_rhythm_is_known(self, bob):
        halden = added(bob)
        spoke(bob, halden, 31)
        why = "A customer is silent after 30 days. Last was the call on 19 Oct."
        assert sign(halden, Code.SILENT).why == why

    def test_tells_since_when_where_nobody_ever_spoke(self, bob):
        found = sign(added(bob, 40), Code.SILENT)
        assert said(found)[:3] == (
            "No contact yet",
            "No contact yet",
            "Added 40 days ago, and no call, email or meeting since.",
        )
        assert (found.since, found.evidence) == (date(2026, 11, 9), None)

    def test_begins_on_its_day_without_anybodys_doing(self, bob, clock):
        halden = added(bob)
        spoke(bob, halden, 29)
        assert "SILENT" not in codes(halden)
        clock.go_on(days=1)
        assert "SILENT" in codes(halden)


def test_a_late_reorder_tells_how_often_they_order(bob):
    halden = added(bob)
    for days in (120, 90):
        won(bob, halden, days)
    last = won(bob, halden, 60, "Cold-chain sensors")
    found = sign(halden, Code.LATE_REORDER)
    assert said(found) == (
        "No order for 60 days",
        "No order 60 days",
        "They usually order every 30 days. Last was Cold-chain sensors on 20 Sep.",
        "Create Deal",
    )
    assert (found.evidence, found.since) == (last, date(2026, 11, 4))
    assert found.act.address == f"/deals/add/?customer={halden.pk}"


def test_what_is_overdue_is_named_with_its_day(bob):
    halden = added(bob)
    add_activity(bob, halden, "Agree dates", due_on="2026-11-30")
    task = add_activity(bob, halden, "Send terms", kind="task", due_on="2026-11-12")
    found = sign(halden, Code.OVERDUE)
    assert said(found) == (
        "Task is 7 days late",
        "Task 7 days late",
        "Send terms, due 12 Nov.",
        "Open it",
    )
    assert (found.evidence, found.since) == (task, TODAY)


def test_a_stalled_deal_tells_the_limit_of_its_stage(bob):
    halden = added(bob)
    deal = add_deal(bob, halden, stage=stage("Negotiation").pk, created_at=ago(41))
    found = sign(halden, Code.STALLED_DEAL)
    assert said(found) == (
        "Deal stuck for 41 days",
        "Deal stuck 41 days",
        "Fleet renewal is in Negotiation. Its limit is 21 days.",
        "Open deal",
    )
    assert (found.evidence, found.since) == (deal, date(2026, 10, 30))
    assert found.act.address == f"/deals/{deal.pk}/"


class TestSlipping:
    def test_tells_that_the_close_has_passed(self, bob):
        halden = added(bob)
        deal = add_deal(bob, halden, expected_close="2026-11-18")
        found = sign(halden, Code.SLIPPING_DEAL)
        assert said(found) == (
            "Close date passed 1 day ago",
            "Close date 1 day ago",
            "Fleet renewal was to close on 18 Nov.",
            "Open deal",
        )
        assert (found.evidence, found.since) == (deal, TODAY)

    def test_tells_that_it_was_pushed_back_again(self, bob):
        halden = added(bob)
        deal = add_deal(bob, halden, expected_close="2026-12-01")
        for day in ("2026-12-08", "2026-12-15"):
            assert "SLIPPING_DEAL" not in codes(halden)
            form = DealForm(
                {"expected_close": day}, instance=deal, user=bob, only=["expected_close"]
            )
            assert form.is_valid()
            deal = form.save()
        found = sign(halden, Code.SLIPPING_DEAL)
        assert said(found)[:3] == (
            "Close date pushed back again",
            "Close date pushed back again",
            "The close of Fleet renewal was moved to a later day more than once.",
        )


class TestNoNextStep:
    def test_says_that_nothing_is_planned(self, bob):
        halden = added(bob)
        spoke(bob, halden, 5)
        found = sign(halden, Code.NO_NEXT_STEP)
        assert said(found) == (
            "No next step planned",
            "No next step",
            "Nothing is planned.",
            "Plan one",
        )
        assert found.since == date(2026, 11, 14)
        assert found.act.address == f"/activities/add/?customer={halden.pk}&kind=task"

    def test_says_that_all_that_was_planned_is_overdue(self, bob):
        halden = added(bob)
        step = add_activity(bob, halden, "Send terms", due_on="2026-11-17")
        add_activity(bob, halden, "Agree dates", due_on="2026-11-18")
        found = sign(halden, Code.NO_NEXT_STEP)
        assert found.why == "All that was planned is overdue, first Send terms, due 17 Nov."
        assert (found.evidence, found.since) == (step, TODAY)


@pytest.mark.parametrize(("reason", "told"), [("Too dear", ": Too dear"), ("", "")])
def test_a_lost_deal_tells_why(bob, reason, told):
    halden = added(bob)
    deal = add_deal(bob, halden, created_at=ago(40))
    deal.lose(reason, by=bob, at=NOON - timedelta(days=3))
    found = sign(halden, Code.LOST_RECENTLY)
    assert said(found) == (
        "Last deal was lost",
        "Last deal lost",
        f"Fleet renewal was lost on 16 Nov{told}. No deal was opened since.",
        "Create Deal",
    )
    assert (found.evidence, found.since) == (deal, date(2026, 11, 16))
    add_deal(bob, halden, "Another try")
    assert "LOST_RECENTLY" not in codes(halden)


class TestNoOwner:
    def test_says_that_nobody_looks_after_it(self, bob):
        halden = added(bob, 20, owner="")
        found = sign(halden, Code.NO_OWNER)
        assert said(found) == (
            "No owner",
            "No owner",
            "Nobody looks after this customer.",
            "Choose an owner",
        )
        assert found.since == date(2026, 10, 30)
        assert found.act.address == f"/accounts/{halden.pk}/edit/"

    def test_says_who_is_gone(self, bob, alice):
        halden = added(bob, owner=alice.pk)
        alice.deactivate(by=bob)
        found = sign(halden, Code.NO_OWNER)
        assert (found.why, found.since) == ("Alice can no longer sign in.", TODAY)


def test_no_primary_contact_is_a_notice_without_a_day(bob):
    halden = added(bob)
    maren = add_contact(bob, halden)
    maren.make_primary(by=bob)
    found = sign(halden, Code.NO_PRIMARY)
    assert said(found) == (
        "No primary contact",
        "No primary contact",
        "Nobody with an email address or a phone number is marked as primary.",
        "See contacts",
    )
    assert found.since is None
    assert found not in health(halden).warnings
    add_contact(bob, halden, "Idris", email="idris@halden.example").make_primary(by=bob)
    assert "NO_PRIMARY" not in codes(halden)


def test_the_gravest_come_first_and_notices_last(bob):
    halden = added(bob, owner="")
    add_deal(bob, halden, stage=stage("Commit").pk, created_at=ago(50), expected_close="2026-11-01")
    add_activity(bob, halden, due_on="2026-11-01")
    assert codes(halden) == [
        *("SILENT", "OVERDUE", "STALLED_DEAL", "SLIPPING_DEAL"),
        *("NO_NEXT_STEP", "NO_OWNER", "NO_PRIMARY"),
    ]


def test_prospects_have_a_few_and_inactive_customers_none(bob):
    halden = added(bob, 100, owner="", status="prospect")
    add_activity(bob, halden, due_on="2026-11-01")
    assert codes(halden) == ["NO_NEXT_STEP", "NO_OWNER"]
    halden.status = "inactive"
    halden.write(by=bob)
    assert codes(halden) == []
    assert health(halden).headline == "New"


def test_a_rhythm_is_said_as_people_say_it():
    assert list(map(every, (9.0, 1.0, 0.0, 2.5))) == [
        *("every 9 days", "every day", "every day", "every 2.5 days")
    ]


@pytest.mark.parametrize(
    ("spoken", "due", "course"),
    [
        (2, "2026-11-24", "Last contact 2 days ago, next step on 24 November."),
        (0, "2026-11-19", "Last contact today, next step today."),
        (1, "2026-11-20", "Last contact yesterday, next step tomorrow."),
        (1, "2027-01-07", "Last contact yesterday, next step on 7 January 2027."),
        (None, None, "No contact yet, no next step."),
    ],
)
def test_where_all_is_well_it_says_when_we_spoke_and_what_comes_next(bob, spoken, due, course):
    halden = added(bob)
    if spoken is not None:
        spoke(bob, halden, spoken)
        add_activity(bob, halden, due_on=due)
    assert health(halden).course == course
