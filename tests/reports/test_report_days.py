"""Months, weeks and today are the reader's: what happened a second before their midnight counts in
another month or week than what happened at midnight."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.forms.customer import CustomerForm
from accounts.models import Customer, User
from tests.conftest import add_activity, add_customer, add_deal, lasting, person, stage
from tests.reports.asking import ask, by_first, said
from tests.reports.clock import stopped_at
from tests.reports.test_days_pass import ZONES

BEGIN = datetime(2026, 2, 10, 12, tzinfo=UTC)
LATER = datetime(2026, 5, 20, 12, tzinfo=UTC)
# Before the first, the clocks of Berlin were put forward; the second is a Monday.
MONTH, MONDAY = date(2026, 4, 1), date(2026, 4, 13)
SECOND = timedelta(seconds=1)


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def live_through(owner: User, zone: str) -> None:
    """Let somebody win a deal, speak with a customer and change its status a second before and at
    midnight, where they are: before it once, and at midnight twice."""
    customers = [
        add_customer(owner, f"Halden {n}", status="active", owner=owner.pk) for n in range(3)
    ]
    deals = [
        add_deal(owner, customer, value=10, owner=owner.pk, expected_close=MONTH - timedelta(1))
        for customer in customers
    ]
    add_deal(owner, customers[0], value=5, owner=owner.pk, expected_close=MONTH - timedelta(1))
    call = {"owner": owner.pk, "due_on": MONTH - timedelta(1)}
    add_activity(owner, customers[0], **call)
    for day in (MONTH, MONDAY):
        before, begin = midnight(day, zone) - SECOND, midnight(day, zone)
        for customer, deal, at in zip(customers, deals, (before, begin, begin), strict=True):
            with stopped_at(at):
                add_activity(owner, customer, completed_at=at, owner=owner.pk)
                if day == MONTH:
                    deal.win(by=owner)
                    save(owner, customer, status="inactive")
                    add_deal(owner, customer, stage=stage("Lost").pk, owner=owner.pk)


def save(by: User, customer: Customer, **fields: Any) -> None:
    form = CustomerForm(fields, user=by, instance=customer, only=list(fields))
    assert form.is_valid(), form.errors
    form.save()


def build() -> dict[str, User]:
    people = {zone: person(f"bob{n}", role="manager") for n, zone in enumerate(ZONES)}
    for zone, owner in people.items():
        with stopped_at(BEGIN):
            User.objects.filter(pk=owner.pk).update(time_zone=zone)
            live_through(owner, zone)
    return people


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[dict[str, User]]:
    with lasting(django_db_blocker, build) as people:
        yield people


@pytest.fixture(params=ZONES)
def reader(request, db, built) -> Iterator[User]:
    """A manager somewhere in the world, who asks for what is his own."""
    with timezone.override(request.param):
        yield User.objects.get(pk=built[request.param].pk)


def asked(slug: str, reader: User, at: datetime = LATER, **said: Any) -> Any:
    with stopped_at(at):
        return ask(slug, reader, owner=reader.pk, **said)


def test_deals_are_created_won_and_lost_in_the_readers_month(reader):
    told = by_first(asked("deal-history", reader).main)
    assert told["Mar 2026"][:6] == [1, 1, 10, 1, 0, 0.5]
    assert told["Apr 2026"][:6] == [2, 2, 20, 2, 0, 0.5]


def test_a_period_ends_before_the_readers_midnight(reader):
    march = asked("deal-history", reader, **{"from": "2026-03-01", "to": MONTH})
    april = asked("deal-history", reader, **{"from": MONTH, "to": "2026-05-01"})
    assert (march.won, march.lost, april.won, april.lost) == (1, 1, 2, 2)
    ended = [sum(row[1] for row in said(report.stages.table)) for report in (march, april)]
    assert ended == [1, 2]


def test_customers_are_lost_in_the_readers_month(reader):
    months = {month.month: month for month in asked("active-inactive", reader).months}
    march, april = months["2026-03"], months["2026-04"]
    assert (march.lost, march.active, march.inactive, march.churn) == (1, 2, 1, 1 / 3)
    assert (april.lost, april.active, april.inactive, april.churn) == (2, 0, 3, 1)


def test_interactions_stand_in_the_readers_week_and_month(reader):
    report = asked("activity-frequency", reader)
    weeks = dict(report.weeks)
    before = MONDAY - timedelta(weeks=1)
    assert (weeks[before], weeks[MONDAY]) == (1, 2)
    assert sum(weeks.values()) == report.total == 6
    months = by_first(report.per_month)
    assert (months["Mar 2026"][0], months["Apr 2026"][0]) == (1, 5)


def test_interactions_stand_at_the_readers_hour(reader):
    days = by_first(asked("activity-frequency", reader).weekday_hours.table)
    # The first is a Wednesday: a second before it, it is Tuesday night.
    assert (days["Tuesday"][23], days["Wednesday"][0]) == (1, 2)
    assert (days["Sunday"][23], days["Monday"][0]) == (1, 2)


def test_the_rows_behind_are_those_of_the_readers_days(reader):
    deals, activities = (asked(slug, reader) for slug in ("deal-history", "activity-frequency"))
    found = [
        (deals, "won.2026-03", 1),
        (deals, "won.2026-04", 2),
        (activities, f"week.{MONDAY - timedelta(weeks=1)}", 1),
        (activities, f"week.{MONDAY}", 2),
        (activities, "hour.6.23", 1),
        (activities, "hour.0.0", 2),
    ]
    with stopped_at(LATER):
        for report, figure, count in found:
            assert report.rows(figure).queryset.count() == count, figure


@pytest.mark.parametrize("ago", [1, 0])
def test_this_month_and_what_is_late_change_at_the_readers_midnight(reader, ago):
    """A deal and a call were due on the last day of the month."""
    at = midnight(MONTH, str(timezone.get_current_timezone())) - ago * SECOND
    with stopped_at(at):
        report = ask("deal-history", reader, owner=reader.pk)
        assert report.months[-1].month == ("2026-03" if ago else "2026-04")
        rows = by_first(report.forecast.table)
        assert rows["Past due"][0] == (0 if ago else 1)
        assert rows.get("Mar 2026", [0])[0] == (1 if ago else 0)
        done = by_first(ask("activity-frequency", reader, owner=reader.pk).follow_through.table)
        assert done["Overdue"] == [0 if ago else 1]


@pytest.mark.parametrize("ago", [1, 0])
def test_this_week_begins_at_the_readers_midnight(reader, ago):
    at = midnight(MONDAY, str(timezone.get_current_timezone())) - ago * SECOND
    report = asked("activity-frequency", reader, at)
    assert report.weeks[-1][0] == MONDAY - timedelta(weeks=ago)


@pytest.mark.parametrize("ago", [1, 0])
def test_who_was_reached_in_30_days_changes_at_the_readers_midnight(reader, ago):
    """The last words were spoken on Sunday with one, and on Monday with two."""
    Customer.objects.filter(owner=reader).update(status="active")
    end = midnight(MONDAY + timedelta(days=29), str(timezone.get_current_timezone()))
    with stopped_at(end - ago * SECOND):
        report = ask("activity-frequency", reader, owner=reader.pk)
        assert report.coverage30 == (1 if ago else 2 / 3)
