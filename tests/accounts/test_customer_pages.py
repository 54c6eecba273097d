"""Customers through the first door: the pages."""

import re

import pytest
from django.urls import reverse

from accounts.models import Change, Customer
from tests.conftest import add_customer

HTMX = {"HX-Request": "true"}


def names(response) -> list[str]:
    return [row.name for row in response.context["page"]]


def anonymised(response) -> str:
    """Return the page without what differs from one request to the next: token and address."""
    return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", response.text)


class TestRecord:
    def test_shows_the_customer(self, halden, as_user, vera):
        text = as_user(vera).get(f"/accounts/{halden.pk}/").text
        for fact in ("Halden Freight Systems", "Logistics", "haldenfreight.example", "Alice"):
            assert fact in text

    def test_is_missing_for_the_stranger(self, halden, as_user, charlie):
        client = as_user(charlie)
        missing = anonymised(client.get("/accounts/999999/"))
        for name in ("customer", "customer_edit", "customer_history"):
            response = client.get(reverse(name, args=[halden.pk]))
            assert response.status_code == 404
            assert anonymised(response) == missing
        for name in ("customer_edit", "customer_archive", "customer_restore"):
            address = reverse(name, args=[halden.pk])
            assert client.post(address, {"name": "Mine"}).status_code == 404
        halden.refresh_from_db()
        assert (halden.version, halden.archived_at) == (1, None)

    def test_vera_is_told_whose_it_is_when_she_tries(self, halden, as_user, vera):
        response = as_user(vera).get(f"/accounts/{halden.pk}/edit/")
        assert response.status_code == 403
        assert "You can see Halden Freight Systems but not change it." in response.text
        assert "Alice" in response.text

    @pytest.mark.parametrize("edits", [1, 20])
    def test_statements_do_not_grow_with_the_history(
        self, halden, bob, as_user, edits, django_assert_max_num_queries
    ):
        for number in range(edits):
            halden.website = f"https://example.com/{number}"
            halden.write(by=bob)
        client = as_user(bob)
        with django_assert_max_num_queries(20):
            assert client.get(f"/accounts/{halden.pk}/").status_code == 200


