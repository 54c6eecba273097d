"""Days pass without a write and without a job: how customers do changes on the reader's day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Customer, User
from reports.health import Health
from reports.models import Standing
from reports.signs import Level
from tests.conftest import (
    add_activity,
    add_contact,
    add_customer,
    add_note,
    lasting,
    person,
    signed_in,
)
from tests.reports.clock import stopped_at

ZONES = (
    "Pacific/Kiritimati",
    "Asia/Kolkata",
    "Europe/Berlin",
    "UTC",
    "America/Los_Angeles",
    "Pacific/Pago_Pago",
)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# What is planned with each customer, and on which days: with Halden we spoke at NOON, with Nordwall
# a week later. From the days that follow, customers are as is said here.
PLANNED = {"Halden": date(2026, 3, 11), "Nordwall": date(2026, 4, 6)}
DAYS = {
    date(2026, 3, 11): ("good", "good", []),
    date(2026, 3, 12): ("watch", "good", ["NO_NEXT_STEP"]),
    date(2026, 3, 18): ("watch", "good", ["OVERDUE", "NO_NEXT_STEP"]),
    date(2026, 4, 1): ("at_risk", "good", ["SILENT", "OVERDUE", "NO_NEXT_STEP"]),
    date(2026, 4, 7): ("at_risk", "watch", ["SILENT", "OVERDUE", "NO_NEXT_STEP"]),
    date(2026, 4, 8): ("at_risk", "at_risk", ["SILENT", "OVERDUE", "NO_NEXT_STEP"]),
}


def build() -> User:
    """Add two customers whom we know, and one who stays new."""
    alice = person("alice")
    with stopped_at(NOON) as clock:
        for name, day in PLANNED.items():
            customer = add_customer(alice, name, status="active", owner=alice.pk)
            add_contact(alice, customer, email="maren@halden.example")
            add_activity(alice, customer, completed_at=clock.moment)
            add_activity(alice, customer, "Send the terms", due_on=day, kind="task")
            add_note(alice, customer)
            clock.go_on(days=7)
        add_customer(alice, "Quill", status="active", owner=alice.pk)
    return alice


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[User]:
    with lasting(django_db_blocker, build) as alice:
        yield alice


@pytest.fixture(params=ZONES)
def reader(request, db, built) -> Iterator[User]:
    """Alice, somewhere in the world."""
    User.objects.filter(pk=built.pk).update(time_zone=request.param)
    with timezone.override(request.param):
        yield User.objects.get(pk=built.pk)


def moments(zone: str) -> Iterator[tuple[datetime, str, str, list[str]]]:
    """Yield the last second before each of the days and the first one of it, and how it is then."""
    before = None
    for day, told in DAYS.items():
        midnight = datetime.combine(day, time(), ZoneInfo(zone))
        if before:
            yield midnight - timedelta(seconds=1), *before
        yield midnight, *told
        before = told


def levels(found) -> dict[str, str]:
    return {health.customer.name: str(health.level) for health in found}


def test_levels_and_signs_change_on_the_readers_day(reader):
    kept = list(Standing.objects.order_by("pk").values())
    customers = Customer.objects.select_related(
        "owner", "standing", *(f"standing__{name}" for name in Standing.evidence)
    )
    for moment, halden, nordwall, signs in moments(reader.time_zone):
        with stopped_at(moment):
            right = {"Halden": halden, "Nordwall": nordwall, "Quill": "new"}
            shown = [Health(customer) for customer in customers]
            assert levels(shown) == right
            (first,) = (health for health in shown if health.customer.name == "Halden")
            assert [sign.code for sign in first.signs] == signs
            for level in Level:
                found = Standing.objects.of_level([level], timezone.localdate())
                names = set(found.values_list("customer__name", flat=True))
                assert names == {name for name, is_ in right.items() if is_ == level}
    assert list(Standing.objects.order_by("pk").values()) == kept


def test_pages_change_on_the_readers_day(reader):
    for moment, halden, nordwall, _ in moments(reader.time_zone):
        with stopped_at(moment):
            client = signed_in(reader)
            right = {"Halden": halden, "Nordwall": nordwall}
            rows = client.get("/accounts/", {"order_by": "health"}).context["page"]
            assert [row.name for row in rows] == ["Halden", "Nordwall", "Quill"]
            at_risk = client.get("/accounts/", {"health": "at_risk"}).context["page"]
            assert {row.name for row in at_risk} == {
                name for name, level in right.items() if level == "at_risk"
            }
            warned = client.get("/").context["today"].warned
            assert [row.customer.name for row in warned] == [
                name for name, level in right.items() if level in ("watch", "at_risk")
            ]
