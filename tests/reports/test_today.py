"""Today: what is late and due, what may be sold, who shows warning signs, what happened last."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Customer, User
from activities.models import Activity
from deals.models import Pipeline
from reports.templatetags.today import deed, gist
from tests.conftest import (
    add_activity,
    add_customer,
    add_deal,
    add_lead,
    add_note,
    person,
    stage,
)
from tests.reports.clock import Clock, stopped_at

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
TODAY = date(2026, 11, 19)
DAY = timedelta(days=1)
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/?whose=mine"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    with stopped_at(NOON) as clock:
        yield clock


@pytest.fixture
def alices(as_user, alice):
    return as_user(alice)


@pytest.fixture
def plan(halden):
    """Return a function that plans something with Halden for a day from today."""

    def plan(by: User, off: int, subject: str = "Renewal", **said: Any) -> Activity:
        due = {} if "due_at" in said else {"due_on": TODAY + off * DAY}
        said = {"owner": by.pk, "customer": halden.pk, **due, **said}
        return add_activity(by, halden, subject, **said)

    return plan


def quiet(by: User, name: str, days: int = 100, **said: Any) -> Customer:
    """Add a customer of one's own whom everybody knows, and with whom nobody spoke for so long."""
    customer = add_customer(by, name, **{"status": "active", "owner": by.pk, **said})
    for number in range(3):
        add_activity(by, customer, f"Call {number}", completed_at=NOON - days * DAY)
    return customer


def shown(client, whose: str = "") -> Any:
    """Return what stands on the page."""
    return client.get("/", {"whose": whose}).context["today"]


def words(client, whose: str = "") -> str:
    """Return what the page says, without its elements."""
    page = client.get("/", {"whose": whose}).text
    said = re.sub(r"<[^>]+>", "", page[page.index("<main") : page.index("</main")])
    return re.sub(r" ([,.])", r"\1", " ".join(said.split()))


class TestSaying:
    def test_the_day_in_one_sentence(self, plan, alice, alices):
        for off in (-3, -2, -1, 0, 0, 1):
            plan(alice, off)
        quiet(alice, "Oakhaven Hotels")
        page = words(alices)
        assert "Thursday 19 November. 3 overdue, 2 due today, and 1 of your customers" in page
        assert "1 of your customers shows warning signs." in page
        quiet(alice, "Tidewell Marine")
        assert "and 2 of your customers show warning signs." in words(alices)
        assert "and 2 customers show warning signs." in words(alices, "team")
        assert "Tomorrow: 1 planned" in words(alices)
        links = alices.get("/").text
        for part in ("overdue", "due-today", "attention"):
            assert f'href="#{part}"' in links
            assert f'id="{part}"' in links

    def test_that_there_is_nothing(self, halden, alices):
        page = words(alices)
        assert "Nothing overdue, nothing due today, and no customer shows warning signs." in page
        for line in ("Nothing is overdue or due today", "No open deals", "Nothing yet"):
            assert line in page
        assert "No customer shows warning signs" in page

    def test_what_to_begin_with_in_a_new_house(self, alices, vera, as_user):
        page = words(alices)
        assert "No customers yet" in page
        assert "Add Customer" in page
        assert "To do" not in page
        assert "Add Customer" not in words(as_user(vera))

    def test_counts_stop_at_999(self, halden, alice, alices):
        rows = [
            Activity(customer=halden, kind="call", subject="x", owner=alice, due_on=TODAY - DAY)
            for _ in range(1001)
        ]
        for row in rows:
            row.derive()
        Activity.objects.bulk_create(rows)
        assert "999+ overdue" in words(alices)


