"""Activity frequency: which contact counts and when, whom we reach, what gets done by its day."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Customer, User
from activities.models import Activity
from reports.forms.report import ReportForm
from reports.report.activity_frequency import ActivityFrequency
from reports.report.table import Table
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
from tests.reports.asking import assert_rows_give_figures
from tests.reports.clock import stopped_at
from tests.reports.figures import page_of

# A Wednesday; customers were added in January.
NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)
JANUARY = datetime(2026, 1, 7, 9, tzinfo=UTC)
ADDRESS = "/reports/activity-frequency/"
MARCH = {"from": "2026-03-01", "to": "2026-04-01"}
# When clocks were put back or forward, in Europe, in America and on an island by half an hour.
CHANGES = (date(2025, 10, 5), date(2025, 10, 26), date(2025, 11, 2), date(2026, 3, 8))
MOST_STATEMENTS = 12


def on(day: int, hour: int = 9, minute: int = 30) -> datetime:
    """Return a moment of March."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def build() -> User:
    """Add three active customers and a prospect, what was done with them, and what was to be."""
    alice, bob = person("alice"), person("bob", role="manager")
    with stopped_at(JANUARY) as clock:
        halden = add_customer(alice, "Halden", status="active", owner=alice.pk)
        tidewell = add_customer(bob, "Tidewell", status="active", owner=bob.pk)
        add_customer(alice, "Quill", status="active", owner=alice.pk)
        brasserie = add_customer(alice, "Brasserie", owner=alice.pk)
        gone = add_customer(alice, "Gone", status="active", owner=alice.pk)
        maren, lead = add_contact(alice, halden), add_lead(alice)
        deal = add_deal(alice, halden, value="700", stage=stage("Won").pk)
        add_deal(bob, tidewell, value="49", stage=stage("Won").pk)
        clock.moment = NOW
        add_activity(alice, halden, contacts=[maren.pk], completed_at=on(16))
        add_activity(alice, halden, kind="email", deal=deal.pk, completed_at=on(10, 23))
        add_activity(alice, lead, kind="meeting", completed_at=on(3))
        lead.convert(by=alice, customer=halden)
        add_activity(bob, tidewell, owner=bob.pk, completed_at=NOW - timedelta(days=40))
        add_activity(alice, brasserie, kind="email", completed_at=on(3, 14))
        add_activity(alice, gone, completed_at=on(4))
        gone.archive(by=alice)
        add_activity(alice, halden, completed_at=on(5)).archive(by=alice)
        add_activity(alice, halden, kind="meeting", due_at=on(20))
        due(alice, halden, on(11, 10), completed_at=on(12))
        due(alice, halden, date(2026, 3, 10), completed_at=on(10, 23))
        due(alice, halden, date(2026, 3, 12))
        due(alice, halden, date(2026, 3, 18))
    return alice


def due(by: User, customer: Customer, when: date, **said: Any) -> None:
    """Plan a task for a day or for a moment."""
    column = "due_at" if isinstance(when, datetime) else "due_on"
    add_activity(by, customer, "Send the terms", kind="task", **{column: when}, **said)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[User]:
    with lasting(django_db_blocker, build) as alice:
        yield alice


@pytest.fixture
def alice(db, built) -> Iterator[User]:
    with stopped_at(NOW):
        yield User.objects.get(pk=built.pk)


def report_for(user: User, **said: Any) -> ActivityFrequency:
    form = ReportForm({**MARCH, **said}, user=user)
    assert form.is_valid(), form.errors
    return ActivityFrequency(form.asked)


def told(table: Table) -> list[list[str]]:
    """Return a table as a file would have it, without its columns' names."""
    return list(table.lines)[1:]


def test_what_was_logged_on_a_contact_a_deal_or_a_lead_counts_once(alice):
    report = report_for(alice)
    assert report.by_kind == [("call", 1), ("email", 2), ("meeting", 1)]
    halden = report.rows("interactions").queryset.filter(customer__name="Halden")
    assert sorted(halden.values_list("kind", flat=True)) == ["call", "email", "meeting"]


def test_tasks_and_what_is_planned_or_put_away_do_not_count(alice):
    report = report_for(alice)
    assert report.total == 4
    listed = report.rows("interactions").queryset
    assert not listed.filter(kind="task").exists()
    assert not listed.filter(completed_at=None).exists()
    assert not listed.filter(customer__name="Gone").exists()


