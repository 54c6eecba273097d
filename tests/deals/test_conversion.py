"""Converting a lead through its page: into which customer, with a contact, with a deal."""

import pytest

from accounts.models import Contact, Conversion, Customer, Lead
from deals.forms.conversion import ConversionForm
from deals.models import Deal
from tests.conftest import add_contact, add_customer, add_lead, stage

HTMX = {"HX-Request": "true"}


@pytest.fixture
def alices(as_user, alice):
    return as_user(alice)


@pytest.fixture
def orrin(alice) -> Lead:
    return add_lead(alice, title="Plant Manager", email="orrin@grainfield.example")


def convert(client, lead: Lead, headers=None, **said):
    return client.post(f"/leads/{lead.pk}/convert/", said, headers=headers)


class TestPage:
    def test_makes_a_new_customer_with_the_person_and_a_deal(self, orrin, alice, alices):
        said = {"deal_name": "Silo monitoring", "deal_value": "42,000"}
        response = convert(alices, orrin, contact="on", deal_stage=stage("Discovery").pk, **said)
        customer = Customer.objects.get()
        assert response["Location"] == f"/accounts/{customer.pk}/"
        deal = Deal.objects.get()
        assert (deal.name, str(deal.value), deal.stage.name, deal.owner, deal.customer) == (
            *("Silo monitoring", "42000.00", "Discovery", alice, customer),
        )
        assert list(deal.contacts.all()) == list(customer.contacts.all())
        assert "Converted Orrin Tackett to Grainfield Mills" in alices.get("/accounts/").text

    def test_makes_neither_contact_nor_deal_unless_asked(self, orrin, alices):
        convert(alices, orrin)
        assert Conversion.objects.get().contact is None
        assert (Contact.objects.count(), Deal.objects.count()) == (0, 0)

    def test_the_first_stage_is_preset(self, orrin, alices):
        convert(alices, orrin, deal_name="Silo monitoring")
        assert Deal.objects.get().stage == stage("Qualified")

    def test_offers_likely_customers_and_takes_one(self, orrin, alice, bob, alices):
        same = add_customer(alice, "GRAINFIELD mills", owner=alice.pk)
        domain = add_customer(alice, "Other", website="grainfield.example", owner=alice.pk)
        known = add_customer(alice, "Third", owner=alice.pk)
        add_contact(alice, known, email="orrin@grainfield.example")
        bobs = add_customer(bob, "Grainfield Mills", owner=bob.pk)
        add_customer(bob, "Unlike", owner=bob.pk)
        page = alices.get(f"/leads/{orrin.pk}/convert/")
        found = {c.customer: (c.why, c.is_open) for c in page.context["candidates"]}
        assert found == {
            same: ("Same name", True),
            domain: ("Same web domain", True),
            known: ("A contact has the same email address", True),
            bobs: ("Same name", False),
        }
        assert "which you can see but not change" in page.text
        response = convert(alices, orrin, customer=known.pk, contact="on")
        assert response["Location"] == f"/accounts/{known.pk}/"
        assert Conversion.objects.get().contact == known.contacts.get()

    def test_finds_another_customer_by_name(self, orrin, alices, halden):
        page = alices.get(f"/leads/{orrin.pk}/convert/?search=halden")
        assert "Add to Halden Freight Systems" in page.text
        assert "Found by your search" in page.text
        page = alices.get(f"/leads/{orrin.pk}/convert/?search=nobody")
        assert "No customer matches" in page.text

    def test_is_a_dialog_with_htmx(self, orrin, alices):
        page = alices.get(f"/leads/{orrin.pk}/convert/", headers=HTMX)
        assert "<html" not in page.text
        assert 'id="dialog-t"' in page.text
        page = convert(alices, orrin, HTMX, deal_value="much")
        assert page.status_code == 422
        assert "Enter an amount like 1234.50." in page.text
        page = convert(alices, orrin, HTMX)
        assert page["HX-Redirect"] == f"/accounts/{Customer.objects.get().pk}/"

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"deal_value": "42"}, "Give the deal a name."),
            ({"deal_name": "Silo", "deal_value": "much"}, "Enter an amount like 1234.50."),
            ({"deal_name": "Silo", "deal_stage": "999999"}, "Select a valid choice"),
            ({"customer": "999999"}, "There is no such customer."),
        ],
    )
    def test_a_refusal_keeps_what_was_typed_and_converts_nothing(self, orrin, alices, said, words):
        page = convert(alices, orrin, **said)
        assert page.status_code == 422
        assert words in page.text
        if "deal_name" in said:
            assert 'value="Silo"' in page.text
        assert not Conversion.objects.exists()
        assert not Customer.objects.exists()

    def test_an_archived_customer_takes_nobody_in(self, orrin, alice, alices, halden):
        halden.archive(by=alice)
        page = convert(alices, orrin, customer=halden.pk, deal_name="Silo")
        assert page.status_code == 422
        assert "This customer is archived. Restore it first." in page.text
        assert not Deal.objects.exists()

    def test_an_archived_lead_is_not_converted(self, orrin, alice, alices):
        orrin.archive(by=alice)
        assert alices.get(f"/leads/{orrin.pk}/convert/")["Location"] == f"/leads/{orrin.pk}/"
        assert convert(alices, orrin)["Location"] == f"/leads/{orrin.pk}/"
        assert not Conversion.objects.exists()

    def test_nothing_is_left_of_what_breaks_off(self, orrin, alices, monkeypatch):
        monkeypatch.setattr(Deal, "write", lambda *args, **how: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            convert(alices, orrin, contact="on", deal_name="Silo")
        assert not Conversion.objects.exists()
        assert not Customer.objects.exists()
        assert not Lead.objects.get().is_converted


class TestTwice:
    @pytest.mark.parametrize("headers", [None, HTMX])
    def test_the_second_is_told_and_led_to_the_customer(self, orrin, bob, alices, headers):
        customer = orrin.convert(by=bob)
        page = convert(alices, orrin, headers, deal_name="Again")
        assert page.status_code == 409
        assert f'href="/accounts/{customer.pk}/"' in page.text
        assert "Bob converted Orrin Tackett on" in " ".join(page.text.split())
        assert (Customer.objects.count(), Deal.objects.count()) == (1, 0)

    def test_what_is_hidden_from_the_second_is_not_named(
        self, alice, charlie, as_user, monkeypatch
    ):
        nobodys, save = add_lead(alice, owner=""), ConversionForm.save

        def late(form):
            hidden = add_customer(alice, "Alices", owner=alice.pk)
            Lead.objects.get(pk=nobodys.pk).convert(by=alice, customer=hidden)
            return save(form)

        monkeypatch.setattr(ConversionForm, "save", late)
        page = convert(as_user(charlie), nobodys)
        assert page.status_code == 404
        assert "Alices" not in page.text

    def test_asking_again_leads_to_the_lead(self, orrin, bob, alices):
        orrin.convert(by=bob)
        assert alices.get(f"/leads/{orrin.pk}/convert/")["Location"] == f"/leads/{orrin.pk}/"

    def test_a_double_click_is_one_conversion(self, orrin, alices):
        said = {"deal_name": "Silo", "idempotency_key": "one"}
        first, second = (convert(alices, orrin, **said) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert (Conversion.objects.count(), Deal.objects.count()) == (1, 1)

    def test_a_key_that_answered_something_else_is_refused(self, orrin, alice, alices):
        convert(alices, orrin, idempotency_key="one")
        page = convert(alices, add_lead(alice, "Other"), idempotency_key="one")
        assert page.status_code == 422
        assert Conversion.objects.count() == 1


class TestStrangers:
    def test_charlie_finds_no_lead_of_alices(self, orrin, charlie, as_user):
        assert convert(as_user(charlie), orrin).status_code == 404

    def test_nobody_converts_into_what_they_do_not_see(self, alice, charlie, as_user, halden):
        his = add_lead(charlie)
        page = convert(as_user(charlie), his, customer=halden.pk)
        assert page.status_code == 422
        assert "There is no such customer." in page.text

    def test_nobody_converts_into_what_they_only_see(self, orrin, alices, bob):
        bobs = add_customer(bob, "Bob's", owner=bob.pk)
        assert convert(alices, orrin, customer=bobs.pk).status_code == 403
        assert not Conversion.objects.exists()

    def test_a_manager_converts_for_the_owner(self, orrin, alice, bob, as_user):
        convert(as_user(bob), orrin, deal_name="Silo")
        assert (Customer.objects.get().owner, Deal.objects.get().owner) == (alice, alice)
