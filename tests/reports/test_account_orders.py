"""Accounts in every order: each customer once, to the end and back, whatever is equal."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Customer, User
from accounts.paging import Page
from reports.filters import CustomerFilter
from reports.models import Standing
from tests.accounts.pages import turned
from tests.conftest import add_customer

NAMES = ["Álpha", "beta", "Beta", "gamma", "delta", "alpha", "zeta", "eta", "eta", "theta"]


@pytest.fixture
def many(bob, charlie):
    """Ten customers of Bob's, Charlie's and nobody's; threes of them stand alike."""
    for number, name in enumerate(NAMES):
        owner = (charlie.pk, bob.pk, "")[number % 3]
        customer = add_customer(bob, name, status=("active", "prospect")[number % 2], owner=owner)
        moment = datetime(2026, 11, number // 3 + 1, 12, 30, tzinfo=UTC)
        stood = Standing.objects.filter(customer=customer)
        stood.update(open_value=number // 3, lifetime_value=number // 4, contact_key=moment)
        stood.update(next_key=moment + timedelta(microseconds=number // 5))
        stood.update(
            at_risk_on=date(2026, 11, number // 5 + 1), watch_on=date(2026, 10, number + 1)
        )


@pytest.mark.parametrize("name", CustomerFilter.orders)
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_customer_is_listed_once(many, name, sign):
    for username in ("bob", "charlie"):
        chosen = CustomerFilter({"order_by": sign + name}, user=User.objects.get(username=username))
        for size in (1, 3, 4, 10, 11):
            turned(chosen.qs, chosen.order, size, chosen.parts)


@pytest.mark.parametrize("name", ["health", "open_value"])
@pytest.mark.parametrize("left_out", ["archived", "others"])
def test_what_is_not_to_be_seen_is_in_no_order(many, bob, charlie, name, left_out):
    reader = bob if left_out == "archived" else charlie
    if left_out == "archived":
        for customer in Customer.objects.exclude(owner=charlie):
            customer.archive(by=bob)
    chosen = CustomerFilter({"order_by": name}, user=reader)
    owners = {row.owner_id for row in Page(chosen.qs, chosen.order, parts=chosen.parts)}
    assert owners == ({charlie.pk} if left_out == "archived" else {charlie.pk, None})
