"""Whatever happens to customers, they stand as a plain oracle says: on both databases."""

import os
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from accounts.models import Customer
from reports.models import Standing
from reports.recount import differing
from tests.reports import oracle
from tests.reports.clock import stopped_at
from tests.reports.histories import History

HISTORIES = int(os.environ.get("HISTORIES", "50"))
STEPS = 25
ZONES = ("UTC", "Asia/Tokyo", "America/Los_Angeles")
BEGIN = datetime(2026, 3, 5, 15, 30, tzinfo=UTC)
COLUMNS = [column.attname for column in Standing._meta.concrete_fields if not column.primary_key]


def assert_right(history: History, zone: ZoneInfo) -> None:
    kept = Standing.objects.in_bulk()
    for customer in history.customers:
        right = oracle.standing(customer, zone)
        found = {name: getattr(kept[customer.pk], name) for name in COLUMNS}
        wrong = {name: (found[name], right[name]) for name in COLUMNS if found[name] != right[name]}
        assert not wrong, "\n".join([*history.told, f"customer {customer.pk}, kept and right:"])
    assert kept.keys() == {customer.pk for customer in history.customers}


@pytest.mark.parametrize("number", range(HISTORIES))
def test_after_each_step_of_a_history_standings_are_right(number, alice, charlie, bob):
    zone = ZONES[number % len(ZONES)]
    with override_settings(TIME_ZONE=zone), stopped_at(BEGIN) as clock:
        history = History(Random(number), clock, bob, [alice, charlie])
        assert_right(history, ZoneInfo(zone))
        for _ in range(STEPS - 1):
            history.step()
            assert_right(history, ZoneInfo(zone))
        assert [wrong for _, wrong in differing(Customer.objects.all())] == [[]]


def test_the_oracle_knows_every_column(halden):
    said = oracle.standing(oracle.Customer(halden.pk, halden.created_at, "active"), ZoneInfo("UTC"))
    assert said.keys() == set(COLUMNS)
