"""Whatever happened, all figures of all reports are what a plain oracle says: on both databases."""

import os
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from tests.reports import agreement, oracle
from tests.reports.asking import ask, assert_rows_give_figures
from tests.reports.clock import stopped_at
from tests.reports.histories import History
from tests.reports.oracle import Customer
from tests.reports.report_oracle import EVERYONE, Question, last_spoken, year_until

HISTORIES = int(os.environ.get("HISTORIES", "50"))
STEPS, CUSTOMERS = 35, 3
HOMES = ("UTC", "Asia/Tokyo", "America/Los_Angeles")
READERS = ("Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati", "UTC")
BEGIN = datetime(2026, 3, 5, 15, 30, tzinfo=UTC)


def questions(history: History, home: str, zone: str, charlie: User) -> list[Question]:
    """The manager asks about everyone, and about one or nobody; Charlie about what he sees."""
    now = history.now
    today = now.astimezone(ZoneInfo(zone)).date()
    year = year_until(today)
    some = tuple(
        sorted(history.chance.sample([today - timedelta(days=n) for n in range(-9, 160)], 2))
    )
    people = [None, history.by.pk, *(person.pk for person in history.owners)]
    asked = [
        (None, EVERYONE, year),
        (None, history.chance.choice(people), history.chance.choice([year, some, some])),
        (charlie.pk, history.chance.choice([EVERYONE, EVERYONE, None, charlie.pk]), some),
    ]
    where = history.customers, history.stages, now, ZoneInfo(zone), ZoneInfo(home)
    return [Question(*where, *days, sees, owner) for sees, owner, days in asked]


def read_when_something_changes(history: History, home: str, zone: str) -> None:
    """Let time pass to a midnight, or to a second before it: that at which a customer is silent for
    long, or an open deal is due or late."""
    customer = history.chance.choice(history.customers)
    rhythm = oracle.Oracle(customer, ZoneInfo(home)).says()["rhythm"] or 0
    since = (last_spoken(customer) or customer.created).astimezone(ZoneInfo(zone)).date()
    days = [since + timedelta(days=limit) for limit in (30, 60, 90, max(90, int(2 * rhythm)))]
    closes = [deal.close for deal in customer.deals if deal.outcome == "open" and deal.close]
    days += [close + timedelta(days=late) for close in closes for late in (0, 1)]
    midnight = datetime.combine(history.chance.choice(days), time(), ZoneInfo(zone))
    moment = midnight - timedelta(seconds=history.chance.choice([0, 1]))
    history.clock.moment = max(history.now, moment.astimezone(UTC))


def words(question: Question) -> dict[str, Any]:
    """The question as an address asks it."""
    owner = {EVERYONE: "", None: "none"}.get(question.owner, question.owner)
    return {"owner": owner, "from": question.begin, "to": question.end}


@pytest.mark.parametrize("number", range(HISTORIES))
def test_after_a_history_every_figure_is_right(number, alice, bob, charlie):
    home, zone = HOMES[number % len(HOMES)], READERS[number % len(READERS)]
    begin = BEGIN + timedelta(days=5 * (number % 73))
    with override_settings(TIME_ZONE=home), stopped_at(begin) as clock:
        history = History(Random(number), clock, bob, [alice, charlie], CUSTOMERS)
        for _ in range(STEPS - 1):
            history.step()
        if number % 3:
            read_when_something_changes(history, home, zone)
        told = "\n".join([*history.told, f"read at {history.now}, in {zone}"])
        User.objects.filter(pk=charlie.pk).update(is_active=True)
        with timezone.override(zone):
            asked = questions(history, home, zone, charlie)
            opened = history.chance.choice(asked)
            for question in asked:
                reader = User.objects.get(pk=question.sees or bob.pk)
                for slug, agree in agreement.REPORTS.items():
                    report = ask(slug, reader, **words(question))
                    wrong = agree(report, question)
                    assert not wrong, "\n".join([told, f"{slug} {question.owner}", *wrong])
                    if question is opened:
                        assert_rows_give_figures(report, history.chance)
            narrowed = {**words(opened), "status": ["active"], "industry": ["logistics"]}
            reader = User.objects.get(pk=opened.sees or bob.pk)
            report = ask("lifetime-value", reader, **narrowed)
            wrong = agreement.agrees_on_lifetime_value(report, opened, is_active_in_logistics)
            assert not wrong, "\n".join([told, *wrong])


def is_active_in_logistics(customer: Customer) -> bool:
    return customer.status == "active" and customer.industry.strip().casefold() == "logistics"
