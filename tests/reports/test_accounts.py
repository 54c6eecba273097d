"""Accounts: the list of customers and how they stand, narrowed, sorted, added up."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Customer
from activities.models.finding import NEVER
from reports import totals
from reports.models import Standing
from reports.signs import ALWAYS, FAR
from tests.conftest import add_activity, add_customer, add_deal, stage
from tests.reports.clock import stopped_at

HTMX = {"HX-Request": "true"}
TODAY = timezone.localdate


def names(response) -> list[str]:
    return [row.name for row in response.context["page"]]


def cells(response, name: str) -> list[str]:
    """Return what a customer's row says, cell by cell."""
    rows = re.findall(r'<tr role="row">(.*?)</tr>', response.text, re.DOTALL)
    (row,) = (row for row in rows if name in row)
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in found]


def stand(customer: Customer, **columns) -> None:
    Standing.objects.filter(customer=customer).update(is_new=False, **columns)


@pytest.fixture
def four(bob, alice, charlie):
    """Alpha is at risk, Beta watched, Gamma good, Delta new; Beta and Delta are Charlie's."""
    said = {"status": "active"}
    now, today = timezone.now(), TODAY()
    for number, (name, owner, days) in enumerate(
        [
            ("Alpha", alice, {"at_risk_on": today, "watch_on": ALWAYS}),
            ("Beta", charlie, {"at_risk_on": today + timedelta(9), "watch_on": today}),
            ("Gamma", alice, {"at_risk_on": FAR, "watch_on": today + timedelta(1)}),
        ]
    ):
        customer = add_customer(bob, name, owner=owner.pk, **said)
        step = NEVER if name == "Beta" else now + timedelta(number + 1)
        money = {"open_value": Decimal(10 - number), "lifetime_value": Decimal(number)}
        stand(customer, contact_key=now - timedelta(number), next_key=step, **money, **days)
    add_customer(bob, "Delta", owner=charlie.pk, **said)


class TestList:
    def test_shows_what_the_reader_sees(self, halden, as_user, alice, charlie):
        assert names(as_user(alice).get("/accounts/")) == ["Halden Freight Systems"]
        response = as_user(charlie).get("/accounts/")
        assert names(response) == []
        assert "Halden" not in response.text

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("search=freight", ["Halden Freight Systems"]),
            ("search=SYSTEMS halden", ["Halden Freight Systems"]),
            ("search=zur", ["Zürich Bank"]),
            ("status=active", ["Halden Freight Systems"]),
            ("status=active&status=prospect", ["Halden Freight Systems", "Zürich Bank"]),
            ("industry=logistics", ["Halden Freight Systems"]),
            ("industry=unheard+of", []),
            ("owner=none", ["Zürich Bank"]),
            ("archived=true", ["Gone"]),
            ("archived=true&order_by=health", ["Gone"]),
            ("order_by=-name", ["Zürich Bank", "Halden Freight Systems"]),
            ("after=nonsense", ["Halden Freight Systems", "Zürich Bank"]),
        ],
    )
    def test_is_searched_narrowed_and_sorted(self, halden, bob, as_user, query, found):
        add_customer(bob, "Zürich Bank")
        add_customer(bob, "Gone").archive(by=bob)
        assert names(as_user(bob).get(f"/accounts/?{query}")) == found

    @pytest.mark.parametrize(
        ("query", "bobs", "charlies"),
        [
            ("health=at_risk", ["Alpha"], []),
            ("health=watch", ["Beta"], ["Beta"]),
            ("health=good", ["Gamma"], []),
            ("health=new", ["Delta"], ["Delta"]),
            ("health=at_risk&health=good", ["Alpha", "Gamma"], []),
            ("health=at_risk&health=good&order_by=-health", ["Gamma", "Alpha"], []),
            ("health=good&health=new&order_by=health", ["Gamma", "Delta"], ["Delta"]),
            ("health=unheard+of", ["Alpha", "Beta", "Delta", "Gamma"], ["Beta", "Delta"]),
            ("has_next_step=true", ["Alpha", "Gamma"], []),
            ("has_next_step=false", ["Beta", "Delta"], ["Beta", "Delta"]),
            ("has_next_step=false&order_by=next_step", ["Beta", "Delta"], ["Beta", "Delta"]),
            ("order_by=health", ["Alpha", "Beta", "Gamma", "Delta"], ["Beta", "Delta"]),
            ("order_by=last_contact_at", ["Delta", "Gamma", "Beta", "Alpha"], ["Delta", "Beta"]),
            ("order_by=next_step", ["Alpha", "Gamma", "Beta", "Delta"], ["Beta", "Delta"]),
            ("order_by=-open_value", ["Alpha", "Beta", "Gamma", "Delta"], ["Beta", "Delta"]),
            ("order_by=-lifetime_value", ["Gamma", "Beta", "Delta", "Alpha"], ["Beta", "Delta"]),
            ("order_by=health&status=active&owner=none", [], []),
            ("order_by=-open_value&status=active&search=ta", ["Beta", "Delta"], ["Beta", "Delta"]),
        ],
    )
    def test_is_narrowed_and_sorted_by_how_customers_stand(
        self, four, bob, charlie, as_user, query, bobs, charlies
    ):
        assert names(as_user(bob).get(f"/accounts/?{query}")) == bobs
        assert names(as_user(charlie).get(f"/accounts/?{query}")) == charlies

    def test_many_of_an_industry_are_found_like_few(self, halden, bob, as_user, monkeypatch):
        add_customer(bob, "Zürich Bank", industry="Finance")
        for bound in (0, 1):
            monkeypatch.setattr("reports.filters.COUNT_UP_TO", bound)
            found = as_user(bob).get("/accounts/?industry=logistics&order_by=health")
            assert names(found) == ["Halden Freight Systems"]

    def test_an_inactive_customer_has_no_signs_and_the_level_of_that(self, four, bob, as_user):
        alpha = Customer.objects.get(name="Alpha")
        alpha.status = "inactive"
        alpha.write(by=bob)
        stand(alpha)
        assert cells(as_user(bob).get("/accounts/"), "Alpha")[2] == "Good"
        assert names(as_user(bob).get("/accounts/?health=good")) == ["Alpha", "Gamma"]

    def test_today_is_the_readers(self, four, bob, as_user):
        noon = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("UTC"))
        gamma = Customer.objects.get(name="Gamma")
        stand(gamma, at_risk_on=date(2026, 11, 21), no_step_on=ALWAYS)
        found = {}
        for zone in ("UTC", "Pacific/Kiritimati"):
            bob.time_zone = zone
            bob.save()
            client = as_user(bob)
            with stopped_at(noon):
                response = client.get("/accounts/?health=at_risk&search=gamma")
                found[zone] = names(response)
        assert found == {"UTC": [], "Pacific/Kiritimati": ["Gamma"]}

    def test_htmx_gets_the_piece(self, halden, as_user, alice):
        client = as_user(alice)
        assert "<html" in client.get("/accounts/").text
        piece = client.get("/accounts/", headers=HTMX)
        assert "<html" not in piece.text
        assert 'id="customers"' in piece.text
        assert "HX-Request" in piece["Vary"]

    def test_industries_of_others_are_not_suggested(self, halden, as_user, charlie):
        client = as_user(charlie)
        for address in ("/accounts/", "/accounts/add/"):
            assert "Logistics" not in client.get(address).text

    def test_a_first_click_gives_the_largest_and_the_most_urgent_first(self, halden, bob, as_user):
        text = as_user(bob).get("/accounts/").text
        for order in ("health", "-open_value", "-lifetime_value", "last_contact_at", "next_step"):
            assert f'href="/accounts/?order_by={order}"' in text


