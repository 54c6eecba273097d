"""Contacts through the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Change, Contact
from tests.conftest import add_contact, add_customer

HTMX = {"HX-Request": "true"}


@pytest.fixture
def alices(as_user, alice):
    return as_user(alice)


def names(response) -> list[str]:
    return [row.name for row in response.context["page"]]


@pytest.fixture
def three(halden, alice, bob):
    add_contact(alice, halden, "Maren Solheim", email="maren@halden.example")
    add_contact(alice, halden, "Idris Calloway", phone="+1 555 0144")
    add_contact(bob, add_customer(bob, "Zürich Bank", owner=bob.pk), "Zoë Frei", title="Buyer")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Idris Calloway", "Maren Solheim", "Zoë Frei"]),
        ("search=zoe", ["Zoë Frei"]),
        ("search=0144", ["Idris Calloway"]),
        ("primary=true", ["Maren Solheim", "Zoë Frei"]),
        ("order_by=-name", ["Zoë Frei", "Maren Solheim", "Idris Calloway"]),
        ("archived=true", []),
        ("customer=x", ["Idris Calloway", "Maren Solheim", "Zoë Frei"]),
    ],
)
def test_the_list_is_searched_narrowed_and_sorted(three, alices, query, found):
    assert names(alices.get(f"/contacts/?{query}")) == found


def test_the_list_is_narrowed_to_a_customer_and_to_ones_own(three, alices, halden, alice):
    for query in (f"customer={halden.pk}", f"owner={alice.pk}"):
        assert names(alices.get(f"/contacts/?{query}")) == ["Idris Calloway", "Maren Solheim"]


def test_contacts_of_archived_customers_stand_in_no_list(three, alices, halden, alice):
    halden.archive(by=alice)
    assert names(alices.get("/contacts/")) == ["Zoë Frei"]


def test_archived_ones_are_a_list_of_their_own_with_restore(three, alices, alice):
    maren = Contact.objects.get(name="Maren Solheim")
    alices.post(f"/contacts/{maren.pk}/archive/")
    page = alices.get("/contacts/?archived=true")
    assert names(page) == ["Maren Solheim"]
    alices.post(f"/contacts/{maren.pk}/restore/", {"next": "/contacts/"})
    assert names(alices.get("/contacts/?archived=true")) == []


def test_links_carry_the_address_and_nothing_else(halden, alice, alices):
    add_contact(alice, halden, "Odd", email="a?cc=x&b@halden.example", phone="+1 555 0142 x 3")
    page = alices.get("/contacts/").text
    assert 'href="mailto:a%3Fcc%3Dx%26b@halden.example"' in page
    assert 'href="tel:+15550142;ext=3"' in page


class TestAdding:
    def test_leads_back_to_the_customer(self, halden, alices, alice):
        said = {"name": "Maren Solheim", "email": "maren@halden.example", "phone": "555 0142"}
        answer = alices.post(f"/accounts/{halden.pk}/contacts/add/", said)
        assert answer.url == f"/accounts/{halden.pk}/#contacts"
        maren = halden.contacts.get()
        assert maren.is_primary
        assert {(c.by, c.door) for c in Change.objects.of(maren)} == {(alice, "page")}

    def test_keeps_what_was_typed(self, halden, alices):
        said = {"name": "Maren", "email": "nonsense"}
        page = alices.post(f"/accounts/{halden.pk}/contacts/add/", said)
        assert page.status_code == 422
        assert 'value="nonsense"' in page.text
        assert "Enter a full email address" in page.text

    def test_another_comes_after_it(self, halden, alices):
        address = f"/accounts/{halden.pk}/contacts/add/"
        assert alices.post(address, {"name": "Maren", "another": "1"}).url == address

    def test_begins_with_the_choice_of_a_customer(self, halden, alices, alice, bob, vera, as_user):
        add_customer(bob, "Bob's", owner=bob.pk)
        page = alices.get("/contacts/add/")
        assert [customer.name for customer, _ in page.context["found"]] == [halden.name]
        assert f"/accounts/{halden.pk}/contacts/add/" in page.text
        piece = alices.get("/contacts/add/?search=nothing", headers=HTMX)
        assert "No customer of yours matches" in piece.text
        assert "<html" not in piece.text
        assert as_user(vera).get("/contacts/add/").status_code == 403

    def test_a_person_in_one_click(self, alices, alice):
        zoe = add_customer(alice, "Zoë", kind="individual", owner=alice.pk)
        assert "Zoë is the contact" in alices.get(f"/accounts/{zoe.pk}/").text
        for _ in range(2):
            alices.post(f"/accounts/{zoe.pk}/contacts/self/")
        assert zoe.contacts.get().name == "Zoë"
        assert "contacts/self" not in alices.get(f"/accounts/{zoe.pk}/").text


class TestPrimary:
    def test_is_set_from_the_card(self, three, halden, alices):
        idris = halden.contacts.get(name="Idris Calloway")
        answer = alices.post(f"/contacts/{idris.pk}/primary/", headers=HTMX)
        assert "Idris Calloway is the primary contact of Halden" in answer.text
        assert answer.text.index("Idris") < answer.text.index("Maren")
        assert list(halden.contacts.primary()) == [idris]

    def test_leads_back_without_script(self, three, halden, alices):
        idris = halden.contacts.get(name="Idris Calloway")
        answer = alices.post(f"/contacts/{idris.pk}/primary/")
        assert answer.url == f"/accounts/{halden.pk}/#contacts"

    def test_archiving_it_says_that_none_is_left(self, three, halden, alices):
        maren = halden.contacts.get(name="Maren Solheim")
        page = alices.post(f"/contacts/{maren.pk}/archive/", follow=True)
        assert f"{halden} has no primary contact now" in page.text
        assert f'action="/contacts/{maren.pk}/restore/"' in page.text


class TestEditing:
    def test_a_fact_is_edited_in_its_place(self, three, halden, alices):
        maren = halden.contacts.get(name="Maren Solheim")
        said = {"title": "VP Operations", "version": 1}
        answer = alices.post(f"/contacts/{maren.pk}/edit/?only=title", said, headers=HTMX)
        assert "VP Operations" in answer.text
        assert 'id="contact-head"' in answer.text
        maren.refresh_from_db()
        assert (maren.title, maren.email) == ("VP Operations", "maren@halden.example")

    def test_two_editors_are_told(self, three, halden, alices, bob):
        maren = halden.contacts.get(name="Maren Solheim")
        maren.title = "CEO"
        maren.write(by=bob)
        said = {"title": "CFO", "version": 1}
        late = alices.post(f"/contacts/{maren.pk}/edit/?only=title", said)
        assert late.status_code == 409
        for words in ("saved this contact", "CEO", "CFO"):
            assert words in late.text

    def test_history_tells_all(self, three, halden, alices, alice):
        maren = halden.contacts.get(name="Maren Solheim")
        maren.archive(by=alice)
        maren.restore(by=alice)
        page = alices.get(f"/contacts/{maren.pk}/history/").text
        for words in ("added this contact", "archived it", "Primary: Yes"):
            assert words in page


def test_the_record_shows_25_and_leads_to_the_others(halden, alice, alices):
    for number in range(27):
        add_contact(alice, halden, f"Contact {number:02}")
    page = alices.get(f"/accounts/{halden.pk}/")
    assert page.text.count("Set Contact") == 24
    assert f"/contacts/?customer={halden.pk}" in page.text


@pytest.mark.parametrize(
    ("address", "most"), [("/contacts/", 12), ("/accounts/{0}/", 20), ("/contacts/{1}/", 20)]
)
def test_statements_do_not_grow_with_the_rows(halden, alice, as_user, address, most):
    alice.scope = "own"
    alice.write(by=None)
    maren = add_contact(alice, halden)
    client, address = as_user(alice), address.format(halden.pk, maren.pk)
    counts = []
    for more in (0, 15):
        for number in range(more):
            customer = add_customer(alice, f"Customer {number}", owner=alice.pk)
            add_contact(alice, customer, f"Contact {number}")
            add_contact(alice, halden, f"Other {number}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= most, counts


def test_vera_finds_nothing_to_change(three, halden, vera, as_user):
    maren = halden.contacts.first()
    for address in (f"/contacts/{maren.pk}/", f"/accounts/{halden.pk}/", "/contacts/"):
        page = as_user(vera).get(address).text
        for words in ("as primary contact", "Archive</button>", "contacts/add", "/edit/"):
            assert words not in page, (address, words)
