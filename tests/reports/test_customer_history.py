"""The deal history of a customer on its record."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Customer, User
from reports.customer_history import CustomerHistory
from tests.conftest import add_customer, add_deal, stage


def close(bob: User, customer: Customer, days: int, outcome: str = "win", **said) -> None:
    """Add a deal that was in Qualified for so many days, in Proposal as long, and was closed."""
    now = timezone.now()
    created = now - timedelta(days=2 * days)
    said = {"stage": stage("Qualified").pk, "created_at": created, **said}
    deal = add_deal(bob, customer, **said)
    deal.move_to(stage("Proposal"), by=bob, at=created + timedelta(days=days))
    deal.win(by=bob, at=now) if outcome == "win" else deal.lose("The price", by=bob, at=now)


def card(client, customer: Customer) -> str:
    page = client.get(f"/accounts/{customer.pk}/").text
    (found,) = re.findall(r'<section class="card" id="deal-history".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found).split())


def test_says_how_its_deals_went(halden, bob, as_user):
    for days in (10, 20, 21):
        close(bob, halden, days)
    close(bob, halden, 4, "lose")
    told = card(as_user(bob), halden)
    assert "Won 3 deals Lost 1 deal Win rate 75% (30% to 95%) Time to win 40 days" in told
    assert "Qualified 15 days median of 4 stays Proposal 15 days" in told


def test_without_a_closed_deal_it_is_one_line(halden, bob, as_user):
    add_deal(bob, halden)
    assert card(as_user(bob), halden).startswith("Deal history No deal won or lost yet List the")


def test_counts_neither_archived_nor_reopened_deals_nor_those_of_others(halden, bob):
    close(bob, halden, 10)
    close(bob, halden, 90)
    close(bob, add_customer(bob, "Tidewell"), 50)
    gone, again = halden.deals.order_by("created_at")
    gone.archive(by=bob)
    again.reopen(by=bob)
    history = CustomerHistory(Customer.objects.get(pk=halden.pk))
    assert history.closed == 0
    assert history.win_rate is None
    assert history.days_to_win is None
    assert [(each.stage, each.days) for each in history.stages] == [
        ("Qualified", 10),
        ("Proposal", 10),
    ]


def test_its_lists_hold_the_deals_that_were_counted(halden, bob, as_user):
    close(bob, halden, 10, name="Renewal")
    close(bob, halden, 10, "lose", name="Pilot")
    client = as_user(bob)
    page = client.get(f"/accounts/{halden.pk}/").text
    for outcome, name in (("won", "Renewal"), ("lost", "Pilot")):
        address = f"/deals/list/?customer={halden.pk}&amp;outcome={outcome}"
        assert f'href="{address}"' in page
        rows = client.get(address.replace("&amp;", "&")).context["page"].rows
        assert [deal.name for deal in rows] == [name]


def test_a_stranger_has_no_record_to_read_it_on(halden, charlie, as_user):
    assert as_user(charlie).get(f"/accounts/{halden.pk}/").status_code == 404


@pytest.mark.parametrize("more", [1, 12])
def test_takes_two_statements_whatever_the_deals(halden, bob, more):
    for _ in range(more):
        close(bob, halden, 3)
    customer = Customer.objects.get(pk=halden.pk)
    with CaptureQueriesContext(connection) as captured:
        history = CustomerHistory(customer)
        assert history.closed == more
        assert len(history.stages) == 2
    assert len(captured) == 2