def test_every_week_that_has_begun_stands_there_those_without_contact_too(alice):
    report = report_for(alice)
    assert report.weeks == [
        (date(2026, 2, 23), 0),
        (date(2026, 3, 2), 2),
        (date(2026, 3, 9), 1),
        (date(2026, 3, 16), 1),
    ]
    assert told(report.per_week)[1] == ["2026-03-02", "0", "1", "1", "2"]
    assert [cell.value for cell in report.per_week.foot] == ["All weeks", 1, 2, 1, 4]


def test_a_month_divides_by_who_was_active_when_it_ended(alice):
    with stopped_at(NOW - timedelta(days=10)):
        Customer.objects.get(name="Quill").archive(by=alice)
    report = report_for(alice, **{"from": "2025-12-01"})
    assert told(report.per_month) == [
        ["Dec 2025", "0", "", ""],
        ["Jan 2026", "0", "2", "0.00"],
        ["Feb 2026", "1", "2", "0.50"],
        ["Mar 2026", "4", "2", "2.00"],
    ]


def test_the_answer_says_how_often_and_whom_we_reached(alice):
    answer = report_for(alice).answer
    assert answer.figure == "4 calls, emails and meetings"
    assert answer.words == "1.6 a week. 67% of active customers were reached in the last 90 days."


def test_nothing_is_divided_by_nothing(alice):
    report = report_for(
        person("charlie", scope="own"), **{"from": "2026-05-01", "to": "2026-06-01"}
    )
    assert report.coverage90 is None
    assert report.answer.words == "None yet a week. No customer is active."
    assert told(report.kinds)[0] == ["Calls", "0", ""]
    assert told(report.follow_through.table)[2] == ["Follow-through", ""]


def test_weeks_in_which_a_customer_was_quiet_up_to_now_are_outlined(alice):
    rows = {row[0].value: row[1:] for row in report_for(alice).main.rows}
    assert list(rows) == ["Halden", "Tidewell", "Brasserie", "Quill"]
    *weeks, total = rows["Halden"]
    assert [cell.value for cell in weeks[-3:]] == [1, 1, 1]
    assert (len(weeks), total.value, total.mark) == (26, 3, "tot")
    assert {cell.mark for cell in weeks} == {"heat0", "heat1"}
    # We spoke with Tidewell six weeks ago, with Brasserie two.
    assert [cell.mark for cell in rows["Tidewell"][-9:-1]] == ["heat0", "heat1"] + ["gap"] * 6
    assert [cell.mark for cell in rows["Brasserie"][-4:-1]] == ["heat1", "heat0", "heat0"]
    assert {cell.mark for cell in rows["Quill"][:-1]} == {"gap"}


def test_coverage_is_by_the_day_of_the_last_contact(alice):
    report = report_for(alice)
    assert [row[1:] for row in told(report.coverage.table)] == [
        ["1", "0.3333", "2"],
        ["2", "0.6667", "1"],
        ["2", "0.6667", "1"],
    ]
    with stopped_at(NOW + timedelta(days=20)):
        assert report_for(alice).coverage60 == pytest.approx(1 / 3)
    with stopped_at(NOW + timedelta(days=19)):
        assert report_for(alice).coverage60 == pytest.approx(2 / 3)


def test_the_unreached_stand_in_the_order_of_their_value(alice):
    with stopped_at(NOW + timedelta(days=50)):
        report = report_for(alice)
        assert [row[0] for row in told(report.coverage.list)] == ["Tidewell", "Quill"]
        _, count, _, value = report.coverage.list.foot
        assert (count.value, value.value) == (2, 49)
        assert report.rows("unreached.90").sum == 49


def test_what_was_done_by_its_day_is_said_by_the_days_of_the_reader(alice):
    report = report_for(alice)
    assert [row[1] for row in told(report.follow_through.table)] == [
        *("2", "1", "0.6667", "1", "0.5000"),
    ]
    with timezone.override("Asia/Kolkata"):
        report = report_for(alice)
        assert report.follow_through.sums == {"done": 2, "overdue": 1, "on_time": 0}
        assert not report.rows("on_time").queryset.exists()


