"""Whose contacts say otherwise than their status: silent active customers, inactive who talk."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Customer, User
from activities.models.finding import beginning_of
from reports.forms.report import ReportForm
from reports.report.active_inactive import ActiveInactive
from tests.conftest import add_activity, add_customer, add_deal, lasting, person
from tests.reports.clock import stopped_at

BEGIN = datetime(2026, 1, 20, 12, tzinfo=UTC)
NOW = datetime(2026, 5, 15, 12, tzinfo=UTC)
LONG_AGO = (
    datetime(2025, 11, 1, 22, tzinfo=UTC),
    datetime(2025, 12, 31, 22, tzinfo=UTC),
    datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
)


def build() -> User:
    """Add an active customer, one that is newer, and an inactive one."""
    alice = person("alice")
    with stopped_at(BEGIN):
        add_customer(alice, "Halden", status="active", owner=alice.pk)
        add_customer(alice, "Quill", status="inactive", owner=alice.pk)
        add_customer(alice, "Brasserie", owner=alice.pk)
    with stopped_at(NOW - timedelta(days=89)):
        add_customer(alice, "Tidewell", status="active", owner=alice.pk)
    return alice


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[User]:
    with lasting(django_db_blocker, build) as alice:
        yield alice


@pytest.fixture
def alice(db, built) -> Iterator[User]:
    with stopped_at(NOW):
        yield User.objects.get(pk=built.pk)


@pytest.fixture
def halden(alice) -> Customer:
    return Customer.objects.get(name="Halden")


@pytest.fixture
def quill(alice) -> Customer:
    return Customer.objects.get(name="Quill")


def found(user: User, figure: str, *, days: int = 0, at: datetime | None = None) -> set[str]:
    """Return the names of who is behind the figure, at a moment or so many days from now."""
    with stopped_at(at or NOW + timedelta(days=days)):
        form = ReportForm({}, user=user)
        assert form.is_valid()
        rows = ActiveInactive(form.asked).rows(figure)
    assert rows
    return {customer.name for customer in rows.queryset}


def test_active_ones_are_silent_from_the_ninetieth_day_on(alice, halden):
    assert found(alice, "silent") == {"Halden"}
    assert found(alice, "silent", days=1) == {"Halden", "Tidewell"}
    add_activity(alice, halden, completed_at=NOW - timedelta(days=89))
    assert found(alice, "silent") == set()
    assert found(alice, "silent", days=1) == {"Halden", "Tidewell"}


def test_a_task_is_no_contact(alice, halden):
    add_activity(alice, halden, kind="task", completed_at=NOW)
    assert found(alice, "silent") == {"Halden"}


def test_who_has_a_plan_or_an_open_deal_is_not_silent(alice, halden):
    planned = add_activity(alice, halden, due_on=NOW.date() + timedelta(days=100))
    assert found(alice, "silent") == set()
    planned.archive(by=alice)
    assert found(alice, "silent") == {"Halden"}
    add_deal(alice, halden)
    assert found(alice, "silent") == set()


@pytest.mark.parametrize(
    ("zone", "first_day"), [("Europe/Berlin", 30), ("America/Los_Angeles", 29)]
)
def test_who_speaks_seldom_is_silent_after_two_rhythms(alice, halden, zone, first_day):
    """The last contact is on 2 March in Berlin and on 1 March in Los Angeles; twice the rhythm of
    60 days later it is 30 June there, and 29 June."""
    for moment in LONG_AGO:
        add_activity(alice, halden, completed_at=moment)
    halden.refresh_from_db()
    assert halden.standing.rhythm == 60
    with timezone.override(zone):
        midnight = beginning_of(date(2026, 6, first_day))
        before = found(alice, "silent", at=midnight - timedelta(seconds=1))
        assert "Halden" not in before
        assert "Halden" in found(alice, "silent", at=midnight)


def test_inactive_ones_talk_for_ninety_days_after_a_contact(alice, quill):
    assert found(alice, "talking") == set()
    call = add_activity(alice, quill, completed_at=NOW - timedelta(days=89))
    assert found(alice, "talking") == {"Quill"}
    assert found(alice, "talking", days=1) == set()
    call.archive(by=alice)
    assert found(alice, "talking") == set()


def test_inactive_ones_talk_while_a_deal_is_open(alice, quill):
    deal = add_deal(alice, quill)
    assert found(alice, "talking", days=200) == {"Quill"}
    deal.lose("Too dear", by=alice)
    assert found(alice, "talking") == set()
