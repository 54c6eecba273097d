"""Active and inactive: the stock month by month, who came and went."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.forms.customer import CustomerForm
from accounts.models import Customer, User
from accounts.models.status import Status, StatusChange
from reports.forms.report import ReportForm
from reports.report.active_inactive import ActiveInactive
from tests.conftest import add_customer, add_deal, lasting, person, signed_in
from tests.reports.asking import assert_rows_give_figures
from tests.reports.clock import stopped_at
from tests.reports.figures import page_of

ADDRESS = "/reports/active-inactive/"
BEGIN = datetime(2026, 1, 20, 12, tzinfo=UTC)
NOW = datetime(2026, 5, 15, 12, tzinfo=UTC)
SPRING = {"from": "2026-01-01", "to": "2026-07-01"}
MOST_STATEMENTS = 12


def turn(customer: Customer, status: str, by: User) -> None:
    """Change a customer's status as a page does."""
    row = Customer.objects.get(pk=customer.pk)
    form = CustomerForm({"status": status}, instance=row, user=by, only=("status",))
    assert form.is_valid(), form.errors
    form.save()


def build() -> User:
    """Let customers come and go from January to May."""
    alice, bob = person("alice"), person("bob", role="manager")
    with stopped_at(BEGIN) as clock:
        halden = add_customer(alice, "Halden", status="active", owner=alice.pk)
        brasserie = add_customer(alice, "Brasserie", owner=alice.pk)
        gone = add_customer(alice, "Gone", status="active", owner=alice.pk)
        back = add_customer(alice, "Back", status="active", owner=alice.pk)
        clock.go_on(days=20)  # 9 February
        turn(brasserie, "active", alice)
        add_customer(bob, "Tidewell", owner=bob.pk)
        clock.go_on(days=30)  # 11 March: lost and won back within a month
        turn(halden, "inactive", alice)
        clock.go_on(days=2)
        turn(halden, "active", alice)
        turn(brasserie, "prospect", alice)
        gone.archive(by=alice)
        back.archive(by=alice)
        clock.go_on(days=30)  # 12 April
        back.refresh_from_db()
        back.restore(by=alice)
        turn(back, "inactive", alice)
        created = datetime(2026, 2, 28, 22, tzinfo=UTC)
        add_customer(bob, "Dated back", status="active", owner=alice.pk, created_at=created)
    return alice


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[User]:
    with lasting(django_db_blocker, build) as alice:
        yield alice


@pytest.fixture
def alice(db, built) -> Iterator[User]:
    """Alice in May, who sees everyone's."""
    with stopped_at(NOW):
        yield User.objects.get(pk=built.pk)


def report_for(user: User, **said: Any) -> ActiveInactive:
    form = ReportForm(said or SPRING, user=user)
    assert form.is_valid(), form.errors
    return ActiveInactive(form.asked)


def figures(report: ActiveInactive) -> dict[str, list[Any]]:
    """Return the rows of the months without their ratios."""
    return {row[0].value: [cell.value for cell in row[1:9]] for row in report.main.rows}


def test_the_stock_and_the_flows_of_each_month(alice):
    # Prospect, active, inactive; new, became active, came back, lost, stepped back.
    assert figures(report_for(alice)) == {
        "Jan 2026": [1, 2, 0, 3, 2, 0, 0, 0],
        "Feb 2026": [1, 4, 0, 2, 2, 0, 0, 0],
        "Mar 2026": [2, 3, 0, 0, 0, 1, 1, 1],
        "Apr 2026": [2, 2, 1, 0, 0, 0, 1, 0],
        "May 2026": [2, 2, 1, 0, 0, 0, 0, 0],
        "Jun 2026": [None] * 8,
    }


def test_churn_is_of_those_who_were_active_before(alice):
    months = report_for(alice).months
    assert [month.churn for month in months] == [None, 0, 1 / 4, 1 / 3, 0, None]
    assert [month.retention for month in months] == [None, 1, 3 / 4, 1 - 1 / 3, 1, None]


def test_the_active_ones_are_those_before_and_who_came_without_who_left(alice):
    for said in (SPRING, {"from": "2026-02-10", "to": "2026-04-13"}, {"owner": alice.pk}):
        months = report_for(alice, **said).known_months
        assert months
        for month in months:
            came, left = month.became_active + month.came_back, month.lost + month.stepped_back
            assert month.active == month.active_before + came - left
        for before, month in pairwise(months):
            assert month.active_before == before.active


def test_the_stock_walked_back_is_what_the_log_says(alice):
    report = report_for(alice)
    customers = list(Customer.objects.unarchived())
    for month in report.known_months:
        end = month.span.moments[1]
        log = StatusChange.objects.filter(at__lt=end).order_by("customer", "at", "pk")
        last = dict(log.values_list("customer", "new"))
        then = [last.get(customer.pk) for customer in customers]
        for status in Status:
            assert getattr(month, status) == then.count(status)


