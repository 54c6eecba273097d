"""A lead becomes a customer once, however many try at once: on both databases."""

import json

import pytest
from django.test import Client

from accounts.models import Change, Contact, Conversion, Customer, Lead
from accounts.models.conversion import AlreadyConverted
from activities.models import Note
from deals.models import Deal
from tests.conftest import add_lead, add_note, signed_in
from tests.security.test_races import at_once

CONVERT = """mutation ($id: ID!, $key: String) {
  convertLead(id: $id, payload: {dealName: "Silo"}, idempotencyKey: $key) { customer { id } }
}"""


def ask(secret: str, lead: Lead, key: str | None) -> str:
    body = json.dumps({"query": CONVERT, "variables": {"id": lead.pk, "key": key}})
    headers = {"Authorization": f"Bearer {secret}"}
    answer = Client().post("/graphql/", body, "application/json", headers=headers).json()
    errors = answer.get("errors")
    return (
        errors[0]["extensions"]["code"]
        if errors
        else answer["data"]["convertLead"]["customer"]["id"]
    )


@pytest.mark.django_db(transaction=True)
class TestTwentyAtOnce:
    def assert_once(self, customers: int = 1) -> None:
        assert Conversion.objects.count() == 1
        assert Customer.objects.count() == customers
        assert Contact.objects.count() <= 1
        assert Change.objects.filter(kind="lead", field="customer").count() == 1

    def test_by_the_verb_one_wins(self, alice, halden):
        lead = add_lead(alice)

        def convert(number: int) -> str:
            try:
                Lead.objects.get(pk=lead.pk).convert(by=alice, customer=halden)
            except AlreadyConverted:
                return "told"
            return "converted"

        assert sorted(at_once(convert, 20)) == ["converted"] + ["told"] * 19
        self.assert_once()

    def test_by_the_page_one_is_led_on_and_the_others_are_told(self, alice):
        lead = add_lead(alice)
        clients = [signed_in(alice) for _ in range(20)]

        def convert(number: int) -> int:
            said = {"contact": "on", "deal_name": "Silo"}
            return clients[number].post(f"/leads/{lead.pk}/convert/", said).status_code

        assert sorted(at_once(convert, 20)) == [302] + [409] * 19
        self.assert_once()
        assert Deal.objects.count() == 1

    def test_by_scripts_one_is_answered_and_the_others_conflict(self, alice, token_of):
        lead, secret = add_lead(alice), token_of(alice)
        answers = at_once(lambda number: ask(secret, lead, None), 20)
        assert sorted(answers) == [str(Customer.objects.get().pk)] + ["CONFLICT"] * 19
        self.assert_once()

    def test_the_same_key_gives_all_the_first_answer(self, alice, token_of):
        lead, secret = add_lead(alice), token_of(alice)
        answers = at_once(lambda number: ask(secret, lead, "one"), 20)
        assert set(answers) == {str(Customer.objects.get().pk)}
        assert ask(secret, lead, "other") == ask(secret, lead, None) == "CONFLICT"
        self.assert_once()
        assert Deal.objects.count() == 1

    def test_what_is_written_meanwhile_is_the_customers_too(self, alice, halden):
        lead = add_lead(alice)

        def act(number: int) -> None:
            if number == 7:
                Lead.objects.get(pk=lead.pk).convert(by=alice, customer=halden)
            else:
                add_note(alice, Lead.objects.get(pk=lead.pk), f"Note {number}")

        at_once(act, 15)
        assert Note.objects.filter(lead=lead, customer=halden).count() == 14
        assert not Change.objects.filter(kind="note", customer=None).exists()
