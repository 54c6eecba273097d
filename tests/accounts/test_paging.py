"""Pages by key: every row once, in order, forwards and backwards, whatever is equal."""

import pytest

from accounts.models import Customer
from accounts.paging import InvalidCursor, Order, Page
from tests.accounts.pages import turned
from tests.conftest import add_customer


@pytest.fixture
def many(bob, alice):
    names = ["Álpha", "beta", "Beta", "gamma", "delta", "alpha", "zeta", "eta", "eta", "theta"]
    for number, name in enumerate(names):
        owner = (alice.pk, bob.pk, "")[number % 3]
        add_customer(bob, name, status=("active", "prospect")[number % 2], owner=owner)
    return Customer.objects.visible_to(bob)


@pytest.mark.parametrize("columns", [("name_key",), ("status", "name_key"), ("created_at",)])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 3, 4, 10, 11])
def test_no_row_is_skipped_or_repeated(many, columns, descending, size):
    turned(many, Order(columns, descending), size)


def test_a_cursor_of_another_order_or_by_another_hand_is_refused(many):
    by_name, by_status = Order(("name_key",)), Order(("status", "name_key"))
    cursor = Page(many, by_name, size=2).next
    for wrong in (cursor + "x", "", "🤷", "W10", cursor[::-1]):
        if wrong:
            with pytest.raises(InvalidCursor):
                Page(many, by_name, after=wrong)
    with pytest.raises(InvalidCursor):
        Page(many, by_status, after=cursor)


def test_the_total_stops_at_a_bound(many, monkeypatch):
    monkeypatch.setattr("accounts.paging.COUNT_UP_TO", 9)
    assert Page(many, Order(("name_key",))).total == "9+"
    monkeypatch.setattr("accounts.paging.COUNT_UP_TO", 10)
    assert Page(many, Order(("name_key",))).total == "10"