class TestToDo:
    def test_is_overdue_the_oldest_first_and_then_today_by_its_hours(self, plan, alice, alices):
        plan(alice, 0, "Any time")
        plan(alice, 0, "At eleven", due_at=NOON - timedelta(hours=1))
        plan(alice, 0, "At nine", due_at=NOON - timedelta(hours=3))
        plan(alice, -1, "Yesterday")
        plan(alice, -7, "Last week")
        plan(alice, 1, "Tomorrow")
        today = shown(alices)
        assert [row.subject for row in today.overdue.rows] == ["Last week", "Yesterday"]
        assert [row.subject for row in today.due_today.rows] == ["At nine", "At eleven", "Any time"]

    def test_shows_25_and_leads_to_the_others(self, plan, alice, alices):
        for _ in range(27):
            plan(alice, -1)
        page = alices.get("/").text
        assert page.count('aria-label="Mark complete') == 25
        there = f"/activities/?part=overdue&amp;owner={alice.pk}"
        assert f'href="{there}"' in page
        assert len(alices.get(there.replace("&amp;", "&")).context["rows"]) == 25

    def test_leads_to_the_agenda_as_it_is_narrowed(self, plan, alice, alices):
        plan(alice, 1)
        mine, team = alices.get("/").text, alices.get("/?whose=team").text
        assert f'href="/activities/?owner={alice.pk}">All activities' in mine
        assert f'href="/activities/?day=2026-11-20&amp;owner={alice.pk}">Tomorrow' in mine
        assert 'href="/activities/">All activities' in team
        assert 'href="/activities/?day=2026-11-20">Tomorrow' in team

    def test_completing_without_script_leads_back(self, plan, alice, alices):
        call = plan(alice, -1)
        page = alices.get("/?whose=team").text
        assert '<input type="hidden" name="next" value="/?whose=team">' in page
        done = alices.post(f"/activities/{call.pk}/complete/", {"next": "/?whose=team"})
        assert done.url == "/?whose=team"
        page = alices.get(done.url).text
        assert "Marked complete: Renewal" in page
        assert f'action="/activities/{call.pk}/reopen/"' in page

    def test_completing_with_htmx_swaps_row_and_counts(self, halden, plan, alice, alices):
        call = plan(alice, -8, "Send terms")
        plan(alice, -1)
        quiet(alice, "Oakhaven Hotels")
        for _ in range(2):
            plan(alice, 9)
        assert {row.customer.name for row in shown(alices).warned} == {
            halden.name,
            "Oakhaven Hotels",
        }
        swapped = alices.post(
            f"/activities/{call.pk}/complete/", {"headed": "yes", "next": "/"}, headers=HTMX
        ).text
        assert f'<li id="todo-{call.pk}"' in swapped
        assert "<html" not in swapped
        said = " ".join(re.sub("<[^>]+>", "", swapped).split())
        assert "1 overdue , Nothing" not in said
        assert re.search(r'id="today-said" hx-swap-oob="true"', swapped)
        assert re.search(r'id="count-overdue" hx-swap-oob="true">1<', swapped)
        assert re.search(r'id="count-today" hx-swap-oob="true"><', swapped)
        assert "Oakhaven Hotels" in swapped[swapped.index('id="attention"') :]
        assert halden.name not in swapped[swapped.index('id="attention"') :]

    def test_elsewhere_no_part_of_it_is_swapped(self, plan, alice, alices):
        call = plan(alice, -1)
        there = {**HTMX, "HX-Current-URL": "http://testserver/activities/"}
        assert (
            "today-said" not in alices.post(f"/activities/{call.pk}/complete/", headers=there).text
        )


class TestPipelineCard:
    @pytest.fixture
    def deals(self, halden, alice, bob):
        for name, value, where, closes, owner in (
            ("A", "100000", "Qualified", "2026-11-30", alice),
            ("B", "300000.50", "Proposal", "2026-11-01", alice),
            ("C", "200000", "Proposal", "2026-12-01", alice),
            ("D", "", "Commit", "", bob),
            ("E", "999", "Won", "2026-11-19", alice),
        ):
            said = {"value": value, "stage": stage(where).pk, "expected_close": closes}
            add_deal(alice, halden, name, owner=owner.pk, **said)

    def test_adds_up_ones_own(self, deals, alice, alices):
        page = words(alices)
        assert "$600k open in 3 deals, $295k weighted." in page
        assert "2 close this month, worth $400,000.50." in page
        lanes = {lane.stage.name: lane.count for lane in shown(alices).sales.lanes}
        assert lanes == dict(
            zip(
                ["Qualified", "Discovery", "Proposal", "Negotiation", "Commit"],
                [1, 0, 2, 0, 0],
                strict=True,
            )
        )
        assert "open in 4 deals" in words(alices, "team")

    def test_the_figure_leads_to_its_deals(self, deals, alices):
        for whose, names in (("mine", ["A", "B"]), ("team", ["A", "B"])):
            listed = alices.get(shown(alices, whose).closing_address).context["page"]
            assert sorted(deal.name for deal in listed) == names

    def test_is_of_the_default_pipeline_and_says_so(self, deals, halden, alice, ada, alices):
        other = Pipeline(name="Partners")
        other.write(by=ada)
        add_deal(alice, halden, "F", owner=alice.pk, stage=other.first_stage.pk, value="7")
        assert "open in 3 deals" in words(alices)
        default = Pipeline.objects.default()
        assert f"Pipeline: {default}" in words(alices)
        assert f"pipeline={default.pk}" in shown(alices).closing_address

    def test_deals_that_were_put_away_are_out(self, deals, halden, alice, alices):
        halden.archive(by=alice)
        assert shown(alices).sales.count == 0