def test_a_month_ends_at_the_readers_midnight(alice):
    with timezone.override("Pacific/Kiritimati"):
        assert figures(report_for(alice))["Feb 2026"][1] == 3
        assert figures(report_for(alice))["Mar 2026"][3] == 1
    with timezone.override("America/Los_Angeles"):
        assert figures(report_for(alice))["Feb 2026"][1] == 4


def test_what_was_before_the_log_begins_is_not_guessed(alice):
    report = report_for(alice, **{"from": "2025-11-01", "to": "2026-03-01"})
    assert [month.active for month in report.months] == [None, None, 2, 4]
    assert [month.month for month in report.known_months] == ["2026-01", "2026-02"]
    assert report.answer == ("2 active", "1 inactive. Known since 20 Jan.")
    assert "Since 20 Jan" in report.main.note
    assert "since 20 Jan" in report.charts[0].title
    assert report.rows("active.2025-12") is None


def test_the_answer_compares_with_the_first_month(alice):
    assert report_for(alice).answer == (
        "2 active",
        "As many as in January. 1 inactive, 1 more.",
    )
    later = report_for(alice, **{"from": "2026-02-01", "to": "2026-06-01"})
    assert later.answer.words == "2 fewer than in February. 1 inactive, 1 more."
    assert not later.main.note
    assert (
        report_for(alice, period="quarter").answer.words
        == "As many as in April. 1 inactive, as many."
    )
    this_month = report_for(alice, **{"from": "2026-05-01", "to": "2026-06-01"})
    assert this_month.answer.words == "1 inactive."
    nobodys = report_for(alice, owner="none")
    assert nobodys.answer == ("None yet", "No customers yet.")
    assert [month.active for month in nobodys.months] == [None] * 12


def test_a_month_of_another_year_is_called_by_its_year(alice):
    with stopped_at(NOW + timedelta(days=365)):
        words = report_for(alice, **SPRING).answer.words
    assert "As many as in January 2026." in words


def test_the_owner_is_the_customers(alice):
    bob = User.objects.get(username="bob")
    report = report_for(alice, owner=bob.pk, **SPRING)
    assert (report.prospect, report.active, report.inactive) == (1, 0, 0)
    assert [row[1].value for row in report.stock.rows] == [1, 0, 0]
    assert report.months[1].new == 1


def test_every_figure_opens_its_rows(alice):
    assert_rows_give_figures(report_for(alice))
    assert_rows_give_figures(report_for(alice, **{"from": "2026-01-30", "to": "2026-04-12"}))


def test_the_page_shows_what_the_file_holds(alice):
    client = signed_in(alice)
    page = page_of(client, ADDRESS, **SPRING)
    lines = client.get("/reports/active-inactive.csv", SPRING).getvalue().decode()
    assert page.tables["statuses"] == list(csv.reader(io.StringIO(lines)))[1:]
    assert page.tables["statuses"][5] == ["Jun 2026"] + [""] * 10
    assert [row[0] for row in page.tables["silent"]] == ["Halden"]
    assert "None yet" in page.text
    for figure in ("lost.2026-03", "active.2026-02", "silent", "new"):
        assert client.get(f"{ADDRESS}rows/", {**SPRING, "figure": figure}).status_code == 200


def test_what_is_no_figure_is_not_found(alice):
    client = signed_in(alice)
    known = ("", "secret", "active.2026-06", "lost.2026-06", "active.2020-01", "silent.2026-03")
    for figure in (*known, "span.2026-03", "churn.2026-03", "active.x"):
        answer = client.get(f"{ADDRESS}rows/", {**SPRING, "figure": figure})
        assert answer.status_code == 404, figure


def test_a_stranger_sees_only_what_is_his(alice):
    charlie = person("charlie", scope="own")
    report = report_for(charlie)
    assert (report.total, report.known_months) == (0, [])
    assert report.main.note == ""
    rows = report.rows("new")
    assert rows
    assert not rows.queryset.exists()
    assert signed_in(charlie).get(ADDRESS, SPRING).status_code == 200


def test_more_customers_cost_no_more_statements(alice):
    def statements() -> int:
        report = report_for(alice)
        with CaptureQueriesContext(connection) as captured:
            assert report.answer.figure
            assert len([report.main, *report.more]) == 4
        return len(captured)

    few = statements()
    for number in range(5):
        made = add_customer(alice, f"Customer {number}", status="active", owner=alice.pk)
        turn(made, "inactive", alice)
        add_deal(alice, made)
    assert statements() == few <= MOST_STATEMENTS
