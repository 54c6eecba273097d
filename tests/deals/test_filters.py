"""What lists of deals can be narrowed by and sorted on."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.paging import Page
from deals.filters import DealFilter
from deals.models import Deal, Pipeline
from tests.conftest import add_customer, add_deal, stage


def chosen(user, query: str = "") -> DealFilter:
    return DealFilter(QueryDict(query), user=user)


def found(user, query: str = "") -> list[str]:
    filter_ = chosen(user, query)
    assert filter_.is_valid(), filter_.errors
    return [deal.name for deal in filter_.order.sort(filter_.qs)]


@pytest.fixture
def deals(halden, alice, bob):
    """Four deals of two customers, and one that was put away."""
    other = add_customer(alice, "Northwind", status="prospect")
    long_ago = timezone.now() - timedelta(days=50)
    add_deal(alice, halden, "Bikes", value="300", owner=alice.pk, expected_close="2027-02-01")
    add_deal(bob, halden, "Air", value="20.50", created_at=long_ago)
    won = add_deal(alice, other, "Cranes", value="0", owner=bob.pk, expected_close="2027-01-01")
    won.win(by=alice)
    add_deal(alice, other, "Docks").lose("Too dear", by=alice)
    add_deal(alice, halden, "Gone").archive(by=alice)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Air", "Bikes", "Cranes", "Docks"]),
        ("search=NORTH", ["Cranes", "Docks"]),
        ("outcome=won&outcome=lost", ["Cranes", "Docks"]),
        ("stalled=true", ["Air"]),
        ("stalled=false", ["Bikes", "Cranes", "Docks"]),
        ("owner=none", ["Air", "Docks"]),
        ("closing_from=2027-01-02", ["Bikes"]),
        ("closing_from=2027-01-01&closing_until=2027-01-31", ["Cranes"]),
        ("value_from=0&value_to=20.50", ["Air", "Cranes"]),
        ("customer_status=active", ["Air", "Bikes"]),
        ("archived=true", ["Gone"]),
        ("order_by=-name", ["Docks", "Cranes", "Bikes", "Air"]),
        ("order_by=value", ["Docks", "Cranes", "Air", "Bikes"]),
        ("order_by=expected_close", ["Cranes", "Bikes", "Air", "Docks"]),
        ("order_by=entered_at", ["Air", "Bikes", "Cranes", "Docks"]),
    ],
)
def test_deals_are_narrowed_and_sorted(deals, alice, query, names):
    assert found(alice, query) == names


def test_deals_are_narrowed_by_records(deals, halden, alice, bob):
    assert found(alice, f"owner={alice.pk}&owner={bob.pk}") == ["Bikes", "Cranes"]
    assert found(alice, f"customer={halden.pk}") == ["Air", "Bikes"]
    assert found(alice, f"stage={stage('Won').pk}&stage={stage('Lost').pk}") == ["Cranes", "Docks"]
    second = Pipeline(name="Second")
    second.write(by=None)
    assert found(alice, f"pipeline={second.pk}") == []


def test_deals_of_archived_customers_are_on_no_list(deals, halden, alice):
    halden.archive(by=alice)
    assert found(alice) == ["Cranes", "Docks"]


def test_charlie_finds_none_of_alices_and_no_customer_of_hers(deals, halden, charlie):
    assert found(charlie) == ["Cranes", "Docks"]  # Northwind is nobody's
    invisible = chosen(charlie, f"customer={halden.pk}").errors
    assert invisible == chosen(charlie, "customer=999999").errors
    assert list(invisible) == ["customer"]


@pytest.mark.parametrize("name", ["customer", "owner", "stage", "pipeline"])
@pytest.mark.parametrize("value", ["x", "-1", "9" * 40, "%00", "1e3"])
def test_what_cannot_be_a_number_is_refused(alice, name, value):
    assert list(chosen(alice, f"{name}={value}").errors) == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("closing_from", "9999-99-99"),
        ("closing_until", "99999-01-01"),
        ("value_from", "1e400"),
        ("value_to", "-1"),
        ("outcome", "maybe"),
        ("customer_status", "x"),
        ("order_by", "search"),
    ],
)
def test_what_cannot_be_asked_is_named(alice, name, value):
    assert list(chosen(alice, f"{name}={value}").errors) == [name]


@pytest.mark.parametrize("order", DealFilter.orders)
def test_pages_go_on_in_every_order(deals, alice, order):
    for sign in ("", "-"):
        filter_ = chosen(alice, f"order_by={sign}{order}")
        page = Page(filter_.qs, filter_.order, size=3)
        rest = Page(filter_.qs, filter_.order, size=3, after=page.next)
        assert len({*page, *rest}) == len(Deal.objects.unarchived()) == 4
