"""The calendar: a month of whoever reads it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.activities.conftest import NOON, TODAY
from tests.conftest import add_customer, person

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def alices(as_user, alice):
    return as_user(alice)


def squares(client, query: str = "") -> dict[date, list[str]]:
    """Return what is shown on each day on which something stands, and how many more."""
    month = client.get(f"/activities/calendar/{query}").context["month"]
    return {
        square.day: [row.subject for row in square.shown] + [square.more] * (square.more > 0)
        for week in month.weeks
        for square in week
        if square.first
    }


def test_begins_on_monday_and_names_the_month(alices):
    page = alices.get("/activities/calendar/")
    month = page.context["month"]
    assert "<h1>November 2026</h1>" in page.text
    assert [len(week) for week in month.weeks] == [7] * 6
    assert (month.weeks[0][0].day, month.weeks[0][0].is_off) == (date(2026, 10, 26), True)
    assert (month.weeks[-1][-1].day, month.weeks[-1][-1].is_off) == (date(2026, 12, 6), True)
    assert 'aria-current="date"' in page.text
    for address in ("?month=2026-10", "?month=2026-12"):
        assert f'href="/activities/calendar/{address}"' in page.text


@pytest.mark.parametrize("month", ["x", "2026-13", "0001-01", "9999-12", "2026", "2026-11-01"])
def test_what_is_no_month_is_this_one(alices, month):
    page = alices.get("/activities/calendar/", {"month": month})
    assert "<h1>November 2026</h1>" in page.text


def test_other_months_have_no_today(alices):
    page = alices.get("/activities/calendar/?month=2027-02").text
    assert "<h1>February 2027</h1>" in page
    assert 'aria-current="date"' not in page
    assert "0 activities" in page


def test_an_activity_stands_on_the_day_it_is_due_or_else_was_done(
    plan, halden, alice, alices, clock
):
    plan(alice, halden, "Due", due_on=date(2026, 11, 12))
    plan(alice, halden, "At nine", due_at=datetime(2026, 11, 23, 9, tzinfo=UTC))
    plan(alice, halden, "Some time")
    plan(alice, halden, "Due in another month", due_on=date(2026, 12, 1))
    early = plan(alice, halden, "Due later, done today", due_on=date(2026, 11, 27))
    early.complete(by=alice)
    plan(alice, halden, "Logged").complete(by=alice)
    assert squares(alices) == {
        date(2026, 11, 12): ["Due"],
        date(2026, 11, 19): ["Logged"],
        date(2026, 11, 23): ["At nine"],
        date(2026, 11, 27): ["Due later, done today"],
    }
    page = " ".join(alices.get("/activities/calendar/").text.split())
    assert "4 activities, 1 overdue" in page
    assert page.count('<li class="over">') == 1
    assert page.count('<li class="done">') == 2
    assert ", overdue</span>" in page
    assert ", done</span>" in page


def test_more_than_three_fold_into_a_link_to_the_day(plan, halden, alice, alices):
    for number in range(3):
        plan(alice, halden, f"Three {number}", due_on=TODAY + DAY)
    for hour in (15, 9, 11):
        moment = datetime(2026, 11, 24, hour, tzinfo=UTC)
        plan(alice, halden, f"At {hour}", due_at=moment)
    plan(alice, halden, "Any time", due_on=date(2026, 11, 24))
    plan(alice, halden, "Done", due_on=date(2026, 11, 24)).complete(by=alice)
    assert squares(alices) == {
        TODAY + DAY: ["Three 0", "Three 1", "Three 2"],
        date(2026, 11, 24): ["At 9", "At 11", 3],
    }
    page = alices.get(f"/activities/calendar/?owner={alice.pk}").text
    assert f'href="/activities/?day=2026-11-24&amp;owner={alice.pk}"' in page
    assert "3 more" in page


def test_what_is_overdue_is_not_folded_away_unseen(plan, halden, alice, alices):
    for number in range(4):
        plan(alice, halden, f"Late {number}", due_on=TODAY - DAY)
    page = " ".join(alices.get("/activities/calendar/").text.split())
    assert "4 activities, 4 overdue" in page
    assert page.count('<li class="over">') == 3


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Pacific/Kiritimati", (TODAY, TODAY + DAY)),
        ("Pacific/Pago_Pago", (TODAY - DAY, TODAY)),
        ("Asia/Kathmandu", (TODAY, TODAY + DAY)),
        ("UTC", (TODAY, TODAY)),
    ],
)
def test_days_are_the_readers(plan, halden, alice, as_user, zone, days):
    alice.time_zone = zone
    alice.write(by=alice)
    plan(alice, halden, "Early", due_at=datetime(2026, 11, 19, 9, tzinfo=UTC))
    plan(alice, halden, "Late", due_at=datetime(2026, 11, 19, 20, tzinfo=UTC))
    plan(alice, halden, "By day", due_on=TODAY + 5 * DAY)
    shown = squares(as_user(alice))
    assert {name: day for day, names in shown.items() for name in names} == {
        "Early": days[0],
        "Late": days[1],
        "By day": TODAY + 5 * DAY,
    }


@pytest.mark.parametrize(
    ("zone", "now", "first", "last"),
    [
        ("America/New_York", "2026-11-01", "2026-11-01T04:00", "2026-12-01T04:59"),
        ("Europe/Berlin", "2026-10-25", "2026-09-30T22:00", "2026-10-31T22:59"),
        ("Pacific/Kiritimati", "2026-11-15", "2026-10-31T10:00", "2026-11-30T09:59"),
    ],
)
def test_a_month_ends_where_the_readers_does(
    plan, halden, alice, as_user, clock, zone, now, first, last
):
    clock(datetime.fromisoformat(f"{now}T12:00").replace(tzinfo=UTC))
    alice.time_zone = zone
    alice.write(by=alice)
    begin, end = (datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (first, last))
    minute = timedelta(minutes=1)
    for name, moment in (
        ("Before", begin - minute),
        ("First", begin),
        ("Last", end),
        ("After", end + minute),
    ):
        plan(alice, halden, name, due_at=moment)
    shown = squares(as_user(alice))
    assert sorted(name for names in shown.values() for name in names) == ["First", "Last"]


def test_is_narrowed_like_the_agenda(plan, halden, alice, bob, alices):
    plan(alice, halden, "Call", due_on=TODAY)
    plan(bob, halden, "Task", kind="task", due_on=TODAY)
    for query, names in (
        (f"owner={alice.pk}", ["Call"]),
        ("kind=task", ["Task"]),
        (f"customer={halden.pk}", ["Call", "Task"]),
    ):
        assert squares(alices, f"?{query}") == {TODAY: names}
        assert f'href="/activities/?{query}"' in alices.get(f"/activities/calendar/?{query}").text


def test_charlie_sees_none_of_alices(plan, halden, alice, charlie, as_user):
    plan(alice, halden, due_on=TODAY)
    assert squares(as_user(charlie)) == {}


def test_vera_sees_it(plan, halden, alice, vera, as_user):
    plan(alice, halden, due_on=TODAY)
    page = as_user(vera).get("/activities/calendar/").text
    assert "Talk it over" in page
    assert "Log Activity" not in page


def test_statements_and_rows_are_bounded(plan, alice, bob, as_user):
    client, counts = as_user(alice), []
    for more in (1, 20):
        for number in range(more):
            customer = add_customer(bob, f"Customer {more} {number}", owner=alice.pk)
            owner = person(f"owner{more}x{number}")
            for off in (-1, 0, 1):
                plan(bob, customer, owner=owner, due_on=TODAY + off * DAY)
            plan(bob, customer, owner=owner).complete(by=bob, at=NOON)
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/activities/calendar/")
        counts.append(len(captured))
        month = page.context["month"]
        rows = [row for week in month.weeks for square in week for row in square.first]
        assert len(rows) <= 3 * 3
    assert counts[0] == counts[1] <= 8
    assert month.count == 21 * 4
