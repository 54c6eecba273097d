"""Deal history: what was created, won and lost, how long it took, why, and what is to come."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from accounts.models import Customer, User
from deals.models import Deal
from reports.forms.report import ReportForm
from reports.report.deal_history import DealHistory
from reports.report.table import Look, told
from tests.conftest import add_customer, add_deal, lasting, person, signed_in, stage
from tests.reports.asking import assert_rows_give_figures
from tests.reports.clock import stopped_at
from tests.reports.figures import page_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def noon(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def begin(
    bob: User, customer: Customer, owner: User | None, created: datetime, **said: Any
) -> Deal:
    owned = {"owner": owner and owner.pk, "created_at": created}
    return add_deal(bob, customer, stage=stage("Qualified").pk, **owned, **said)


def build() -> User:
    """Add deals of Alice's and Bob's that went all ways."""
    alice, bob = person("alice"), person("bob", role="manager")
    halden = add_customer(bob, "Halden", owner=alice.pk)
    tidewell = add_customer(bob, "Tidewell", owner=bob.pk)
    vireo = add_customer(bob, "Vireo", owner=alice.pk)
    renewal = begin(bob, halden, alice, noon(10, 1), value="1000.50")
    renewal.move_to(stage("Proposal"), by=bob, at=noon(10, 11))
    renewal.win(by=bob, at=noon(10, 31))
    begin(bob, halden, alice, noon(11, 1)).win(by=bob, at=noon(11, 21))
    for customer, owner, value, day, reason in (
        (tidewell, bob, "300", 12, "The price. Too high"),
        (halden, alice, "200", 5, "THE PRICE. TOO HIGH"),
        (halden, alice, None, 6, ""),
    ):
        lost = begin(bob, customer, owner, noon(11, 2), value=value)
        lost.lose(reason, by=bob, at=noon(11, day))
    reopened = begin(bob, halden, alice, noon(9, 1), value="500", expected_close="2027-01-15")
    reopened.win(by=bob, at=noon(9, 2))
    reopened.reopen(by=bob, at=noon(9, 20))
    for close, value in (("2026-11-01", "100.01"), ("2026-11-26", "60"), ("2027-11-01", "70")):
        begin(bob, tidewell, None, noon(8, 1), value=value, expected_close=close)
    begin(bob, tidewell, None, noon(8, 2))
    for customer in (halden, vireo):
        put_away = begin(bob, customer, alice, noon(11, 3), value="9999")
        put_away.win(by=bob, at=noon(11, 10))
    Deal.objects.get(customer=halden, value="9999").archive(by=bob)
    vireo.archive(by=bob)
    return bob


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[User]:
    with stopped_at(NOW), lasting(django_db_blocker, build) as bob:
        yield bob


@pytest.fixture
def bob(db, built) -> Iterator[User]:
    with stopped_at(NOW):
        yield User.objects.get(pk=built.pk)


def report_for(user: User, **said: Any) -> DealHistory:
    words = QueryDict(mutable=True)
    words.update({name.rstrip("_"): str(value) for name, value in said.items()})
    form = ReportForm(words, user=user)
    assert form.is_valid(), form.errors
    return DealHistory(form.asked)


def values(table: Any) -> dict[str, list[Any]]:
    return {row[0].value: [cell.value for cell in row[1:]] for row in table.rows}


def test_open_reopened_and_archived_deals_are_in_no_rate(bob):
    report = report_for(bob)
    assert (report.created, report.won, report.lost) == (10, 2, 3)
    assert report.win_rate == 0.4
    assert report.won_value == Decimal("1000.50")
    assert report.lost_value == Decimal(500)
    assert report.without_value == 2
    assert report.median_cycle_days == 25
    assert report.whole.cycle == [22.5, 25, 27.5]
    assert report.whole.created_value == Decimal("2230.51")
    assert report.whole.value_rate == pytest.approx(1000.5 / 1500.5)


def test_a_deal_counts_in_the_month_in_which_it_was_closed(bob):
    report = report_for(bob)
    october, november = report.months[-2:]
    assert (october.month, october.created, october.won, october.lost) == ("2026-10", 1, 1, 0)
    assert (november.created, november.won, november.lost) == (4, 1, 3)
    assert (october.days_to_win, november.days_to_win) == (30, 20)
    assert (october.win_rate, november.win_rate) == (1, 0.25)
    assert report.months[0].month == "2025-12"
    assert report.months[0].win_rate is None
    assert [cell.value for cell in report.main.foot] == [
        *("All months", 10, 2, Decimal("1000.50"), 3, Decimal(500), 0.4, 25)
    ]


def test_months_are_clipped_to_the_period(bob):
    report = report_for(bob, from_="2026-10-31", to="2026-11-06")
    assert [(month.month, month.won, month.lost) for month in report.months] == [
        ("2026-10", 1, 0),
        ("2026-11", 0, 1),
    ]
    assert report.created == 4


def test_the_interval_of_few_deals_stands_beside_their_rate(bob):
    low, high = report_for(bob).whole.interval
    assert (low, high) == pytest.approx((0.117621, 0.769276), abs=1e-5)


def test_the_answer_is_a_sentence_in_every_case(bob):
    figure, words = report_for(bob).answer
    assert figure == "2 won, 3 lost"
    assert words == (
        "Win rate 40%, with 95% confidence 12% to 77%. "
        "In November a won deal took 20 days, 10 fewer than in October. 2 deals have no value."
    )
    assert report_for(bob, from_="2026-11-07", to="2026-12-01").answer.words == (
        "Win rate 50%, with 95% confidence 9% to 91%. A won deal takes 20 days. "
        "1 deal has no value."
    )
    assert report_for(bob, from_="2026-11-12", to="2026-11-13").answer.words == (
        "Win rate 0%, with 95% confidence 0% to 79%."
    )
    assert report_for(bob, from_="2026-01-01", to="2026-02-01").answer.figure == "None yet"


def test_time_in_stage_counts_each_stay_that_ended(bob):
    found = values(report_for(bob).stages.table)
    # One day, three, four, twice ten and twenty.
    assert found["Qualified"] == [6, Decimal(7), 5]
    assert found["Proposal"] == [1, 20, 0]
    assert found["Commit"] == [0, None, 0]
    within = values(report_for(bob, from_="2026-11-01", to="2026-12-01").stages.table)
    assert within["Qualified"][:2] == [4, 7]
    assert within["Proposal"][:2] == [0, None]


def test_reasons_that_differ_in_capitals_are_one(bob):
    assert {
        reason.casefold(): row for reason, row in values(report_for(bob).reasons.table).items()
    } == {
        "the price. too high": [2, Decimal(500), pytest.approx(2 / 3)],
        "not said": [1, 0, pytest.approx(1 / 3)],
    }


def test_the_forecast_holds_open_deals_alone(bob):
    found = values(report_for(bob, from_="2026-01-01", to="2026-02-01").forecast.table)
    counted = {name: row for name, row in found.items() if row[0]}
    assert counted == {
        "Past due": [1, Decimal("100.01"), Decimal("20.00")],
        "Nov 2026": [1, Decimal(60), Decimal(12)],
        "Jan 2027": [1, Decimal(500), Decimal(100)],
        "Later": [1, Decimal(70), Decimal(14)],
        "No date": [1, 0, 0],
    }
    assert list(found)[:3] == ["Past due", "Nov 2026", "Dec 2026"]
    assert list(found)[-3:] == ["Oct 2027", "Later", "No date"]


def test_the_owner_is_the_deals(bob):
    assert (report_for(bob, owner=bob.pk).won, report_for(bob, owner=bob.pk).lost) == (0, 1)
    assert report_for(bob, owner=bob.pk).stages.stays.count() == 1
    assert report_for(bob, owner="none").created == 4
    assert report_for(bob, owner="none").answer.figure == "None yet"


def test_every_figure_opens_its_rows(bob):
    assert_rows_give_figures(report_for(bob))
    assert_rows_give_figures(report_for(bob, from_="2026-11-05", to="2026-11-22"))


def test_rare_reasons_are_added_up(bob, monkeypatch):
    monkeypatch.setattr("reports.report.lost_reasons.MOST", 1)
    report = report_for(bob)
    assert values(report.reasons.table)["Other reasons"] == [1, 0, pytest.approx(1 / 3)]
    assert_rows_give_figures(report)


def test_a_reason_may_be_as_long_as_can_be(bob):
    reason = "".join(chr(0x20000 + number) for number in range(500))
    begin(bob, Customer.objects.get(name="Halden"), bob, noon(11, 2)).lose(reason, by=bob)
    assert report_for(bob).rows(f"reason.{reason}").queryset.count() == 1


def test_rows_have_pages_whatever_the_reason_says(bob):
    client = signed_in(bob)
    for figure in ("reason.the price. too high", "reason.", "stage", "standing", "forecast.later"):
        page = client.get("/reports/deal-history/rows/", {"figure": figure})
        assert page.status_code == 200, figure
    for figure in ("", "won.2020-01", "reason.no need", "stage.0", "forecast.never", "reasons"):
        page = client.get("/reports/deal-history/rows/", {"figure": figure})
        assert page.status_code == 404, figure


def test_the_page_shows_what_the_file_holds(bob):
    client = signed_in(bob)
    page = page_of(client, "/reports/deal-history/")
    lines = client.get("/reports/deal-history.csv").getvalue().decode()
    header, *rows = csv.reader(io.StringIO(lines))
    assert header[-1] == "Days to win"
    assert page.tables["months"] == rows
    assert rows[-1] == ["Nov 2026", "4", "1", "0.00", "3", "500.00", "0.2500", "20.00"]
    assert "with 95% confidence 12% to 77%" in page.text
    assert "$1,000.50" in page.text


def test_a_stranger_sees_only_his_own(bob):
    charlie = person("charlie", scope="own")
    report = report_for(charlie)
    assert (report.created, report.won, report.lost) == (0, 0, 0)
    assert report.stages.stays.count() == 0
    assert report.forecast.whole.count == 0
    rows = signed_in(charlie).get(
        "/reports/deal-history/rows/", {"figure": "reason.the price. too high"}
    )
    assert rows.status_code == 404
    own = add_customer(charlie, "Own", owner=charlie.pk)
    add_deal(charlie, own, value="5").win(by=charlie)
    assert report_for(charlie).won_value == 5


def statements(user: User) -> int:
    with CaptureQueriesContext(connection) as captured:
        report = report_for(user)
        assert report.answer
        assert all(list(table.body) for table in [report.main, *report.more])
    return len(captured)


def test_statements_do_not_grow_with_the_rows(bob):
    few = statements(bob)
    halden = Customer.objects.get(name="Halden")
    for number in range(12):
        deal = begin(bob, halden, bob, NOW - timedelta(days=30 * number + 5))
        deal.lose(f"Reason {number}", by=bob)
    assert statements(bob) == few <= 9


def test_percentiles_hold_whatever_the_numbers(bob):
    halden, took = Customer.objects.get(name="Halden"), [30, 20]
    for number in range(9):
        deal = begin(bob, halden, bob, NOW - timedelta(hours=7 * number * number, seconds=number))
        deal.win(by=bob, at=NOW)
        took.append((7 * 3600 * number * number + number) / 86400)
    took.sort()
    low, median, high = report_for(bob).whole.cycle
    assert float(median) == pytest.approx(took[5])
    assert float(low) == pytest.approx((took[2] + took[3]) / 2)
    assert float(high) == pytest.approx((took[7] + took[8]) / 2)


def test_seconds_are_whole_ones_of_the_clock(bob):
    halden = Customer.objects.get(name="Halden")
    created = datetime(2026, 1, 5, 12, 0, 0, 999_700, tzinfo=UTC)
    begin(bob, halden, bob, created).win(by=bob, at=created + timedelta(days=2, microseconds=300))
    report = report_for(bob, from_="2026-01-01", to="2026-02-01")
    assert report.whole.days_to_win == 2 + Fraction(1, 86_400)


def test_thirty_deals_need_no_interval(bob):
    halden = Customer.objects.get(name="Halden")
    for _ in range(25):
        add_deal(bob, halden, stage=stage("Won").pk)
    report = report_for(bob)
    assert report.whole.interval is None
    assert report.answer.words.startswith(f"Win rate {told(report.win_rate, Look.RATIO)}. ")