class TestAdd:
    def test_stores_what_was_said_and_presets_the_owner(self, alice, as_user):
        client = as_user(alice)
        form = client.get("/accounts/add/").context["form"]
        assert form["owner"].value() == alice.pk
        response = client.post(
            "/accounts/add/",
            {"name": "Quillon", "website": "quillon.example", "owner": alice.pk},
            follow=True,
        )
        customer = Customer.objects.get()
        assert response.redirect_chain == [(f"/accounts/{customer.pk}/", 302)]
        assert (customer.name, customer.owner) == ("Quillon", alice)
        assert {c.door for c in Change.objects.of(customer)} == {"page"}

    def test_a_refusal_keeps_what_was_typed(self, alice, as_user):
        response = as_user(alice).post("/accounts/add/", {"name": "", "website": "nonsense"})
        assert response.status_code == 422
        assert "Enter a name." in response.text
        assert 'value="nonsense"' in response.text
        assert not Customer.objects.exists()

    def test_a_double_click_makes_one(self, alice, as_user):
        client = as_user(alice)
        data = {"name": "Quillon", "idempotency_key": "one"}
        first, second = (client.post("/accounts/add/", data) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert Customer.objects.count() == 1

    def test_save_and_add_another_keeps_status_and_owner(self, alice, bob, as_user):
        client = as_user(alice)
        said = {"name": "Quillon", "status": "active", "owner": bob.pk, "another": "1"}
        form = client.post("/accounts/add/", said, follow=True).context["form"]
        assert (form["status"].value(), str(form["owner"].value())) == ("active", str(bob.pk))

    def test_a_likely_duplicate_is_shown_first(self, halden, bob, as_user):
        client = as_user(bob)
        data = {"name": "HALDEN freight systems"}
        response = client.post("/accounts/add/", data)
        assert response.status_code == 422
        assert f'href="/accounts/{halden.pk}/"' in response.text
        response = client.post("/accounts/add/", {**data, "acknowledged": halden.pk})
        assert response.status_code == 302

    def test_the_notice_comes_when_the_field_is_left(self, halden, bob, charlie, as_user):
        address = "/accounts/duplicates/?name=&website=haldenfreight.example"
        assert "Halden Freight Systems" in as_user(bob).get(address).text
        assert "Halden" not in as_user(charlie).get(address).text

    def test_vera_cannot(self, vera, as_user):
        client = as_user(vera)
        assert client.get("/accounts/add/").status_code == 403
        assert client.post("/accounts/add/", {"name": "Quillon"}).status_code == 403
        assert not Customer.objects.exists()

    def test_statements(self, alice, bob, as_user, django_assert_max_num_queries):
        for number in range(20):
            add_customer(bob, f"Customer {number}", industry=f"Industry {number}")
        client = as_user(alice)
        data = {"name": "New", "industry": "industry 7", "owner": alice.pk, "idempotency_key": "k"}
        with django_assert_max_num_queries(27):  # eight of them work out how it stands
            assert client.post("/accounts/add/", data).status_code == 302


class TestEdit:
    @pytest.fixture
    def said(self, halden, alice) -> dict:
        return {
            "name": halden.name,
            "kind": "business",
            "status": "active",
            "industry": "Logistics",
            "website": halden.website,
            "owner": alice.pk,
            "version": 1,
        }

    def test_stores_the_edit(self, halden, alice, as_user, said):
        response = as_user(alice).post(f"/accounts/{halden.pk}/edit/", {**said, "name": "Halden"})
        assert response["Location"] == f"/accounts/{halden.pk}/"
        halden.refresh_from_db()
        assert (halden.name, halden.version) == ("Halden", 2)

    def test_the_second_editor_is_told_and_loses_nothing(self, halden, alice, bob, as_user, said):
        address = f"/accounts/{halden.pk}/edit/"
        as_user(bob).post(address, {**said, "name": "Halden Group", "status": "inactive"})
        client = as_user(alice)
        late = client.post(address, {**said, "name": "Halden Ltd", "website": "halden.example"})
        assert late.status_code == 409
        for text in ("Bob", "Halden Group", "Halden Ltd", "halden.example", "Inactive"):
            assert text in late.text
        apart = {d.name: d for d in late.context["conflict"].differences}
        assert set(apart) == {"name", "status", "website"}
        assert apart["name"].is_mine_preferred
        assert apart["website"].is_mine_preferred
        assert not apart["status"].is_mine_preferred
        halden.refresh_from_db()
        assert halden.name == "Halden Group"
        agreed = dict(late.context["conflict"].agreed)
        chosen = {
            d.name: d.mine_value if d.is_mine_preferred else d.theirs_value for d in apart.values()
        }
        assert client.post(address, {**agreed, **chosen, "version": 2}).status_code == 302
        halden.refresh_from_db()
        assert (halden.name, halden.status) == ("Halden Ltd", "inactive")
        assert halden.website == "https://halden.example"

    def test_a_fact_is_saved_in_place(self, halden, alice, as_user):
        address = f"/accounts/{halden.pk}/edit/?only=industry"
        response = as_user(alice).post(address, {"industry": "Mining", "version": 1}, headers=HTMX)
        assert response.status_code == 200
        for piece in ('id="facts"', 'id="customer-head"', 'id="entries"'):
            assert piece in response.text
        halden.refresh_from_db()
        assert halden.industry.name == "Mining"

    def test_a_refused_fact_stays_open(self, halden, alice, as_user):
        address = f"/accounts/{halden.pk}/edit/?only=website"
        response = as_user(alice).post(address, {"website": "nonsense", "version": 1}, headers=HTMX)
        assert response.status_code == 422
        assert 'value="nonsense"' in response.text
        assert "<html" not in response.text

    def test_without_script_a_refused_fact_stays_open_on_the_record(self, halden, alice, as_user):
        address = f"/accounts/{halden.pk}/edit/?only=website"
        response = as_user(alice).post(address, {"website": "nonsense", "version": 1})
        assert response.status_code == 422
        assert 'id="entries"' in response.text
        assert 'value="nonsense"' in response.text

    def test_a_late_fact_shows_both_values(self, halden, alice, bob, as_user):
        address = f"/accounts/{halden.pk}/edit/?only=name"
        as_user(bob).post(address, {"name": "Halden Group", "version": 1})
        late = as_user(alice).post(address, {"name": "Halden Ltd", "version": 1}, headers=HTMX)
        assert late.status_code == 409
        assert "Halden Group" in late.text
        assert "Halden Ltd" in late.text
        assert "<html" not in late.text

    def test_whoever_hands_a_record_out_of_sight_lands_on_the_list(self, bob, charlie, as_user):
        customer = add_customer(charlie, "Charlie's", owner=charlie.pk)
        address = f"/accounts/{customer.pk}/edit/?only=owner"
        response = as_user(charlie).post(address, {"owner": bob.pk, "version": 1})
        assert response["Location"] == "/accounts/"


class TestArchive:
    def test_archives_and_offers_to_undo(self, halden, alice, as_user):
        client = as_user(alice)
        response = client.post(f"/accounts/{halden.pk}/archive/", follow=True)
        assert "Archived Halden Freight Systems" in response.text
        assert f'action="/accounts/{halden.pk}/restore/"' in response.text
        assert names(response) == []
        archive = client.get("/accounts/?archived=true")
        assert names(archive) == ["Halden Freight Systems"]
        assert f'action="/accounts/{halden.pk}/restore/"' in archive.text
        client.post(f"/accounts/{halden.pk}/restore/")
        assert names(client.get("/accounts/")) == ["Halden Freight Systems"]

    def test_only_posts_archive(self, halden, alice, as_user):
        assert as_user(alice).get(f"/accounts/{halden.pk}/archive/").status_code == 405

    def test_vera_is_not_offered_to_restore(self, halden, alice, vera, as_user):
        halden.archive(by=alice)
        archive = as_user(vera).get("/accounts/?archived=true")
        assert names(archive) == ["Halden Freight Systems"]
        assert "/restore/" not in archive.text

    def test_vera_cannot(self, halden, vera, as_user):
        assert as_user(vera).post(f"/accounts/{halden.pk}/archive/").status_code == 403
        halden.refresh_from_db()
        assert halden.archived_at is None
