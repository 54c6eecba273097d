"""Django admin: the third door, the same forms, the same history."""

import re

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin

from accounts.models import Change, Conversion, Customer, Lead, User
from tests.conftest import PASSWORD, add_contact, add_customer, add_lead, add_note


@pytest.fixture
def site(ada, as_user):
    return as_user(ada)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_every_list_answers_and_can_be_searched(site, halden, token_of, alice, model):
    token_of(alice)
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for query in ("", "?q=halden", "?q=1"):
        assert site.get(address + query, follow=True).status_code == 200
    assert site.get(f"{address}?q={'a+' * 1500}").status_code == 200


@pytest.mark.parametrize("who", ["alice", "bob", "vera", "charlie"])
def test_only_admins_come_in(request, who, as_user, halden):
    client = as_user(request.getfixturevalue(who))
    for address in (
        "/admin/",
        "/admin/accounts/customer/",
        f"/admin/accounts/customer/{halden.pk}/change/",
    ):
        assert client.get(address).status_code == 302


def test_is_staff_alone_opens_nothing(alice, as_user):
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    assert as_user(alice).get("/admin/").status_code == 302


class TestContacts:
    def test_are_added_and_changed_through_the_form_with_history(self, site, halden, ada):
        said = {"customer": halden.pk, "name": "Maren", "phone": "+1 555 0142"}
        assert site.post("/admin/accounts/contact/add/", said).status_code == 302
        maren = halden.contacts.get()
        assert maren.is_primary
        address = f"/admin/accounts/contact/{maren.pk}/change/"
        assert 'name="customer"' not in site.get(address).text
        said = {"name": "Maren Solheim", "email": "m@halden.example", "version": 1}
        assert site.post(address, said).status_code == 302
        maren.refresh_from_db()
        assert (maren.name, maren.phone, maren.customer) == ("Maren Solheim", "", halden)
        assert {(c.by, c.door) for c in Change.objects.of(maren)} == {(ada, "admin")}

    def test_actions_make_primary_archive_and_restore(self, site, halden, alice):
        first, second = add_contact(alice, halden, "A"), add_contact(alice, halden, "B")
        for action, contact in (
            ("make_primary", second),
            ("archive", first),
            ("make_primary", first),
            ("restore", first),
        ):
            chosen = {"action": action, "_selected_action": [contact.pk]}
            assert site.post("/admin/accounts/contact/", chosen).status_code == 302
        assert list(halden.contacts.primary()) == [second]
        assert not halden.contacts.archived().exists()

    def test_are_searched(self, site, halden, alice):
        add_contact(alice, halden, "Zoë Frei")
        assert "Zoë Frei" in site.get("/admin/accounts/contact/?q=zoe").text
        assert "Zoë Frei" not in site.get("/admin/accounts/contact/?q=nobody").text


class TestLeads:
    def test_are_added_and_changed_through_the_form_with_history(self, site, ada):
        said = {"name": "Orrin Tackett", "industry": "Milling", "website": "grainfield.example"}
        assert site.post("/admin/accounts/lead/add/", said).status_code == 302
        lead = Lead.objects.get()
        assert (lead.by, lead.industry.name, lead.status) == (ada, "Milling", "new")
        address = f"/admin/accounts/lead/{lead.pk}/change/"
        assert site.get(address).status_code == 200
        said |= {"status": "qualified", "version": 1}
        assert site.post(address, said).status_code == 302
        lead.refresh_from_db()
        assert lead.status == "qualified"
        assert {(c.by, c.door) for c in Change.objects.of(lead)} == {(ada, "admin")}

    def test_are_converted_archived_and_restored_by_actions(self, site, alice, ada):
        lead, gone = add_lead(alice), add_lead(alice, "Gone")
        for action, chosen in (("convert", lead), ("archive", gone), ("restore", gone)):
            said = {"action": action, "_selected_action": [chosen.pk]}
            assert site.post("/admin/accounts/lead/", said).status_code == 302
        assert Customer.objects.get().name == "Grainfield Mills"
        assert (Conversion.objects.get().lead, Conversion.objects.get().by) == (lead, ada)
        assert Lead.objects.unconverted().get() == gone
        assert "Orrin Tackett" in site.get("/admin/accounts/conversion/").text

    def test_a_second_conversion_and_that_of_an_archived_one_are_refused(self, site, alice):
        lead, gone = add_lead(alice), add_lead(alice, "Gone")
        lead.convert(by=alice)
        gone.archive(by=alice)
        said = {"action": "convert", "_selected_action": [lead.pk, gone.pk]}
        page = site.post("/admin/accounts/lead/", said, follow=True)
        assert "Orrin Tackett was converted already." in page.text
        assert "This lead is archived." in page.text
        assert Conversion.objects.count() == 1

    def test_are_purged_unless_they_are_part_of_a_customer(self, site, alice):
        lead, converted = add_lead(alice), add_lead(alice, "Part of a customer")
        add_note(alice, lead)
        converted.convert(by=alice)
        address = f"/admin/accounts/lead/{lead.pk}/delete/"
        assert "1 notes" in site.get(address).text
        assert site.post(address, {"post": "yes"}).status_code == 302
        assert Lead.objects.get() == converted
        address = f"/admin/accounts/lead/{converted.pk}/delete/"
        assert site.post(address, {"post": "yes"}).status_code == 403
        said = {"action": "delete_selected", "_selected_action": [converted.pk], "post": "yes"}
        page = site.post("/admin/accounts/lead/", said, follow=True)
        assert "Purge that instead." in page.text
        assert Lead.objects.get() == converted


