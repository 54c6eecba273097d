"""Leads through the pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Change, Lead
from deals.models import Deal
from tests.conftest import (
    add_activity,
    add_contact,
    add_customer,
    add_lead,
    add_note,
    stage,
)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def alices(as_user, alice):
    return as_user(alice)


@pytest.fixture
def orrin(alice) -> Lead:
    return add_lead(alice, email="orrin@grainfield.example", phone="+1 555 0142 ext. 7")


def names(response) -> list[str]:
    return [row.name for row in response.context["page"]]


class TestList:
    @pytest.fixture
    def five(self, alice, bob):
        add_lead(alice, "New")
        add_lead(bob, "Nobody's", owner="", company="", source="Trade show")
        add_lead(alice, "Qualified", status="qualified", email="q@harbour.example")
        add_lead(bob, "Lost", status="unqualified")
        add_lead(alice, "Done").convert(by=alice)
        add_lead(alice, "Gone").archive(by=alice)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["Qualified", "Nobody's", "New"]),
            ("status=new", ["Nobody's", "New"]),
            ("status=unqualified", ["Lost"]),
            ("state=converted", ["Done"]),
            ("state=unqualified", ["Lost"]),
            ("archived=true", ["Gone"]),
            ("owner=none", ["Nobody's"]),
            ("source=TRADE+show", ["Nobody's"]),
            ("search=harbour", ["Qualified"]),
            ("order_by=name", ["New", "Nobody's", "Qualified"]),
            ("state=nonsense", ["Qualified", "Nobody's", "New"]),
        ],
    )
    def test_is_narrowed_by_state_the_newest_first(self, five, alices, query, found):
        assert names(alices.get(f"/leads/?{query}")) == found

    def test_counts_each_state_and_says_who_waits(self, five, alices):
        Lead.objects.filter(name="New").update(created_at=timezone.now() - timedelta(days=8))
        page = alices.get("/leads/")
        counts = {"open": "3", "new": "2", "mine": "2", "converted": "1", "unqualified": "1"}
        assert page.context["waiting"].counts == counts
        words = " ".join(page.text.split())
        assert "<strong>2 new</strong>, not contacted yet. The oldest has waited 8 days." in words
        assert '<span class="end">2<span class="sr"> new</span></span>' in page.text
        assert "Nobody yet" in page.text

    def test_says_who_was_spoken_with_last_and_how(self, orrin, alice, alices):
        assert "Not yet" in alices.get("/leads/").text
        add_activity(alice, orrin, kind="email", completed_at="2026-01-31T09:00:00Z")
        add_activity(alice, orrin, kind="task", completed_at="2026-02-01T09:00:00Z")
        assert "Email, <time" in alices.get("/leads/").text

    def test_an_empty_one_offers_the_first_step(self, alices, vera, as_user):
        page = alices.get("/leads/")
        assert "Everybody is answered." in page.text
        assert "No open leads" in page.text
        assert "Add Lead" in page.text
        assert "Add Lead" not in as_user(vera).get("/leads/").text
        assert "No leads match" in alices.get("/leads/?search=x").text

    def test_converts_from_a_row_what_may_be_changed(self, five, alices, as_user, vera):
        assert alices.get("/leads/").text.count(">Convert<") == 3
        assert ">Convert<" not in as_user(vera).get("/leads/").text
        page = alices.get("/leads/?state=converted")
        assert ">Convert<" not in page.text
        assert "Grainfield Mills</a>" in page.text

    def test_is_as_many_statements_for_many_rows(self, alices, alice, bob):
        counts = []
        for more in (2, 20):
            for number in range(more):
                lead = add_lead(bob, f"Lead {more} {number}", industry=f"Industry {number}")
                add_activity(bob, lead, completed_at="2026-01-31T09:00:00Z")
            with CaptureQueriesContext(connection) as captured:
                assert alices.get("/leads/").status_code == 200
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 11, counts


class TestPage:
    def test_shows_facts_actions_and_what_was_written_down(self, orrin, alice, alices):
        add_note(alice, orrin, "Nine silos")
        add_activity(alice, orrin, "Call back", due_on="2027-01-01")
        page = alices.get(f"/leads/{orrin.pk}/")
        for words in ("Orrin Tackett", "Grainfield Mills", "Website form", "Nine silos"):
            assert words in page.text
        assert 'href="mailto:orrin@grainfield.example"' in page.text
        assert 'href="tel:+15550142;ext=7"' in page.text
        assert "Call back" in page.text
        assert "opened the lead" in page.text

    def test_names_customers_that_it_may_belong_to(self, orrin, alice, alices, charlie, as_user):
        add_customer(alice, "Grainfield Mills", owner=alice.pk)
        assert "May belong to" in alices.get(f"/leads/{orrin.pk}/").text
        his = add_lead(charlie)
        assert "May belong to" not in as_user(charlie).get(f"/leads/{his.pk}/").text

    def test_a_converted_one_leads_to_its_customer(self, orrin, alice, alices):
        customer = orrin.convert(by=alice)
        page = alices.get(f"/leads/{orrin.pk}/")
        assert f'href="/leads/{orrin.pk}/convert/"' not in page.text
        assert f'href="/accounts/{customer.pk}/">' in page.text
        assert "Open customer" in page.text
        assert "May belong to" not in page.text

    def test_statements_do_not_grow_with_the_rows(self, orrin, alice, alices):
        counts = []
        for more in (2, 20):
            for number in range(more):
                add_note(alice, orrin, f"- [ ] Item {number}").pin(by=alice)
                add_activity(alice, orrin).complete(by=alice)
                add_activity(alice, orrin, due_on="2027-01-01")
            with CaptureQueriesContext(connection) as captured:
                assert alices.get(f"/leads/{orrin.pk}/").status_code == 200
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 22, counts

    def test_something_is_written_down_on_it(self, orrin, alices):
        where = f"/notes/add/?lead={orrin.pk}"
        page = alices.post(where, {"body": "Wants an offer"}, headers=HTMX)
        assert page.status_code == 200
        assert "Wants an offer" in page.text
        said = {"kind": "call", "subject": "Called", "happened": "yes", "day": "2026-01-31"}
        response = alices.post(f"/activities/add/?lead={orrin.pk}", said)
        assert response["Location"] == f"/leads/{orrin.pk}/#timeline"
        (note,), (call,) = orrin.notes.all(), orrin.activities.all()
        assert (note.customer, call.customer) == (None, None)
        for address in (call.get_absolute_url(), note.get_absolute_url()):
            assert f'href="/leads/{orrin.pk}/"' in alices.get(address).text
        assert "Orrin Tackett" in alices.get("/activities/?open=false").text

    def test_its_timeline_is_read_on_by_kinds_and_entries(self, orrin, alice, alices):
        notes = [add_note(alice, orrin, f"Note {number}") for number in range(30)]
        page = alices.get(f"/leads/{orrin.pk}/timeline/?kind=note")
        assert "Show earlier entries" in page.text
        page = alices.get(f"/leads/{orrin.pk}/timeline/?entry=note-{notes[0].pk}")
        assert "Note 0" in page.text
        assert alices.get(f"/leads/{orrin.pk}/timeline/?entry=lead-{orrin.pk}").status_code == 200


class TestAddAndEdit:
    def test_stores_what_was_said_and_presets_the_owner(self, alice, alices):
        form = alices.get("/leads/add/").context["form"]
        assert form["owner"].value() == alice.pk
        said = {"name": "Sable Prentiss", "company": "Harbour & Vine", "industry": "Wine"}
        response = alices.post("/leads/add/", {**said, "owner": alice.pk})
        lead = Lead.objects.get()
        assert response["Location"] == f"/leads/{lead.pk}/"
        assert (lead.by, lead.owner, lead.status, lead.industry.name) == (
            *(alice, alice, "new", "Wine"),
        )
        assert {change.door for change in Change.objects.of(lead)} == {"page"}

    def test_a_refusal_keeps_what_was_typed(self, alices):
        page = alices.post("/leads/add/", {"name": "", "email": "nonsense"})
        assert page.status_code == 422
        assert "Enter a name." in page.text
        assert 'value="nonsense"' in page.text
        assert not Lead.objects.exists()

    def test_twice_is_once_and_another_keeps_the_source(self, alices):
        said = {"name": "Sable", "source": "Trade show", "idempotency_key": "x", "another": "1"}
        for _ in range(2):
            response = alices.post("/leads/add/", said)
        assert Lead.objects.count() == 1
        assert response["Location"] == "/leads/add/?source=Trade+show&owner="

    def test_a_fact_is_edited_in_its_place(self, orrin, alices):
        address = f"/leads/{orrin.pk}/edit/?only=source"
        page = alices.post(address, {"source": "Trade show", "version": 1}, headers=HTMX)
        assert page.status_code == 200
        assert 'id="lead-head"' in page.text
        assert "source changed from Website form to Trade show" in page.text
        orrin.refresh_from_db()
        assert orrin.source == "Trade show"

    def test_who_comes_late_sees_both(self, orrin, bob, alices):
        orrin.source = "Phone call"
        orrin.write(by=bob)
        address = f"/leads/{orrin.pk}/edit/?only=source"
        page = alices.post(address, {"source": "Trade show", "version": 1})
        assert page.status_code == 409
        assert "Phone call" in page.text
        assert "Trade show" in page.text

    def test_archive_has_undo_and_restore(self, orrin, alices):
        page = alices.post(f"/leads/{orrin.pk}/archive/", follow=True)
        assert "Archived Orrin Tackett" in page.text
        assert f"/leads/{orrin.pk}/restore/" in page.text
        assert "It stands in no list." in " ".join(alices.get(f"/leads/{orrin.pk}/").text.split())
        alices.post(f"/leads/{orrin.pk}/restore/")
        assert Lead.objects.unarchived().exists()

    def test_vera_is_told_and_charlie_finds_nothing(self, orrin, vera, charlie, as_user):
        for act in ("edit/", "convert/"):
            address = f"/leads/{orrin.pk}/{act}"
            assert as_user(vera).get(address).status_code == 403
            assert as_user(charlie).get(address).status_code == 404
        assert "Edit all" not in as_user(vera).get(f"/leads/{orrin.pk}/").text


class TestLineage:
    def test_a_customer_lists_all_its_leads_with_source_and_time_to_the_first_won_deal(
        self, alice, bob, alices, halden
    ):
        long_ago = timezone.now() - timedelta(days=90)
        first = add_lead(bob, "Maren", source="Expo", created_at=long_ago.isoformat())
        later = add_lead(alice, "Idris", source="Website form")
        for lead in (first, later):
            lead.convert(by=alice, customer=halden)
        page = alices.get(f"/accounts/{halden.pk}/")
        assert "Came from" in page.text
        assert "all 2 leads" in page.text
        assert page.text.count("No deal won since") == 2
        won(halden, alice, timezone.now() - timedelta(days=30))
        card = alices.get(f"/accounts/{halden.pk}/").text.partition('id="leads"')[2]
        assert "Expo" in card
        assert "60 days to the first won deal" in card
        assert card.count("No deal won since") == 1

    def test_the_beginning_is_told_at_the_end(self, orrin, alice, alices):
        customer = orrin.convert(by=alice)
        page = alices.get(f"/accounts/{customer.pk}/").text
        assert "How it began" in page
        began = " ".join(page.partition("How it began")[2].split())
        assert "Converted from the lead" in began
        assert "by Alice. Source: Website form." in began

    def test_a_customer_without_leads_says_nothing_of_them(self, halden, alices):
        page = alices.get(f"/accounts/{halden.pk}/").text
        assert "Came from" not in page
        assert "How it began" not in page
        assert 'id="leads"' not in page


def won(customer, by, at) -> None:
    """Let a deal have been won with a customer at a moment."""
    deal = Deal(customer=customer, name="Pilot", stage=stage("Qualified"), created_at=at)
    deal.updated_at = at
    deal.write(by=by)
    deal.win(by=by, at=at)


def test_three_leads_of_one_customer_tell_all_in_its_timeline_once(alice, alices, halden):
    """What the issue asks for: notes and calls of three leads, once each and in order."""
    told = []
    for number, name in enumerate(("Maren", "Idris", "Petra"), start=1):
        lead = add_lead(alice, name)
        day = f"2026-0{number}-01T09:00:00Z"
        add_activity(alice, lead, f"Call of {name}", completed_at=day)
        add_note(alice, lead, f"Note on {name}", noted_on=f"2026-0{number}-02")
        lead.convert(by=alice, customer=halden)
        told += [f"Call of {name}", f"Note on {name}"]
        assert f"/accounts/{halden.pk}/" in alices.get(f"/leads/{lead.pk}/").text
    add_contact(alice, halden)
    page = alices.get(f"/accounts/{halden.pk}/").text
    entries = page.partition('id="entries"')[2]
    places = [entries.index(words) for words in reversed(told)]
    assert places == sorted(places)
    assert [entries.count(f">{words}<") for words in told] == [1] * 6
    card = page.partition('id="leads"')[2].partition("</section>")[0]
    assert card.count('class="plain semi"') == 3