class TestRow:
    def test_says_how_a_customer_stands(self, halden, alice, as_user):
        spoken = timezone.now() - timedelta(days=3, minutes=5)
        add_activity(alice, halden, completed=True, completed_at=spoken.isoformat())
        add_activity(alice, halden, "Contract review", due_on=TODAY() + timedelta(1))
        for value in ("100000", "28000.50"):
            add_deal(alice, halden, value=value)
        add_deal(alice, halden, value="486200").move_to(stage("Won"), by=alice)
        assert cells(as_user(alice).get("/accounts/"), "Halden") == [
            "HF Halden Freight Systems Logistics",
            "Active",
            "Good",
            "AL Alice",
            "3 days ago",
            "",
            "Contract review Tomorrow",
            "$128,000.50 2 deals",
            "$486,200",
        ]

    def test_says_what_there_is_not(self, bob, vera, as_user):
        add_customer(bob, "Quillon", kind="individual")
        row = [
            "QU Quillon Individual",
            "Prospect",
            "New",
            "Nobody",
            "Not yet",
            "",
            "None Plan one for Quillon",
        ]
        assert cells(as_user(bob).get("/accounts/"), "Quillon") == [*row, "No deals", "None yet"]
        assert "Plan one" not in as_user(vera).get("/accounts/").text

    def test_gives_the_reason_of_a_level(self, four, bob, as_user):
        today, alpha, beta = TODAY(), *Customer.objects.filter(name__in=("Alpha", "Beta"))
        stand(alpha, no_step_on=today, overdue_on=today, unowned_on=today, no_primary_on=ALWAYS)
        stand(beta, no_step_on=today, no_primary_on=ALWAYS)
        response = as_user(bob).get("/accounts/")
        assert cells(response, "Alpha")[2] == "At risk 3 warning signs"
        assert cells(response, "Beta")[2] == "Watch No next step"
        assert cells(response, "Gamma")[2] == "Good"

    @pytest.mark.parametrize(
        ("days", "rhythm", "silent_in", "look"),
        [
            (10, 10, 10, ""),
            (11, 10, 10, "soonish"),
            (30, 10, 0, "late"),
            (29, None, 1, ""),
            (30, None, 0, "late"),
        ],
    )
    def test_colours_the_last_contact(self, halden, alice, as_user, days, rhythm, silent_in, look):
        spoken = timezone.now() - timedelta(days=days)
        silent_on = TODAY() + timedelta(silent_in)
        stand(halden, contact_key=spoken, rhythm=rhythm, silent_on=silent_on)
        text = as_user(alice).get("/accounts/").text
        (found,) = re.findall(r"<span([^>]*)><time[^>]*>\d+ days ago", text)
        assert found == (f' class="{look}"' if look else "")

    def test_draws_how_often_we_spoke_in_each_week(self, halden, alice, as_user):
        at = timezone.now() - timedelta(minutes=5)
        for kind, weeks in (("call", 0), ("email", 0), ("meeting", 11), ("task", 5), ("call", 12)):
            moment = at - timedelta(weeks=weeks)
            add_activity(alice, halden, kind=kind, completed=True, completed_at=moment.isoformat())
        gone = add_activity(alice, halden, completed=True, completed_at=at.isoformat())
        gone.archive(by=alice)
        text = as_user(alice).get("/accounts/").text
        told = "Contacts in each of the last 12 weeks: 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2"
        assert f'aria-label="{told}"' in text
        assert '<path class="wk" d="M3.5 18v-3.4"/>' in text
        assert '<path class="now" d="M80.5 18v-6.8"/>' in text