class TestWarnedCustomers:
    def test_are_the_gravest_first_eight_of_them(self, alice, alices):
        for number in range(10):
            quiet(alice, f"Customer {number}", days=60 + number)
        watched = quiet(alice, "Watched", days=10)
        today = shown(alices)
        assert [row.customer.name for row in today.warned] == [
            f"Customer {number}" for number in range(9, 1, -1)
        ]
        assert today.counts.warned == "11"
        listed = alices.get(today.warned_address)
        assert listed.status_code == 200
        assert today.warned_address == (f"/accounts/?health=at_risk&health=watch&owner={alice.pk}")
        for customer in Customer.objects.exclude(pk=watched.pk):
            customer.archive(by=alice)
        assert [row.customer for row in shown(alices).warned] == [watched]

    def test_say_their_signs_in_short_and_offer_what_answers_the_gravest(self, alice, bob, alices):
        customer = quiet(alice, "Oakhaven Hotels")
        add_activity(alice, customer, "Agree dates", due_on=TODAY - 8 * DAY)
        add_deal(bob, customer, created_at=(NOON - 200 * DAY).isoformat())
        (row,) = shown(alices).warned
        assert row.words.startswith("Quiet 100 days, call 8 days late, deal stuck 200 days")
        assert len(row.words.split(", ")) == 3
        page = " ".join(alices.get("/").text.split())
        address = f"/activities/add/?customer={customer.pk}&amp;kind=call"
        assert f'href="{address}">Log a call<span class="sr"> for Oakhaven Hotels</span>' in page

    def test_offer_nothing_that_the_reader_may_not_do(self, alice, bob, as_user):
        customer = quiet(bob, "Halden", days=1)
        lost = add_deal(bob, customer, "Renewal")
        lost.lose("Too dear", by=bob)
        add_activity(bob, customer, due_on=TODAY + DAY)
        (for_bob,), (for_alice,) = (shown(as_user(who), "team").warned for who in (bob, alice))
        assert for_bob.words == for_alice.words == "Last deal lost"
        assert for_bob.act.label == "Create Deal"
        assert for_alice.act is None
        assert as_user(alice).get(for_bob.act.address).status_code == 403

    def test_of_a_team_are_merged_from_its_members(self, team, alice, as_user):
        for number in range(3):
            member = person(f"member{number}", scope="team", team=team)
            for off in range(2):
                quiet(member, f"Customer {number}{off}", days=50 + 10 * off + number)
        quiet(alice, "Not theirs")
        quiet(alice, "Nobody's", days=200, owner="")
        today = shown(as_user(member), "team")
        assert [row.customer.name for row in today.warned] == [
            *("Nobody's", "Customer 21", "Customer 11", "Customer 01"),
            *("Customer 20", "Customer 10", "Customer 00"),
        ]
        assert today.counts.warned == "7"