class TestCustomers:
    def test_are_added_through_the_form_with_history(self, site, ada):
        page = site.get("/admin/accounts/customer/add/").text
        said = {
            "name": " Halden ",
            "kind": "business",
            "status": "active",
            "industry": "Logistics",
            "website": "halden.example",
            "idempotency_key": re.search(r'name="idempotency_key" value="([^"]+)"', page)[1],
        }
        assert site.post("/admin/accounts/customer/add/", said).status_code == 302
        customer = Customer.objects.get()
        assert (customer.name, customer.website) == ("Halden", "https://halden.example")
        assert {(c.by, c.door) for c in Change.objects.of(customer)} == {(ada, "admin")}

    def test_sent_twice_make_one(self, site):
        said = {"name": "Halden", "idempotency_key": "one"}
        for _ in range(2):
            assert site.post("/admin/accounts/customer/add/", said).status_code == 302
        assert Customer.objects.count() == 1

    def test_are_changed_through_the_form_with_history(self, site, halden, ada):
        address = f"/admin/accounts/customer/{halden.pk}/change/"
        page = site.get(address)
        assert page.status_code == 200
        said = {"name": "Halden", "kind": "business", "status": "active", "version": 1}
        assert site.post(address, said).status_code == 302
        halden.refresh_from_db()
        assert (halden.name, halden.version, halden.owner, halden.industry) == (
            "Halden",
            2,
            None,
            None,
        )
        assert {c.door for c in Change.objects.of(halden).since(1)} == {"admin"}

    def test_a_refusal_is_shown_at_the_field(self, site, halden):
        said = {
            "name": "",
            "kind": "business",
            "status": "gold",
            "website": "javascript:x",
            "version": 1,
        }
        page = site.post(f"/admin/accounts/customer/{halden.pk}/change/", said)
        assert set(page.context["adminform"].form.errors) == {"name", "status", "website"}

    def test_a_late_edit_is_told(self, site, halden, alice):
        halden.name = "Halden Group"
        halden.write(by=alice)
        said = {"name": "Halden Ltd", "kind": "business", "status": "active", "version": 1}
        late = site.post(f"/admin/accounts/customer/{halden.pk}/change/", said)
        assert late.status_code == 409
        assert "Halden Group" in late.text
        assert "Halden Ltd" in late.text

    def test_a_purge_lists_what_goes_and_takes_it(self, site, halden, bob, ada):
        address = f"/admin/accounts/customer/{halden.pk}/delete/"
        page = site.get(address)
        assert "6 changes" in page.text
        assert site.post(address, {"post": "yes"}).status_code == 302
        assert not Customer.objects.exists()
        assert [c.action for c in Change.objects.filter(kind="customer")] == ["purged"]
        assert not admin.models.LogEntry.objects.exists()

    def test_actions_archive_restore_and_purge(self, site, halden, bob):
        other = add_customer(bob, "Other")
        for action, archived in (("archive", True), ("restore", False)):
            chosen = {"action": action, "_selected_action": [halden.pk, other.pk]}
            site.post("/admin/accounts/customer/", chosen)
            for customer in Customer.objects.all():
                assert bool(customer.archived_at) == archived
        chosen = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
        site.post("/admin/accounts/customer/", chosen)
        assert list(Customer.objects.all()) == [halden]

    def test_owners_are_picked_by_search(self, site, alice):
        query = "?app_label=accounts&model_name=customer&field_name=owner&term=ali"
        assert "Alice" in site.get(f"/admin/autocomplete/{query}").text
        page = site.get("/admin/accounts/customer/add/")
        assert 'data-ajax--url="/admin/autocomplete/"' in page.text
        assert "Alice" not in page.text