class TestTotals:
    @pytest.fixture
    def sold(self, four, bob):
        for name, open_, won in (("Alpha", 100, 1000), ("Beta", 20, 200), ("Delta", 3, 30)):
            customer = Customer.objects.get(name=name)
            stand(customer, open_value=Decimal(open_), lifetime_value=Decimal(won))
        stand(Customer.objects.get(name="Gamma"), open_value=9, lifetime_value=9)
        Customer.objects.get(name="Gamma").archive(by=bob)

    @pytest.mark.parametrize(
        ("query", "bobs", "charlies"),
        [
            ("", ("$123", "$1,230"), ("$23", "$230")),
            ("?search=ta", ("$23", "$230"), ("$23", "$230")),
            ("?health=watch&order_by=-open_value", ("$20", "$200"), ("$20", "$200")),
        ],
    )
    def test_are_of_all_that_the_reader_has_listed(
        self, sold, bob, charlie, as_user, query, bobs, charlies
    ):
        for reader, (open_, won) in ((bob, bobs), (charlie, charlies)):
            text = as_user(reader).get(f"/accounts/{query}").text
            said = f"Open deals <strong>{open_}</strong>, lifetime value <strong>{won}</strong>"
            assert said in text

    def test_of_too_many_are_added_up_on_request(self, sold, bob, as_user, monkeypatch):
        monkeypatch.setattr(totals, "MOST_ADDED_UP", 2)
        client = as_user(bob)
        page = client.get("/accounts/?order_by=name")
        assert "Open deals <strong>" not in page.text
        asked = "/accounts/?order_by=name&amp;totals=1"
        assert f'href="{asked}" hx-get="{asked}" hx-target="#totals"' in page.text
        whole = client.get("/accounts/?order_by=name&totals=1")
        piece = client.get("/accounts/?order_by=name&totals=1", headers=HTMX)
        for answer in (whole, piece):
            assert "Open deals <strong>$123</strong>" in answer.text
        assert "<html" in whole.text
        assert piece.text.strip().startswith('<span id="totals">')
        assert "totals" not in "".join(re.findall('id="sort-[^>]*', whole.text))

    def test_of_nothing_are_not_told(self, bob, as_user):
        assert 'id="totals"' not in as_user(bob).get("/accounts/?search=none").text


class TestCost:
    @pytest.fixture
    def busy(self, bob):
        """Thirty customers of whom there is much to tell."""
        today = TODAY()
        for number in range(30):
            customer = add_customer(
                bob,
                f"Customer with a name {number}",
                industry=f"Industry {number % 3}",
                owner=bob.pk,
                status="active",
            )
            if number < 3 or number > 27:
                step = add_activity(bob, customer, "Contract review", due_on=today)
                deal = add_deal(bob, customer, value="100000", expected_close=today)
            stand(
                customer,
                last_contact=step,
                contact_key=timezone.now(),
                next_step=step,
                next_key=timezone.now(),
                reorder_deal=deal,
                stalled_deal=deal,
                slipping_deal=deal,
                lost_deal=deal,
                open_value=Decimal(345_678),
                open_count=2,
                lifetime_value=Decimal(1_234_567),
                won_count=2,
                watch_on=today,
                slipping_on=today,
            )

    def test_statements_do_not_grow_with_the_rows(self, busy, bob, as_user):
        client, counts = as_user(bob), set()
        for query in ("", "search=name+7", "order_by=health", "order_by=-open_value"):
            with CaptureQueriesContext(connection) as counted:
                assert names(client.get(f"/accounts/?{query}"))
            counts.add(len(counted))
        assert len(counts) == 1
        assert counts.pop() <= 12

    def test_a_page_is_no_more_than_80_kilobytes(self, busy, bob, as_user):
        response = as_user(bob).get("/accounts/?order_by=-open_value")
        assert len(names(response)) == 25
        assert len(response.content) <= 80_000