class TestFeed:
    @pytest.fixture
    def past(self, halden, alice, bob, clock):
        """Let one thing after the other happen with Halden."""
        for kind in ("call", "email", "meeting", "task"):
            said = {"kind": kind, "outcome": "They agreed" if kind == "call" else ""}
            add_activity(bob, halden, f"A {kind}", completed_at=clock.moment, **said)
            clock.go_on(hours=1)
        add_note(alice, halden, "- [ ] Send it\nBy Monday")
        clock.go_on(hours=1)
        deal = add_deal(alice, halden, "Renewal", value="5000")
        clock.go_on(hours=1)
        deal.move_to(stage("Proposal"), by=alice)
        clock.go_on(hours=1)
        deal.win(by=alice)
        clock.go_on(hours=1)
        add_deal(alice, halden, "Extra").lose("Too dear", by=bob)
        clock.go_on(hours=1)
        add_lead(alice, "Orrin Tackett").convert(by=alice, customer=halden)
        add_note(alice, add_lead(alice, "Of no customer"))

    @pytest.mark.parametrize("whose", ["mine", "team"])
    def test_says_who_did_what_with_whom(self, past, alices, whose):
        told = [
            (entry.by.username, deed(entry), gist(entry)) for entry in shown(alices, whose).feed
        ]
        assert told == [
            ("alice", "converted a lead to", "Orrin Tackett, Grainfield Mills"),
            ("bob", "lost Extra with", "Too dear"),
            ("alice", "created Extra for", ""),
            ("alice", "won Renewal with", "$5,000"),
            ("alice", "moved Renewal to Proposal for", ""),
            ("alice", "created Renewal for", "$5,000"),
            ("alice", "added a note on", "- [ ] Send it"),
            ("bob", "completed a task for", "A task"),
            ("bob", "had a meeting with", "A meeting"),
            ("bob", "sent an email to", "A email"),
        ]
        page = words(alices, whose)
        assert "You converted a lead to Halden Freight Systems 21:00 Orrin Tackett" in page
        assert "Bob lost Extra with Halden Freight Systems" in page

    def test_says_when_by_how_near_it_is(self, halden, alice, alices):
        for off in (0, 3, 7):
            add_activity(alice, halden, completed_at=NOON - off * DAY - timedelta(hours=1))
        page = words(alices)
        for when in ("Systems 11:00", "Systems Mon 11:00", "Systems 12 Nov"):
            assert when in page

    def test_mine_is_what_concerns_my_customers_whoever_did_it(self, halden, alice, bob, as_user):
        add_activity(bob, halden, "With Halden", completed_at=NOON)
        add_activity(alice, add_customer(bob, "Bob's"), "With another", completed_at=NOON)
        for who, whose, names in (
            (alice, "mine", ["With Halden"]),
            (bob, "mine", []),
            (bob, "team", ["With another", "With Halden"]),
        ):
            assert [gist(entry) for entry in shown(as_user(who), whose).feed] == names

    def test_leaves_out_what_was_put_away(self, halden, alice, alices):
        add_activity(alice, halden, completed_at=NOON).archive(by=alice)
        add_note(alice, halden).archive(by=alice)
        other = add_customer(alice, "Oakhaven Hotels", owner=alice.pk)
        add_note(alice, other)
        other.archive(by=alice)
        assert shown(alices).feed == []
        assert shown(alices, "team").feed == []

    def test_is_the_newest_ten_however_they_are_spread(self, alice, alices, as_user, bob):
        """Of all customers by one way, of some by another: both tell the same."""
        for number in range(14):
            customer = add_customer(alice, f"Customer {number}", owner=alice.pk)
            for off in range(number % 5):
                at = NOON - (number * off) * DAY - number * timedelta(minutes=1)
                add_activity(alice, customer, f"{number} {off}", completed_at=at)
                add_note(alice, customer, f"Note {number} {off}", noted_on=(at - DAY).date())
        mine, all_of_them = shown(alices, "mine").feed, shown(alices, "team").feed
        assert len(mine) == 10
        assert [entry.name for entry in mine] == [entry.name for entry in all_of_them]


class TestReadersDay:
    """Signs begin, and what is planned falls due, on the reader's day, with nobody writing."""

    @pytest.mark.parametrize(
        ("zone", "now", "is_silent"),
        [
            ("Pacific/Kiritimati", "2026-11-19T09:59", False),
            ("Pacific/Kiritimati", "2026-11-19T10:01", True),
            ("UTC", "2026-11-19T23:59", False),
            ("UTC", "2026-11-20T00:01", True),
            ("Pacific/Pago_Pago", "2026-11-20T10:59", False),
            ("Pacific/Pago_Pago", "2026-11-20T11:01", True),
        ],
    )
    def test_is_the_day_of_the_page(self, alice, as_user, clock, zone, now, is_silent):
        alice.time_zone = zone
        alice.write(by=alice)
        customer = quiet(alice, "Oakhaven Hotels", days=29)
        add_activity(alice, customer, "On the 20th", due_on=date(2026, 11, 20), owner=alice.pk)
        add_activity(alice, customer, due_on=date(2027, 3, 1), owner=alice.pk)
        clock.moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
        client = as_user(alice)
        today = shown(client)
        assert [row.customer for row in today.warned] == [customer] * is_silent
        assert bool(today.counts.warned) == is_silent
        assert [row.subject for row in today.due_today.rows] == ["On the 20th"] * is_silent
        assert ("Friday 20 November" in words(client)) == is_silent