class TestPeople:
    said = {
        "username": "dora",
        "name": "Dora",
        "email": "dora@rapport.example",
        "role": "viewer",
        "scope": "own",
        "time_zone": "Asia/Tokyo",
    }

    def test_are_added_with_history(self, site, ada):
        data = {**self.said, "new_password": PASSWORD, "idempotency_key": "k"}
        assert site.post("/admin/accounts/user/add/", data).status_code == 302
        dora = User.objects.get(username="dora")
        assert (dora.role, dora.scope, dora.time_zone) == ("viewer", "own", "Asia/Tokyo")
        assert dora.check_password(PASSWORD)
        assert {c.by for c in Change.objects.of(dora)} == {ada}

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("email", "ALICE@rapport.example"),
            ("email", ""),
            ("username", "alice"),
            ("role", "king"),
            ("time_zone", "Mars/Olympus"),
            ("new_password", "123"),
        ],
    )
    def test_wrong_input_is_refused_at_the_field(self, site, alice, field, wrong):
        data = {**self.said, "new_password": PASSWORD, field: wrong}
        page = site.post("/admin/accounts/user/add/", data)
        assert page.status_code == 200
        errors = page.context["adminform"].form.errors
        assert set(errors) <= {field, "__all__"}
        assert errors

    def test_a_new_password_ends_their_sessions(self, site, alice, as_user):
        client = as_user(alice)
        data = {**self.said, "username": "alice", "new_password": "another secret 7", "version": 1}
        address = f"/admin/accounts/user/{alice.pk}/change/"
        assert site.get(address).status_code == 200
        assert site.post(address, data).status_code == 302
        assert client.get("/accounts/").status_code == 302

    def test_are_deactivated_and_let_in_again(self, site, alice, ada):
        chosen = {"action": "deactivate", "_selected_action": [alice.pk, ada.pk]}
        page = site.post("/admin/accounts/user/", chosen, follow=True)
        assert "Nobody can deactivate themselves." in page.text
        assert not User.objects.get(pk=alice.pk).is_active
        assert User.objects.get(pk=ada.pk).is_active
        site.post("/admin/accounts/user/", {**chosen, "action": "activate"})
        assert User.objects.get(pk=alice.pk).is_active

    def test_are_never_deleted(self, site, alice):
        assert site.get(f"/admin/accounts/user/{alice.pk}/delete/").status_code == 403


def test_tokens_are_shown_without_their_secret_and_revoked(site, alice, token_of):
    secret = token_of(alice)
    token = alice.tokens.get()
    page = site.get(f"/admin/accounts/apitoken/{token.pk}/change/")
    assert page.status_code == 200
    assert secret not in page.text
    assert token.digest not in page.text
    site.post("/admin/accounts/apitoken/", {"action": "revoke", "_selected_action": [token.pk]})
    assert not alice.tokens.alive().exists()


def test_whoever_is_locked_out_is_let_in_by_deleting_their_failures(site, alice, client):
    wrong = {"username": "alice", "password": "wrong"}
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/login/", wrong)
    assert client.post("/login/", {**wrong, "password": PASSWORD}).status_code == 429
    chosen = [attempt.pk for attempt in AccessAttempt.objects.all()]
    deletion = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    site.post("/admin/axes/accessattempt/", deletion)
    assert client.post("/login/", {**wrong, "password": PASSWORD}).status_code == 302


def test_an_owner_that_cannot_be_one_is_refused_at_the_field(site):
    page = site.post("/admin/accounts/customer/add/", {"name": "Halden", "owner": "\u200b"})
    assert set(page.context["adminform"].form.errors) == {"owner"}


def test_an_industry_is_spelt_once(site, halden, bob):
    add_customer(bob, "Other", industry="Mining")
    address = f"/admin/accounts/industry/{halden.industry.pk}/change/"
    page = site.post(address, {"name": "MINING", "version": 1})
    assert "There is an industry of this name already." in page.text
    assert site.post(address, {"name": "Freight", "version": 1}).status_code == 302
    halden.industry.refresh_from_db()
    assert halden.industry.name == "Freight"


def test_teams_are_named_once(site, team):
    page = site.post("/admin/accounts/team/add/", {"name": "NORTH"})
    assert "There is a team of this name already." in page.text


def test_history_is_read_and_never_edited(site, halden):
    change = Change.objects.of(halden).first()
    assert site.get(f"/admin/accounts/change/{change.pk}/change/").status_code == 200
    assert site.post(f"/admin/accounts/change/{change.pk}/change/", {"old": "x"}).status_code == 403
    assert site.get(f"/admin/accounts/change/{change.pk}/delete/").status_code == 403
    page = site.get(f"/admin/accounts/customer/{halden.pk}/history/", follow=True)
    assert "Halden Freight Systems" in page.text
