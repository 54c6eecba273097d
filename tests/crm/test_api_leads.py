"""Leads through the API: the same rows as pages leave, converted once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.forms.lead import LeadForm
from accounts.models import Change, Contact, Conversion, Customer, Lead
from activities.models import Activity
from deals.models import Deal
from tests.conftest import add_activity, add_contact, add_customer, add_lead, add_note, stage

CREATE = (
    "mutation ($p: LeadInput!, $k: String) { createLead(payload: $p, idempotencyKey: $k) { id } }"
)
UPDATE = """mutation ($id: ID!, $p: LeadChanges!, $v: Int) {
  updateLead(id: $id, payload: $p, version: $v) { name company source status version }
}"""
CONVERT = """mutation ($id: ID!, $p: ConversionInput, $k: String) {
  convertLead(id: $id, payload: $p, idempotencyKey: $k) {
    convertedAt customer { id name leads { nodes { id } } primaryContact { name } }
  }
}"""
SAID = {
    "name": "Orrin Tackett",
    "company": "Grainfield Mills",
    "title": "Plant Manager",
    "email": "orrin@grainfield.example",
    "phone": "+1 555 0142",
    "website": "grainfield.example",
    "industry": "Milling",
    "source": "Website form",
    "status": "contacted",
}


@pytest.fixture
def alices(script_of, alice):
    return script_of(alice)


def rows_of(lead: Lead) -> list[tuple]:
    fields = Change.objects.of(lead).order_by("id").values_list("field", "old", "new", "by")
    return list(fields)


def test_a_script_leaves_the_same_rows_as_the_form(alices, alice):
    pk = alices.data(CREATE, p={**SAID, "owner": str(alice.pk)})["createLead"]["id"]
    form = LeadForm({**SAID, "owner": alice.pk}, user=alice)
    assert form.is_valid(), form.errors
    by_script, by_form = Lead.objects.get(pk=pk), form.save()
    assert rows_of(by_script) == rows_of(by_form)
    assert by_script.by == by_form.by == alice


def test_a_lead_tells_all_that_it_is(alices, alice):
    lead = add_lead(alice, **{**SAID, "owner": alice.pk})
    customer = lead.convert(by=alice)
    fields = """id name company title email phone industry website source status version
      owner { username } by { username } customer { name } convertedAt createdAt"""
    found = alices.data(f"query ($id: ID!) {{ lead(id: $id) {{ {fields} }} }}", id=lead.pk)["lead"]
    converted, created = found.pop("convertedAt"), found.pop("createdAt")
    assert converted > created
    assert found == {
        **{name: value for name, value in SAID.items() if name != "website"},
        "id": str(lead.pk),
        "website": "https://grainfield.example",
        "version": 2,
        "owner": {"username": "alice"},
        "by": {"username": "alice"},
        "customer": {"name": customer.name},
    }


def test_what_is_not_said_is_none(alices, alice):
    lead = add_lead(alice, company="", source="", owner="")
    fields = "company title email phone website industry source owner { id } customer { id }"
    found = alices.data(
        f"query ($id: ID!) {{ lead(id: $id) {{ {fields} convertedAt }} }}", id=lead.pk
    )
    assert set(found["lead"].values()) == {None}


def test_only_what_is_named_changes_and_null_empties(alices, alice):
    lead = add_lead(alice)
    found = alices.data(UPDATE, id=lead.pk, p={"source": None, "status": "qualified"})
    assert found["updateLead"] == {
        "name": "Orrin Tackett",
        "company": "Grainfield Mills",
        "source": None,
        "status": "qualified",
        "version": 2,
    }
    error = alices.error(UPDATE, id=lead.pk, p={"name": "Late"}, v=1)
    assert error["code"] == "CONFLICT"


def test_the_list_is_narrowed_and_sorted(alices, alice, bob):
    add_lead(alice, "New")
    add_lead(bob, "Nobody's", owner="", source="Trade show")
    add_lead(alice, "Lost", status="unqualified")
    add_lead(alice, "Done").convert(by=alice)
    ask = """query ($s: [String!], $o: [ID!], $by: String, $t: String, $q: String) {
      leads(status: $s, owner: $o, orderBy: $by, state: $t, search: $q) { nodes { name } }
    }"""

    def found(**asked) -> list[str]:
        return [node["name"] for node in alices.data(ask, **asked)["leads"]["nodes"]]

    assert found() == ["Done", "Lost", "Nobody's", "New"]
    assert found(s=["new"], t="open") == ["Nobody's", "New"]
    assert found(o=[str(alice.pk)], by="name") == ["Done", "Lost", "New"]
    assert found(o=["none"]) == ["Nobody's"]
    assert found(t="converted") == ["Done"]
    assert found(q="trade") == []
    assert alices.error(ask, s=["asleep"])["code"] == "INVALID"


class TestConvert:
    def test_into_a_new_customer_with_contact_and_deal(self, alices, alice):
        lead = add_lead(alice)
        said = {
            "dealName": "Silo monitoring",
            "dealValue": "42000.50",
            "dealStage": stage("Proposal").pk,
        }
        found = alices.data(CONVERT, id=lead.pk, p=said)["convertLead"]
        customer = Customer.objects.get()
        assert found["customer"]["leads"]["nodes"] == [{"id": str(lead.pk)}]
        assert found["customer"]["primaryContact"] == {"name": "Orrin Tackett"}
        assert found["convertedAt"]
        deal = Deal.objects.get()
        assert (deal.customer, str(deal.value), deal.stage.name) == (
            *(customer, "42000.50", "Proposal"),
        )
        assert {change.door for change in Change.objects.of(lead).filter(version=2)} == {"api"}

    def test_into_one_that_stands_without_a_contact(self, alices, alice, halden):
        lead = add_lead(alice)
        alices.data(CONVERT, id=lead.pk, p={"customer": halden.pk, "contact": False})
        assert Conversion.objects.get().customer == halden
        assert not Contact.objects.exists()

    def test_a_null_says_no_more_than_nothing(self, alices, alice):
        lead = add_lead(alice)
        alices.data(CONVERT, id=lead.pk, p={"customer": None, "contact": None, "dealName": None})
        assert Contact.objects.get().name == "Orrin Tackett"

    def test_the_second_time_is_a_conflict_unless_it_is_the_same_try(self, alices, alice):
        lead = add_lead(alice)
        first = alices.data(CONVERT, id=lead.pk, k="one")
        assert alices.data(CONVERT, id=lead.pk, k="one") == first
        assert alices.error(CONVERT, id=lead.pk)["code"] == "CONFLICT"
        assert alices.error(CONVERT, id=lead.pk, k="two")["code"] == "CONFLICT"
        other = add_lead(alice, "Other")
        error = alices.error(CONVERT, id=other.pk, k="one")
        assert (error["code"], list(error["fields"])) == ("INVALID", ["idempotencyKey"])
        assert Conversion.objects.count() == 1

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"dealValue": "1"}, "dealName"),
            ({"dealName": "Silo", "dealValue": "much"}, "dealValue"),
            ({"dealName": "Silo", "dealStage": "999999"}, "dealStage"),
            ({"customer": "999999"}, "customer"),
        ],
    )
    def test_what_is_wrong_is_named(self, alices, alice, said, field):
        error = alices.error(CONVERT, id=add_lead(alice).pk, p=said)
        assert (error["code"], list(error["fields"])) == ("INVALID", [field])
        assert not Conversion.objects.exists()

    def test_only_who_may_converts(self, alices, script_of, alice, bob, charlie, vera):
        lead = add_lead(alice)
        assert script_of(charlie).error(CONVERT, id=lead.pk)["code"] == "NOT_FOUND"
        assert script_of(vera).error(CONVERT, id=lead.pk)["code"] == "FORBIDDEN"
        bobs = add_customer(bob, owner=bob.pk)
        said = {"customer": bobs.pk}
        assert alices.error(CONVERT, id=lead.pk, p=said)["code"] == "FORBIDDEN"
        his = add_lead(charlie)
        error = script_of(charlie).error(CONVERT, id=his.pk, p=said)
        assert list(error["fields"]) == ["customer"]


class TestAboutLeads:
    LOG = """mutation ($p: ActivityInput!) {
      createActivity(payload: $p) { customer { id } lead { id } }
    }"""

    def test_an_activity_is_about_a_lead_or_a_customer(self, alices, alice, halden):
        lead = add_lead(alice)
        said = {"kind": "call", "subject": "First call"}
        found = alices.data(self.LOG, p={**said, "lead": lead.pk})["createActivity"]
        assert found == {"customer": None, "lead": {"id": str(lead.pk)}}
        for wrong in ({}, {"lead": lead.pk, "customer": halden.pk}):
            error = alices.error(self.LOG, p={**said, **wrong})
            assert (error["code"], list(error["fields"])) == ("INVALID", ["customer"])
        customer = lead.convert(by=alice)
        found = alices.data(self.LOG, p={**said, "lead": lead.pk})["createActivity"]
        assert found == {"customer": {"id": str(customer.pk)}, "lead": {"id": str(lead.pk)}}

    def test_nobody_writes_about_a_lead_that_they_do_not_see(self, script_of, alice, charlie):
        said = {"kind": "call", "subject": "First call", "lead": add_lead(alice).pk}
        error = script_of(charlie).error(self.LOG, p=said)
        assert list(error["fields"]) == ["lead"]
        assert not Activity.objects.exists()

    def test_lists_are_narrowed_to_a_lead(self, alices, alice, halden):
        lead = add_lead(alice)
        add_note(alice, lead, "Nine silos")
        add_activity(alice, lead, "First call")
        add_note(alice, halden)
        found = alices.data(
            """query ($id: ID!) {
              notes(lead: $id) { nodes { body lead { name } } }
              activities(lead: $id) { nodes { subject } }
            }""",
            id=lead.pk,
        )
        assert found["notes"]["nodes"] == [
            {"body": "Nine silos", "lead": {"name": "Orrin Tackett"}}
        ]
        assert found["activities"]["nodes"] == [{"subject": "First call"}]

    def test_the_timeline_begins_with_the_lead(self, alices, alice):
        lead = add_lead(alice, created_at=None)
        add_note(alice, lead, "Nine silos")
        customer = lead.convert(by=alice)
        ask = """query ($id: ID!) {
          customer(id: $id) {
            timeline(kinds: ["lead", "conversion", "note"]) { nodes { kind text by { name } } }
          }
        }"""
        nodes = alices.data(ask, id=customer.pk)["customer"]["timeline"]["nodes"]
        assert [(node["kind"], node["text"]) for node in nodes] == [
            ("conversion", "Converted the lead Orrin Tackett, Grainfield Mills"),
            ("note", "Nine silos"),
            ("lead", "Lead Orrin Tackett, Grainfield Mills (Website form)"),
        ]
        assert {node["by"]["name"] for node in nodes} == {"Alice"}


def test_nested_leads_take_as_many_statements_whatever_the_rows(alices, alice, bob):
    ask = """{ customers(first: 25) { nodes { leads(first: 5) { totalCount nodes {
      name industry owner { name } by { name } customer { name } convertedAt } } } } }"""
    counts = []
    for more in (1, 20):
        for number in range(more):
            customer = add_customer(bob, f"Customer {more} {number}")
            for name in ("First", "Second"):
                lead = add_lead((alice, bob)[number % 2], name, industry=f"Industry {number}")
                lead.convert(by=bob, customer=customer)
        alices.data(ask)
        with CaptureQueriesContext(connection) as captured:
            alices.data(ask)
        counts.append(len(captured))
    assert counts[1] <= counts[0] <= 10, counts


def test_unconverted_leads_have_no_moment_beside_converted_ones(alices, alice, halden):
    add_contact(alice, halden)
    add_lead(alice, "Open")
    add_lead(alice, "Done").convert(by=alice, customer=halden)
    nodes = alices.data('{ leads(orderBy: "name") { nodes { name convertedAt } } }')["leads"][
        "nodes"
    ]
    assert [(node["name"], bool(node["convertedAt"])) for node in nodes] == [
        *(("Done", True), ("Open", False)),
    ]
