"""Deals through the pages: from the customer's record over the board to won or lost."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.history import Change
from deals.board import Board
from deals.models import Deal, Pipeline
from tests.conftest import add_contact, add_customer, add_deal, person, stage

HTMX = {"HX-Request": "true"}


@pytest.fixture
def alices(as_user, alice):
    return as_user(alice)


def move(client, deal: Deal, to: str, **said):
    return client.post(
        f"/deals/{deal.pk}/move/", {"stage": stage(to).pk, **said.pop("form", {})}, **said
    )


class TestCreating:
    def test_begins_at_the_record(self, halden, alices, alice):
        address = f"/deals/add/?customer={halden.pk}"
        assert address in alices.get(f"/accounts/{halden.pk}/").text
        said = {"name": "Fleet renewal", "value": "128,000", "owner": alice.pk}
        answer = alices.post(address, said)
        deal = Deal.objects.get()
        assert answer.url == f"/deals/{deal.pk}/"
        assert (deal.customer, deal.value, deal.stage.name) == (halden, 128_000, "Qualified")
        assert {(c.by, c.door) for c in Change.objects.of(deal)} == {(alice, "page")}

    @pytest.mark.parametrize("value", ["1e400", "NaN", "-1", "1.234", "10000000000"])
    def test_a_wrong_value_stands_at_its_field(self, halden, alices, value):
        said = {"name": "Fleet renewal", "value": value}
        page = alices.post(f"/deals/add/?customer={halden.pk}", said)
        assert page.status_code == 422
        assert list(page.context["form"].errors) == ["value"]
        assert f'value="{value}"' in page.text
        assert not Deal.objects.exists()

    def test_asks_for_the_customer_first(self, halden, alices):
        page = alices.get("/deals/add/")
        assert f"/deals/add/?customer={halden.pk}" in page.text

    def test_charlie_finds_no_customer_of_alices(self, halden, charlie, as_user):
        client = as_user(charlie)
        for customer in (halden.pk, 999_999, "x"):
            assert client.get(f"/deals/add/?customer={customer}").status_code == 404


class TestBoard:
    @pytest.fixture
    def deals(self, halden, alice):
        for name, value, where in (
            ("A", "100", "Qualified"),
            ("B", "300.10", "Proposal"),
            ("C", "200.05", "Proposal"),
            ("D", "", "Proposal"),
            ("E", "999", "Won"),
        ):
            add_deal(alice, halden, name, value=value, stage=stage(where).pk, owner=alice.pk)

    def test_lanes_are_added_up_by_the_database(self, deals, alice):
        seen = Deal.objects.visible_to(alice).unarchived()
        board = Board(seen, Pipeline.objects.default(), timezone.localdate())
        told = {
            lane.stage.name: (lane.count, lane.value, lane.weighted, [d.name for d in lane.page])
            for lane in board.lanes
        }
        assert list(told) == ["Qualified", "Discovery", "Proposal", "Negotiation", "Commit"]
        assert told["Qualified"] == (1, Decimal("100.00"), Decimal("20.00"), ["A"])
        assert told["Discovery"] == (0, 0, 0, [])
        assert told["Proposal"] == (3, Decimal("500.15"), Decimal("275.08"), ["B", "C", "D"])
        assert (board.count, board.value) == (4, Decimal("600.15"))
        assert board.weighted == Decimal("295.08")

    def test_shows_what_stands_and_what_was_closed_this_month(self, deals, alices):
        page = alices.get("/deals/").text
        for words in ("$600.15", "Won this month: 1, $999", "Lost: 0", "$275 at 55%", "No value"):
            assert words in page

    def test_is_narrowed_like_the_list(self, deals, alices, bob):
        for query, names in (
            ("value_from=200", {"B", "C"}),
            (f"owner={bob.pk}", set()),
            ("customer_status=active", {"A", "B", "C", "D"}),
            ("stalled=true", set()),
        ):
            board = alices.get(f"/deals/?{query}").context["board"]
            assert {deal.name for deal in board.deals} == names, query

    def test_charlie_sees_none_of_it(self, deals, charlie, as_user):
        for address in ("/deals/", "/deals/list/"):
            page = as_user(charlie).get(address).text
            assert "Halden" not in page
        assert "Won this month: 0" in as_user(charlie).get("/deals/").text

    def test_a_lane_shows_25_cards_and_more_when_asked(self, halden, alice, alices):
        for number in range(30):
            add_deal(alice, halden, f"Deal {number:02}", value=str(number))
        page = alices.get("/deals/")
        (lane, *_) = page.context["board"].lanes
        assert (lane.count, len(lane.page)) == (30, 25)
        address = re.search(r'hx-get="(/deals/lanes/[^"]+)"', page.text)[1].replace("&amp;", "&")
        more = alices.get(address, headers=HTMX)
        assert [deal.name for deal in more.context["page"]] == [
            f"Deal {n:02}" for n in (4, 3, 2, 1, 0)
        ]
        assert "<html" not in more.text
        listed = alices.get(address, follow=True)
        assert next(deal.name for deal in listed.context["page"]) == "Deal 04"

    def test_takes_twelve_statements_whatever_the_deals(self, halden, alice, as_user):
        alice.scope = "own"
        alice.write(by=None)
        client, counts = as_user(alice), []
        for more in (1, 20):
            for number in range(more):
                customer = add_customer(alice, f"Customer {more} {number}", owner=alice.pk)
                for where in ("Qualified", "Proposal", "Won"):
                    add_deal(alice, customer, stage=stage(where).pk, owner=alice.pk)
            for address in ("/deals/", "/deals/list/", f"/deals/{Deal.objects.first().pk}/"):
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(address).status_code == 200
                counts.append(len(captured))
        assert counts[:3] == counts[3:]
        assert max(counts[:2]) <= 12, counts
        assert counts[2] <= 20, counts

    def test_another_pipeline_has_a_board_of_its_own(self, deals, ada, alices):
        other = Pipeline(name="Partners")
        other.write(by=ada)
        board = alices.get(f"/deals/?pipeline={other.pk}").context["board"]
        assert [lane.stage.name for lane in board.lanes] == ["New"]


class TestMoving:
    def test_swaps_the_board_and_offers_to_undo(self, halden, alice, alices):
        deal = add_deal(alice, halden, value="5")
        answer = move(alices, deal, "Proposal", headers=HTMX)
        assert answer.status_code == 200
        assert f"Moved {deal} to Proposal" in answer.text
        assert f'action="/deals/{deal.pk}/undo/"' in answer.text
        assert 'id="board"' in answer.text
        alices.post(f"/deals/{deal.pk}/undo/", {"next": "/deals/"})
        deal.refresh_from_db()
        assert (deal.stage.name, deal.moves.count()) == ("Qualified", 1)

    def test_leads_back_without_script(self, halden, alice, alices):
        deal = add_deal(alice, halden)
        answer = move(alices, deal, "Won", form={"next": "/deals/?stalled=true"})
        assert answer.url == "/deals/?stalled=true"
        deal.refresh_from_db()
        assert deal.outcome == "won"

    def test_the_second_of_two_is_told(self, halden, alice, alices):
        deal = add_deal(alice, halden)
        assert move(alices, deal, "Proposal", form={"version": 1}).status_code == 302
        late = move(alices, deal, "Commit", form={"version": 1})
        assert late.status_code == 409
        assert "Nothing of yours was stored" in late.text
        late = move(alices, deal, "Commit", form={"version": 1}, headers=HTMX)
        assert late.status_code == 409
        assert 'id="board"' in late.text
        assert "It was not moved" in late.text
        assert deal.moves.count() == 2

    @pytest.mark.parametrize("wrong", ["x", "999999", "", "9" * 40])
    def test_what_is_no_stage_of_it_is_refused(self, halden, alice, alices, wrong):
        deal = add_deal(alice, halden)
        answer = alices.post(f"/deals/{deal.pk}/move/", {"stage": wrong}, headers=HTMX)
        assert answer.status_code == 422
        assert "Choose a stage of this deal" in answer.text
        assert deal.moves.count() == 1

    def test_winning_a_prospects_deal_offers_to_make_it_active(self, alice, alices):
        prospect = add_customer(alice, "Quillon", owner=alice.pk)
        deal = add_deal(alice, prospect)
        page = alices.post(f"/deals/{deal.pk}/win/", follow=True).text
        assert "Quillon is still a prospect" in page
        prospect.refresh_from_db()
        assert prospect.status == "prospect"
        address = re.search(r'action="(/accounts/\d+/edit/[^"]+)"', page)[1]
        alices.post(address, {"status": "active"})
        prospect.refresh_from_db()
        assert prospect.status == "active"

    def test_losing_asks_why(self, halden, alice, alices):
        add_deal(alice, halden, "Other").lose("Too dear", by=alice)
        deal = add_deal(alice, halden)
        page = alices.get(f"/deals/{deal.pk}/lose/")
        assert '<option value="Too dear">' in page.text
        assert alices.post(f"/deals/{deal.pk}/lose/", {"reason": " "}).status_code == 422
        alices.post(f"/deals/{deal.pk}/lose/", {"reason": "No budget"})
        deal.refresh_from_db()
        assert (deal.outcome, deal.lost_reason) == ("lost", "No budget")
        alices.post(f"/deals/{deal.pk}/reopen/")
        deal.refresh_from_db()
        assert (deal.outcome, deal.lost_reason) == ("open", "")

    def test_a_stranger_to_the_deal_cannot_move_it(self, halden, alice, charlie, vera, as_user):
        deal = add_deal(alice, halden)
        for who, status in ((charlie, 404), (vera, 403), (person("dan"), 403)):
            assert move(as_user(who), deal, "Won").status_code == status
        assert deal.moves.count() == 1


class TestDeal:
    def test_shows_the_days_in_each_stage(self, halden, bob, alices):
        begin = timezone.now() - timedelta(days=40)
        deal = add_deal(bob, halden, created_at=begin)
        deal.move_to(stage("Discovery"), by=bob, at=begin + timedelta(days=10))
        deal.move_to(stage("Qualified"), by=bob, at=begin + timedelta(days=12))
        steps = alices.get(f"/deals/{deal.pk}/").context["steps"]
        assert [(s.stage.name, s.days, s.is_here) for s in steps][:3] == [
            ("Qualified", 38, True),
            ("Discovery", 2, False),
            ("Proposal", None, False),
        ]

    def test_a_fact_is_edited_in_its_place(self, halden, alice, alices):
        deal = add_deal(alice, halden)
        answer = alices.post(
            f"/deals/{deal.pk}/edit/?only=value", {"value": "1,234.5", "version": 1}, headers=HTMX
        )
        assert "$1,234.50" in answer.text
        assert 'id="deal-head"' in answer.text

    def test_editing_all_leaves_the_stage_alone(self, halden, alice, alices):
        deal = add_deal(alice, halden, stage=stage("Proposal").pk)
        said = {"name": "Renewal", "expected_close": "2027-05-31", "version": 1}
        assert alices.post(f"/deals/{deal.pk}/edit/", said).status_code == 302
        deal.refresh_from_db()
        assert (deal.name, deal.expected_close) == ("Renewal", date(2027, 5, 31))
        assert (deal.stage.name, deal.moves.count()) == ("Proposal", 1)

    def test_says_how_often_the_close_was_put_off(self, halden, alice, alices):
        deal = add_deal(alice, halden, expected_close=date(2027, 1, 1))
        for day in (date(2027, 2, 1), date(2027, 1, 15), date(2027, 3, 1)):
            deal.expected_close = day
            deal.write(by=alice, fields=["expected_close"])
        assert "moved twice" in alices.get(f"/deals/{deal.pk}/").text

    def test_contacts_join_with_their_part_and_leave(self, halden, alice, alices):
        maren = add_contact(alice, halden)
        deal = add_deal(alice, halden)
        alices.post(f"/deals/{deal.pk}/contacts/", {"contact": maren.pk, "role": "decides"})
        assert str(deal.parts.get()) == "Maren Solheim (decides)"
        alices.post(f"/deals/{deal.pk}/contacts/{maren.pk}/remove/")
        assert not deal.parts.exists()
        told = Change.objects.of(deal).filter(field="contacts").order_by("id")
        assert [(c.old, c.new) for c in told] == [
            (None, "Maren Solheim (decides)"),
            ("Maren Solheim (decides)", None),
        ]

    def test_a_contact_of_another_customer_does_not(self, halden, alice, alices):
        foreign = add_contact(alice, add_customer(alice, "Other"))
        deal = add_deal(alice, halden)
        answer = alices.post(f"/deals/{deal.pk}/contacts/", {"contact": foreign.pk})
        assert answer.status_code == 422
        assert not deal.parts.exists()

    def test_archive_and_restore(self, halden, alice, alices):
        deal = add_deal(alice, halden)
        page = alices.post(f"/deals/{deal.pk}/archive/", follow=True)
        assert f'action="/deals/{deal.pk}/restore/"' in page.text
        assert [d.pk for d in alices.get("/deals/list/?archived=true").context["page"]] == [deal.pk]
        alices.post(f"/deals/{deal.pk}/restore/")
        assert Deal.objects.unarchived().exists()


class TestRecord:
    def test_lists_open_deals_first_with_totals(self, halden, alice, alices):
        for name, value, where in (
            ("Bought", "100.50", "Won"),
            ("Bought more", "200", "Won"),
            ("Lost", "7", "Lost"),
            ("Open", "1000", "Proposal"),
            ("Open too", "", "Qualified"),
        ):
            add_deal(alice, halden, name, value=value, stage=stage(where).pk)
        page = alices.get(f"/accounts/{halden.pk}/").text
        card = page.partition('id="deals"')[2]
        assert card.index("Open too") < card.index("Bought")
        for words in ("$300.50", "2 deals won since", "$1,000", "$550 weighted", "1 lost"):
            assert words in page

    def test_contacts_do_not_multiply_the_figures(self, halden, alice, alices):
        contacts = [add_contact(alice, halden, f"Contact {n}").pk for n in range(3)]
        add_deal(alice, halden, value="10", stage=stage("Won").pk, contacts=contacts)
        assert "$10 won in 1 deal" in " ".join(alices.get(f"/accounts/{halden.pk}/").text.split())