def test_the_owner_is_that_of_what_is_counted(alice):
    bob = User.objects.get(username="bob")
    halden = Customer.objects.get(name="Halden")
    add_activity(bob, halden, owner=bob.pk, completed_at=on(17))
    report = report_for(alice, owner=bob.pk)
    assert report.total == 1
    assert [row[0].value for row in report.main.rows] == ["Tidewell"]
    assert report.coverage.sums["active"] == 1
    assert report_for(alice, owner="none").total == 4
    assert report_for(alice, owner=alice.pk).total == 0


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
)
def test_hours_are_those_of_the_readers_clock_whenever_it_was_changed(zone, alice):
    halden = Customer.objects.get(name="Halden")
    begin = datetime(2025, 9, 1, tzinfo=UTC)
    moments = [
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=17 * step - 900)
        for day in CHANGES
        for step in range(150)
    ]
    calls = [Activity(customer=halden, kind="call", completed_at=moment) for moment in moments]
    for number, call in enumerate(calls):
        call.subject = f"Call {number}"
        call.derive()
    Activity.objects.bulk_create(calls)
    with timezone.override(zone):
        report = report_for(alice, **{"from": "2025-09-10", "to": "2026-03-15"})
        took_place = report.interactions.all.filter(
            completed_at__gte=begin, completed_at__lt=datetime(2026, 3, 14, tzinfo=UTC)
        )
        local = [
            timezone.localtime(each) for each in took_place.values_list("completed_at", flat=True)
        ]
        hours = Counter((moment.date(), moment.hour) for moment in local)
        assert report.interactions.counts(lambda spoken: (spoken.day, spoken.hour)) == hours
        sunday = Counter(moment.hour for moment in local if moment.weekday() == 6)
        for hour in (1, 2, 3, 23):
            assert report.rows(f"hour.6.{hour}").queryset.count() == sunday[hour]


def test_every_figure_opens_its_rows(alice):
    assert_rows_give_figures(report_for(alice))


def test_the_page_shows_what_the_file_holds(alice):
    client = signed_in(alice)
    page = page_of(client, ADDRESS, **MARCH)
    lines = client.get("/reports/activity-frequency.csv", MARCH).getvalue().decode()
    header, *rows = csv.reader(io.StringIO(lines))
    assert header == ["Week", "Calls", "Emails", "Meetings", "All"]
    assert [row[1:] for row in page.tables["weeks"]] == [row[1:] for row in rows]
    assert "4 calls, emails and meetings" in page.text


def test_its_own_page_draws_the_weeks_and_the_overview_does_not(alice):
    client = signed_in(alice)
    assert 'data-table="t-weeks"' in page_of(client, ADDRESS).text
    overview = page_of(client, "/reports/")
    assert "t-weeks" not in overview.text
    assert len(overview.tables["heat"]) == 4


def test_a_stranger_sees_only_what_is_his(alice):
    charlie = person("charlie", scope="own")
    his = add_customer(charlie, "Cinder Peak", status="active", owner=charlie.pk)
    add_activity(charlie, his, completed_at=on(17))
    report = report_for(charlie)
    assert (report.total, report.coverage90) == (1, 1)
    assert [row[0].value for row in report.main.rows] == ["Cinder Peak"]
    assert report.follow_through.sums == {"done": 0, "overdue": 0, "on_time": 0}
    assert_rows_give_figures(report)
    halden = Customer.objects.get(name="Halden")
    rows = signed_in(charlie).get(f"{ADDRESS}rows/", {"figure": f"heat.{halden.pk}", **MARCH})
    assert rows.status_code == 404


def test_what_is_no_figure_is_not_found(alice):
    halden = Customer.objects.get(name="Halden")
    client = signed_in(alice)
    for figure in (
        *("", "secret", "interactions.x", "kind", "kind.task", "week", "week.2026-03-03"),
        *("week.2026-03-02.task", "month.2026-05", "active.2026-05", "reached.31", "unreached"),
        *("heat", "heat.x", "heat.0", f"heat.{halden.pk}.2026-03-03", "hour", "hour.7"),
        *("hour.0.24", "hour.01", "done.x", "on_time.1"),
    ):
        answer = client.get(f"{ADDRESS}rows/", {"figure": figure, **MARCH})
        assert answer.status_code == 404, figure


def statements(user: User) -> int:
    with CaptureQueriesContext(connection) as captured:
        report = report_for(user)
        for table in (report.main, *report.more):
            told(table)
        assert report.answer
    return len(captured)


def test_many_customers_and_activities_are_counted_by_as_many_statements(alice):
    few = statements(alice)
    for number in range(12):
        customer = add_customer(alice, f"Customer {number}", status="active", owner=alice.pk)
        add_activity(alice, customer, completed_at=on(number + 1))
    assert statements(alice) == few <= MOST_STATEMENTS