class TestWhoReads:
    @pytest.fixture
    def rows(self, plan, halden, alice):
        plan(alice, -1, "Late")
        plan(alice, 0, "Due")
        add_deal(alice, halden, value="7000", owner=alice.pk)
        quiet(alice, "Oakhaven Hotels")

    @pytest.mark.parametrize("whose", ["", "mine", "team", "nonsense"])
    def test_charlie_reads_nothing_of_others(self, rows, charlie, as_user, whose):
        page = words(as_user(charlie), whose)
        assert "No customers yet" in page
        for word in ("Halden", "Oakhaven", "Late", "$7"):
            assert word not in page

    def test_charlie_reads_of_his_own_and_of_nobodys(self, rows, alice, charlie, as_user):
        nobodys = quiet(alice, "Nobody's", owner="")
        add_activity(alice, nobodys, "Ask them", due_on=TODAY, owner="")
        client = as_user(charlie)
        today = shown(client, "team")
        assert [row.customer for row in today.warned] == [nobodys]
        assert [row.subject for row in today.due_today.rows] == ["Ask them"]
        assert {entry.row.customer for entry in today.feed} == {nobodys}
        assert "Halden" not in words(client, "team")
        assert shown(client, "mine").warned == []

    def test_vera_reads_the_whole_team_and_has_no_buttons(self, rows, halden, vera, as_user):
        client = as_user(vera)
        page = client.get("/").text
        assert "Oakhaven Hotels" in page
        assert "Late" in page
        for word in ("Mark complete", "/move/", "Add activity", "Log a call", "Plan one"):
            assert word not in page
        assert not shown(client).is_mine
        assert shown(client, "mine").is_mine

    def test_who_views_what_was_theirs_reads_of_that_first(self, rows, alice, as_user):
        alice.role = "viewer"
        alice.write(by=None)
        assert shown(as_user(alice)).is_mine

    def test_bob_reads_of_his_own_first_and_can_read_of_all(self, rows, halden, bob, as_user):
        client = as_user(bob)
        assert "Halden" not in words(client)
        assert {"Late", "Due"} <= {row.subject for row in shown(client, "team").to_do}
        assert client.get("/").text.count('aria-current="true">Mine') == 1
        assert client.get("/?whose=team").text.count('aria-current="true">Whole team') == 1


def test_is_the_first_place_in_the_navigation(halden, alices):
    page = alices.get("/").text
    assert re.search(r'href="/"\s+data-key="g t" aria-current="page"', page)
    assert page.count('<a href="/" aria-current="page">') == 1
    elsewhere = alices.get("/accounts/").text
    assert not re.search(r'href="/"[^>]*aria-current', elsewhere)


def test_takes_at_most_sixteen_statements_whatever_the_rows(team, alice, bob, as_user):
    """For who sees a team, which is the most; the number does not grow."""
    dora = person("dora", scope="team", team=team)
    counts: dict[str, list[int]] = {}
    for more in (2, 12):
        for number in range(more):
            owner = dora if number % 2 else person(f"o{more}x{number}", scope="team", team=team)
            customer = quiet(owner, f"Customer {more} {number}", days=40 + number)
            for off in (-9, 0, 1):
                add_activity(owner, customer, due_on=TODAY + off * DAY, owner=owner.pk)
            add_deal(owner, customer, value="5", owner=owner.pk).move_to(stage("Proposal"), by=bob)
            add_deal(bob, customer, created_at=(NOON - 200 * DAY).isoformat())
            add_deal(owner, customer).lose("Too dear", by=owner)
            add_note(owner, customer)
            add_lead(owner, f"Lead {more} {number}").convert(by=owner, customer=customer)
        for who in (dora, bob):
            for whose in ("mine", "team"):
                client = as_user(who)
                client.get("/")
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(f"/?whose={whose}").status_code == 200
                counts.setdefault(f"{who} {whose}", []).append(len(captured))
    for few, many in counts.values():
        assert few == many <= 16, counts
