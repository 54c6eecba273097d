"""Contacts through the API: the same form and verbs, nested at a constant price."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Change
from tests.conftest import add_contact, add_customer, person

CREATE = "mutation ($payload: ContactInput!) { createContact(payload: $payload) { id isPrimary } }"
NESTED = """{ customers(first: 100) { nodes {
  name owner { name } primaryContact { name } contacts(first: 5) { nodes { name email } }
} } }"""


def test_a_script_adds_edits_and_sets_primary_as_a_page_does(alices, halden, alice):
    payload = {"customer": halden.pk, "name": "Maren", "email": "m@halden.example"}
    first = alices.data(CREATE, payload=payload)["createContact"]
    assert first["isPrimary"] is True
    second = alices.data(CREATE, payload={**payload, "name": "Idris"})["createContact"]
    found = alices.data(
        """mutation ($id: ID!) {
          updateContact(id: $id, payload: {title: "Fleet IT Lead", email: null}, version: 1) {
            title email phone version customer { name }
          }
          setPrimaryContact(id: $id) { isPrimary version }
        }""",
        id=second["id"],
    )
    assert found["updateContact"] == {
        "title": "Fleet IT Lead",
        "email": None,
        "phone": None,
        "version": 2,
        "customer": {"name": halden.name},
    }
    assert found["setPrimaryContact"] == {"isPrimary": True, "version": 3}
    asked = "query ($id: ID!) { customer(id: $id) { primaryContact { name } } }"
    assert alices.data(asked, id=halden.pk)["customer"] == {"primaryContact": {"name": "Idris"}}
    doors = Change.objects.filter(kind="contact").values_list("by", "door").distinct()
    assert list(doors) == [(alice.pk, "api")]


def test_archive_and_restore(alices, halden, alice):
    maren = add_contact(alice, halden)
    found = alices.data(
        """mutation ($id: ID!) {
          archiveContact(id: $id) { archivedAt isPrimary }
          restoreContact(id: $id) { archivedAt isPrimary }
        }""",
        id=maren.pk,
    )
    assert found["archiveContact"]["archivedAt"]
    assert found["archiveContact"]["isPrimary"] is False
    assert found["restoreContact"] == {"archivedAt": None, "isPrimary": True}


def test_what_is_wrong_is_named(alices, charlies, veras, script_of, halden):
    payload = {"customer": halden.pk, "name": " ", "email": "x", "phone": "y"}
    wrong = alices.error(CREATE, payload=payload)
    assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["name", "email", "phone"])
    payload = {"customer": halden.pk, "name": "X"}
    invisible = charlies.ask(CREATE, payload=payload)
    assert invisible == charlies.ask(CREATE, payload={"customer": "999999", "name": "X"})
    (error,) = invisible["errors"]
    assert error["extensions"]["fields"] == {"customer": ["There is no such customer."]}
    assert veras.error(CREATE, payload=payload)["code"] == "FORBIDDEN"
    assert script_of(person("dan")).error(CREATE, payload=payload)["code"] == "FORBIDDEN"
    assert not halden.contacts.exists()


def test_charlie_finds_none_of_alices(charlies, halden, alice):
    maren = add_contact(alice, halden)
    asked = "query ($id: ID!) { contact(id: $id) { name } }"
    assert charlies.ask(asked, id=maren.pk) == charlies.ask(asked, id="999999")
    assert charlies.error(asked, id=maren.pk)["code"] == "NOT_FOUND"
    assert charlies.data("{ contacts { totalCount } }")["contacts"]["totalCount"] == 0


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("", ["Idris", "Maren", "Zoë"]),
        ('(search: "ZOE")', ["Zoë"]),
        ('(orderBy: "-name", first: 2)', ["Zoë", "Maren"]),
        ("(primary: true)", ["Maren", "Zoë"]),
        ("(archived: true)", ["Gone"]),
    ],
)
def test_lists_are_narrowed_and_sorted(alices, halden, alice, arguments, found):
    for name in ("Maren", "Idris", "Gone"):
        contact = add_contact(alice, halden, name)
    contact.archive(by=alice)
    add_contact(alice, add_customer(alice, "Other"), "Zoë")
    nodes = alices.data(f"{{ contacts{arguments} {{ nodes {{ name }} }} }}")["contacts"]["nodes"]
    assert [node["name"] for node in nodes] == found


def test_nested_lists_are_counted_each_for_itself(alices, halden, alice):
    other = add_customer(alice, "Other")
    for number in range(3):
        add_contact(alice, halden, f"Contact {number}")
    add_contact(alice, other, "One")
    add_contact(alice, other, "Gone").archive(by=alice)
    add_customer(alice, "Without")
    asked = "{ customers { nodes { contacts(first: 1) { totalCount nodes { name } } } } }"
    with CaptureQueriesContext(connection) as captured:
        nodes = alices.data(asked)["customers"]["nodes"]
    assert [node["contacts"]["totalCount"] for node in nodes] == [3, 1, 0]
    assert sum("COUNT(" in query["sql"] for query in captured) == 1


def test_the_nested_query_takes_six_statements_whatever_the_rows(alices, alice, bob):
    counts = []
    for more in (1, 12):
        for number in range(more):
            owner = (alice, bob)[number % 2]
            customer = add_customer(owner, f"Customer {more} {number}", owner=owner.pk)
            for name in ("Maren", "Idris"):
                add_contact(owner, customer, name)
        alices.data(NESTED)  # the token's use is written down once a minute
        with CaptureQueriesContext(connection) as captured:
            alices.data(NESTED)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 1 + 6, counts
