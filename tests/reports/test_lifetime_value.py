"""Customer lifetime value: what is added up, how customers rank, and who may see it."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Customer, User
from reports.forms.report import PortfolioForm
from reports.report.lifetime_value import LifetimeValue
from tests.conftest import add_customer, add_deal, lasting, person, signed_in, stage
from tests.reports.asking import assert_rows_give_figures
from tests.reports.figures import page_of


def build() -> User:
    """Add three customers of Alice's, of which two bought, and one of Bob's."""
    alice, bob = person("alice"), person("bob", role="manager")
    halden = add_customer(alice, "Halden", industry="Logistics", status="active", owner=alice.pk)
    brasserie = add_customer(alice, "Brasserie", owner=alice.pk)
    add_customer(alice, "Cinder Peak", owner=alice.pk)
    tidewell = add_customer(bob, "Tidewell", owner=bob.pk)
    for customer, value in ((halden, "700"), (halden, "100.50"), (brasserie, "150")):
        add_deal(alice, customer, value=value, stage=stage("Won").pk)
    add_deal(bob, tidewell, value="49", stage=stage("Won").pk)
    add_deal(alice, halden, value="900", stage=stage("Lost").pk)
    add_deal(alice, halden, value="200", stage=stage("Qualified").pk)
    add_deal(alice, brasserie, stage=stage("Won").pk)
    return alice


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[User]:
    with lasting(django_db_blocker, build) as alice:
        yield alice


@pytest.fixture
def alice(db, built) -> User:
    return User.objects.get(pk=built.pk)


def report_for(user: User, **said: Any) -> LifetimeValue:
    form = PortfolioForm(said, user=user)
    assert form.is_valid(), form.errors
    return LifetimeValue(form.asked)


def test_lost_and_open_deals_are_not_in_it(alice):
    report = report_for(alice)
    assert report.total == Decimal("999.50")
    assert report.mean == Decimal("249.875")
    assert [row[0].value for row in report.main.rows] == ["Halden", "Brasserie", "Tidewell"]
    assert report.sums["open_value"] == Decimal(200)
    assert report.weighted == Decimal(40)


def test_classes_follow_the_cumulative_value(alice):
    rows = report_for(alice).abc.rows
    assert [(row[0].value, row[1].value) for row in rows] == [
        ("A", 1),
        ("B", 1),
        ("C", 1),
        ("No value yet", 1),
    ]


def test_the_largest_deals_there_can_be_make_classes_too(alice):
    for name in ("Oakhaven", "Saltmarsh"):
        customer = add_customer(alice, name)
        add_deal(alice, customer, value="9999999999.99", stage=stage("Won").pk)
        add_deal(alice, customer, value="9999999999.99")
    report = report_for(alice)
    assert report.total == Decimal("20000000999.48")
    assert [row[1].value for row in report.abc.rows] == [2, 0, 3, 1]
    assert_rows_give_figures(report)
    assert report.median == Decimal("475.25")
    assert report.weighted == Decimal("4000000040.00")


def test_status_industry_and_owner_narrow_it(alice):
    bob = User.objects.get(username="bob")
    assert report_for(alice, owner=bob.pk).total == Decimal(49)
    assert report_for(alice, owner="none").mean is None
    assert report_for(alice, status=["active"]).total == Decimal("800.50")
    assert report_for(alice, industry=["logistics"]).total == Decimal("800.50")


def test_every_figure_opens_its_rows(alice):
    assert_rows_give_figures(report_for(alice))


def test_the_page_shows_what_the_file_holds(alice):
    client = signed_in(alice)
    page = page_of(client, "/reports/lifetime-value/")
    lines = client.get("/reports/lifetime-value.csv").getvalue().decode()
    assert page.tables["customers"] == list(csv.reader(io.StringIO(lines)))[1:]
    assert "$250" in page.text
    assert "None yet" in page.text


def test_a_stranger_sees_only_what_is_his(alice):
    charlie = person("charlie", scope="own")
    assert report_for(charlie).mean is None
    halden = Customer.objects.get(name="Halden")
    rows = signed_in(charlie).get(f"/reports/lifetime-value/rows/?figure=won.{halden.pk}")
    assert rows.status_code == 404


def test_what_is_no_figure_is_not_found(alice):
    client = signed_in(alice)
    for figure in ("", "won.x", "won.0", f"won.{'9' * 40}", "class.D", "customers.2", "secret"):
        address = "/reports/lifetime-value/rows/"
        assert client.get(address, {"figure": figure}).status_code == 404


def test_a_wrong_question_is_told_beside_its_field(alice):
    client = signed_in(alice)
    for said in ({"owner": "x"}, {"owner": "999999999999999999999"}, {"status": "gone"}):
        answer = client.get("/reports/lifetime-value/", said)
        assert answer.status_code == 422
        assert "Select a valid choice" in answer.content.decode()
