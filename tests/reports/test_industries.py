"""Industry distribution: how many customers each has and what they are worth, and who sees it."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Customer, User
from reports.forms.report import ReportForm
from reports.report.industries import Industries
from tests.conftest import add_customer, add_deal, lasting, person, signed_in, stage
from tests.reports.asking import assert_rows_give_figures
from tests.reports.figures import page_of

ADDRESS = "/reports/industries/"


def build() -> User:
    """Add customers of three industries and of none, and deals of three of them."""
    alice, bob = person("alice"), person("bob", role="manager")
    logistics = {"industry": "Logistics", "owner": alice.pk}
    halden = add_customer(alice, "Halden", status="active", **logistics)
    add_customer(alice, "Brasserie", industry=" LOGISTICS ", owner=alice.pk)
    tidewell = add_customer(bob, "Tidewell", industry="Retail", status="active", owner=bob.pk)
    add_customer(alice, "Cinder Peak", industry="Energy", status="inactive", owner=alice.pk)
    for name in ("Quill", "Orrin", "Grainfield"):
        nameless = add_customer(alice, name, owner=alice.pk)
    gone = add_customer(alice, "Gone", **logistics)
    for customer, value, where in (
        (halden, "600", "Won"),
        (halden, "100", "Lost"),
        (halden, "900", "Qualified"),
        (tidewell, "150", "Won"),
        (tidewell, "150.50", "Lost"),
        (tidewell, "20", "Lost"),
        (nameless, "250", "Won"),
        (gone, "5000", "Won"),
    ):
        add_deal(bob, customer, value=value, stage=stage(where).pk)
    gone.archive(by=alice)
    return alice


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[User]:
    with lasting(django_db_blocker, build) as alice:
        yield alice


@pytest.fixture
def alice(db, built) -> User:
    return User.objects.get(pk=built.pk)


def report_for(user: User, **said: Any) -> Industries:
    form = ReportForm(said, user=user)
    assert form.is_valid(), form.errors
    return Industries(form.asked)


def values(report: Industries) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in report.main.rows]


def test_the_figures_of_each_industry(alice):
    # Customers, active, share; lifetime value, share; won, lost, win rate.
    assert values(report_for(alice)) == [
        ["Logistics", 2, 1, 2 / 7, Decimal(600), 0.6, 1, 1, 0.5],
        ["Energy", 1, 0, 1 / 7, Decimal(0), 0, 0, 0, None],
        ["Retail", 1, 1, 1 / 7, Decimal(150), 0.15, 1, 2, 1 / 3],
        ["Not set", 3, 0, 3 / 7, Decimal(250), 0.25, 1, 0, 1],
    ]


def test_shares_add_up_to_all(alice):
    report = report_for(alice)
    assert sum(row.share or 0 for row in report.industries) == pytest.approx(1)
    assert sum(row.value_share or 0 for row in report.industries) == pytest.approx(1)
    foot = [cell.value for cell in report.main.foot or []]
    assert foot == ["All customers", 7, 2, 1, Decimal(1000), 1, 3, 3, 0.5]


def test_the_answer_names_the_two_largest(alice):
    assert report_for(alice).answer == ("7 customers", "Logistics and Energy make up 43%.")
    bob = User.objects.get(username="bob")
    assert report_for(alice, owner=bob.pk).answer == ("1 customer", "Retail makes up 100%.")
    assert report_for(alice, owner="none").answer == ("None yet", "No customers yet.")
    Customer.objects.update(industry=None)
    assert report_for(alice).answer.words == "None has an industry yet."


def test_not_set_is_always_a_row(alice):
    bob = User.objects.get(username="bob")
    assert values(report_for(alice, owner=bob.pk)) == [
        ["Retail", 1, 1, 1, Decimal(150), 1, 1, 2, 1 / 3],
        ["Not set", 0, 0, 0, Decimal(0), 0, 0, 0, None],
    ]
    (none,) = report_for(alice, owner="none").industries
    assert (none.industry, none.customers, none.share, none.value_share) == (None, 0, None, None)


def test_every_figure_opens_its_rows(alice):
    assert_rows_give_figures(report_for(alice))
    assert_rows_give_figures(report_for(alice, owner="none"))


def test_the_page_shows_what_the_file_holds(alice):
    client = signed_in(alice)
    page = page_of(client, ADDRESS)
    lines = client.get("/reports/industries.csv").getvalue().decode()
    assert page.tables["industries"] == list(csv.reader(io.StringIO(lines)))[1:]
    retail = ["Retail", "1", "1", "0.1429", "150.00", "0.1500", "1", "2", "0.3333"]
    assert page.tables["industries"][2] == retail
    logistics = Customer.objects.get(name="Halden").industry_id
    for figure in (f"won.{logistics}", "customers.none", "value"):
        assert client.get(f"{ADDRESS}rows/", {"figure": figure}).status_code == 200


def test_what_is_no_figure_is_not_found(alice):
    client = signed_in(alice)
    for figure in ("", "secret", "customers.0", "customers.x", "share.none", "won.none.1"):
        assert client.get(f"{ADDRESS}rows/", {"figure": figure}).status_code == 404, figure


def test_a_stranger_learns_of_no_industry(alice):
    charlie = person("charlie", scope="own")
    assert [row.industry for row in report_for(charlie).industries] == [None]
    logistics = Customer.objects.get(name="Halden").industry_id
    answer = signed_in(charlie).get(f"{ADDRESS}rows/", {"figure": f"customers.{logistics}"})
    assert answer.status_code == 404
    assert page_of(signed_in(charlie), ADDRESS).tables["industries"][0][:2] == ["Not set", "0"]


def test_more_industries_cost_no_more_statements(alice):
    def statements() -> int:
        report = report_for(alice)
        with CaptureQueriesContext(connection) as captured:
            assert report.answer.figure
            assert report.main.rows
        return len(captured)

    few = statements()
    for number in range(5):
        add_customer(alice, f"Customer {number}", industry=f"Trade {number}")
    assert statements() == few == 1
