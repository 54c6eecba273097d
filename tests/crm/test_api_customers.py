"""Customers through the API: asking for one, adding, changing, putting away."""

import json
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

import pytest
from django.utils import timezone

from accounts.models import Change, Customer, StatusChange

CONTRACT = """
mutation {
  createCustomer(payload: {
    name: "Example Corp"
    industry: "Technology"
    website: "https://example.com"
    status: "active"
  }) {
    id
    name
    status
  }
}
"""
ASK = """
query ($id: ID!) {
  customer(id: $id) {
    id name kind status industry website owner { id username name }
    createdAt updatedAt archivedAt version
  }
}
"""
CREATE = """
mutation ($payload: CustomerInput!, $key: String) {
  createCustomer(payload: $payload, idempotencyKey: $key) {
    id name kind status industry website createdAt version owner { username }
  }
}
"""
UPDATE = """
mutation ($id: ID!, $payload: CustomerChanges!, $version: Int) {
  updateCustomer(id: $id, payload: $payload, version: $version) {
    id name status industry website version owner { username }
  }
}
"""
ARCHIVE = """
mutation ($id: ID!, $version: Int) {
  archiveCustomer(id: $id, version: $version) { archivedAt version }
}
"""
RESTORE = """
mutation ($id: ID!, $version: Int) {
  restoreCustomer(id: $id, version: $version) { archivedAt version }
}
"""
NOT_IDS = ["", "x", "1.0", " 1", "-1", "0", "1_0", "٣", "1e3", "9" * 19, "9" * 5000, "1\x00"]


def test_the_contracts_mutation_works_word_for_word(alices):
    created = alices.data(CONTRACT)["createCustomer"]
    assert created == {"id": created["id"], "name": "Example Corp", "status": "active"}
    stored = Customer.objects.get(pk=created["id"])
    assert stored.industry.name == "Technology"
    assert stored.owner is None


@pytest.mark.django_db(transaction=True)
def test_the_contracts_mutation_works_over_http(live_server, alices):
    connection = HTTPConnection(live_server.thread.host, live_server.thread.port)
    connection.request(
        "POST",
        "/graphql/",
        json.dumps({"query": CONTRACT}),
        {"Content-Type": "application/json", "Authorization": f"Bearer {alices.secret}"},
    )
    answer = json.load(connection.getresponse())
    assert answer["data"]["createCustomer"]["status"] == "active"
    assert "errors" not in answer


def test_one_asks_who_one_is(alices, alice):
    me = alices.data("{ me { id username name } }")["me"]
    assert me == {"id": str(alice.pk), "username": "alice", "name": "Alice"}


def test_somebody_without_a_name_has_their_user_name(script_of, alice):
    alice.name = ""
    alice.write(by=None)
    assert script_of(alice).data("{ me { name } }") == {"me": {"name": "alice"}}


def test_a_customer_has_the_promised_fields(charlies, alices, alice, halden):
    assert alices.data(ASK, id=halden.pk)["customer"] == {
        "id": str(halden.pk),
        "name": "Halden Freight Systems",
        "kind": "business",
        "status": "active",
        "industry": "Logistics",
        "website": "https://haldenfreight.example",
        "owner": {"id": str(alice.pk), "username": "alice", "name": "Alice"},
        "createdAt": halden.created_at.astimezone(UTC).isoformat(),
        "updatedAt": halden.updated_at.astimezone(UTC).isoformat(),
        "archivedAt": None,
        "version": 1,
    }


def test_what_is_empty_is_null(alices):
    created = alices.data(CREATE, payload={"name": "Halden"})["createCustomer"]
    assert created["industry"] is created["website"] is created["owner"] is None
    assert (created["kind"], created["status"]) == ("business", "prospect")


@pytest.mark.parametrize("number", NOT_IDS)
def test_what_is_no_id_is_nobodys(alices, halden, number):
    answer = alices.ask(ASK, id=number)
    assert answer["data"] == {"customer": None}
    assert answer["errors"][0]["extensions"] == {"code": "NOT_FOUND"}
    assert alices.error(UPDATE, id=number, payload={"name": "X"}) == {"code": "NOT_FOUND"}
    assert alices.error(ARCHIVE, id=number) == {"code": "NOT_FOUND"}


def test_charlie_is_told_of_alices_customer_what_he_is_told_of_none(charlies, halden):
    foreign, missing = charlies.ask(ASK, id=halden.pk), charlies.ask(ASK, id=10**9)
    assert foreign == missing
    assert foreign["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert charlies.error(UPDATE, id=halden.pk, payload={"name": "Mine"})["code"] == "NOT_FOUND"
    assert charlies.error(ARCHIVE, id=halden.pk)["code"] == "NOT_FOUND"
    assert charlies.error(RESTORE, id=halden.pk)["code"] == "NOT_FOUND"
    halden.refresh_from_db()
    assert (halden.name, halden.version) == ("Halden Freight Systems", 1)


def test_vera_sees_and_may_not_change(veras, halden):
    assert veras.data(ASK, id=halden.pk)["customer"]["name"] == "Halden Freight Systems"
    assert veras.error(CREATE, payload={"name": "Halden"}) == {"code": "FORBIDDEN"}
    assert veras.error(UPDATE, id=halden.pk, payload={"name": "Mine"}) == {"code": "FORBIDDEN"}
    assert veras.error(ARCHIVE, id=halden.pk) == {"code": "FORBIDDEN"}
    assert veras.error(RESTORE, id=halden.pk) == {"code": "FORBIDDEN"}


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \u200b\x00 "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Halden", "status": "gold"}, "status"),
        ({"name": "Halden", "status": "ACTIVE"}, "status"),
        ({"name": "Halden", "kind": "planet"}, "kind"),
        ({"name": "Halden", "website": "javascript:alert(1)"}, "website"),
        ({"name": "Halden", "industry": "x" * 101}, "industry"),
        ({"name": "Halden", "owner": "x"}, "owner"),
        ({"name": "Halden", "owner": "9" * 30}, "owner"),
    ],
)
def test_what_the_page_refuses_the_api_refuses(alices, payload, field):
    answer = alices.ask(CREATE, payload=payload)
    assert answer["data"] == {"createCustomer": None}
    (error,) = answer["errors"]
    assert error["path"] == ["createCustomer"]
    assert error["extensions"]["code"] == "INVALID"
    assert list(error["extensions"]["fields"]) == [field]
    assert error["message"] == f"{field}: {error['extensions']['fields'][field][0]}"
    assert not Customer.objects.exists()
    assert not Change.objects.filter(kind="customer").exists()


def test_a_viewer_cannot_be_given_a_customer(alices, vera):
    assert list(alices.error(CREATE, payload={"name": "X", "owner": vera.pk})["fields"]) == [
        "owner"
    ]


def test_a_failed_mutation_leaves_the_others(alices):
    answer = alices.ask(
        """mutation {
          one: createCustomer(payload: {name: "One"}) { name }
          two: createCustomer(payload: {name: ""}) { name }
          three: createCustomer(payload: {name: "Three"}) { name }
        }"""
    )
    assert answer["data"] == {"one": {"name": "One"}, "two": None, "three": {"name": "Three"}}
    assert [error["path"] for error in answer["errors"]] == [["two"]]
    assert Customer.objects.count() == 2


def test_an_update_changes_only_what_it_names(alices, halden):
    changed = alices.data(UPDATE, id=halden.pk, payload={"name": "Halden"})["updateCustomer"]
    assert changed == {
        "id": str(halden.pk),
        "name": "Halden",
        "status": "active",
        "industry": "Logistics",
        "website": "https://haldenfreight.example",
        "version": 2,
        "owner": {"username": "alice"},
    }


def test_an_explicit_null_empties_a_field(alices, halden):
    empty = {"industry": None, "website": None, "owner": None}
    changed = alices.data(UPDATE, id=halden.pk, payload=empty)["updateCustomer"]
    assert changed["industry"] is changed["website"] is changed["owner"] is None
    assert changed["name"] == "Halden Freight Systems"
    assert list(alices.error(UPDATE, id=halden.pk, payload={"name": None})["fields"]) == ["name"]
    assert list(alices.error(UPDATE, id=halden.pk, payload={"status": None})["fields"]) == [
        "status"
    ]


def test_an_update_that_names_nothing_changes_nothing(alices, halden):
    assert alices.data(UPDATE, id=halden.pk, payload={})["updateCustomer"]["version"] == 1


def test_nulls_of_a_new_customer_stand_for_the_defaults(alices):
    payload = {"name": "Halden", "kind": None, "status": None, "owner": None, "createdAt": None}
    created = alices.data(CREATE, payload=payload, key=None)["createCustomer"]
    assert (created["kind"], created["status"]) == ("business", "prospect")


def test_an_edit_of_an_old_version_is_told_what_stands(alices, bobs, halden):
    bobs.data(UPDATE, id=halden.pk, payload={"status": "inactive", "industry": "Shipping"})
    payload = {"status": "prospect", "industry": None, "name": "Halden Freight Systems"}
    late = alices.error(UPDATE, id=halden.pk, version=1, payload=payload)
    assert late == {
        "code": "CONFLICT",
        "version": 2,
        "differences": [
            {"field": "industry", "yours": None, "stands": "Shipping"},
            {"field": "status", "yours": "prospect", "stands": "inactive"},
        ],
    }
    halden.refresh_from_db()
    assert halden.status == "inactive"
    assert alices.data(UPDATE, id=halden.pk, version=2, payload=payload)


def test_an_edit_without_a_version_is_written_over_what_stands(alices, bobs, halden):
    bobs.data(UPDATE, id=halden.pk, payload={"status": "inactive"})
    changed = alices.data(UPDATE, id=halden.pk, payload={"name": "Halden"}, version=None)
    assert changed["updateCustomer"]["status"] == "inactive"


def test_archiving_and_restoring(alices, halden):
    archived = alices.data(ARCHIVE, id=halden.pk)["archiveCustomer"]
    assert archived["archivedAt"].endswith("+00:00")
    assert archived["version"] == 2
    assert alices.data(ARCHIVE, id=halden.pk)["archiveCustomer"]["version"] == 2
    assert alices.error(RESTORE, id=halden.pk, version=1) == {"code": "CONFLICT", "version": 2}
    restored = alices.data(RESTORE, id=halden.pk, version=2)["restoreCustomer"]
    assert restored == {"archivedAt": None, "version": 3}


def test_handing_over_out_of_sight_is_answered_once_more(script_of, charlie, alice):
    charlies = script_of(charlie)
    created = charlies.data(CREATE, payload={"name": "Halden", "owner": charlie.pk})
    pk = created["createCustomer"]["id"]
    handed = charlies.data(UPDATE, id=pk, payload={"owner": alice.pk})["updateCustomer"]
    assert handed["owner"] == {"username": "alice"}
    assert charlies.error(ASK, id=pk)["code"] == "NOT_FOUND"


def test_a_manager_may_say_when_a_customer_was_created(bobs):
    payload = {"name": "Halden", "createdAt": "2024-05-31T23:30:00-02:00"}
    created = bobs.data(CREATE, payload=payload)["createCustomer"]
    assert created["createdAt"] == "2024-06-01T01:30:00+00:00"
    customer = Customer.objects.get(pk=created["id"])
    moment = datetime(2024, 6, 1, 1, 30, tzinfo=UTC)
    assert customer.created_at == moment
    assert StatusChange.objects.get(customer=customer).at == moment


def test_a_moment_without_an_offset_is_in_utc(bobs, settings):
    settings.TIME_ZONE = "America/New_York"
    payload = {"name": "Halden", "createdAt": "2024-05-31T12:00:00"}
    created = bobs.data(CREATE, payload=payload)["createCustomer"]
    assert created["createdAt"] == "2024-05-31T12:00:00+00:00"


def test_others_may_not_say_when_a_customer_was_created(alices):
    payload = {"name": "Halden", "createdAt": "2024-05-31T12:00:00Z"}
    assert alices.error(CREATE, payload=payload) == {"code": "FORBIDDEN"}
    assert not Customer.objects.exists()


def test_nobody_creates_in_the_future_or_before_1900(bobs):
    future = (timezone.now() + timedelta(minutes=1)).isoformat()
    for moment in (future, "1899-12-31T00:00:00Z", "0001-01-01T00:00:00+14:00"):
        refused = bobs.error(CREATE, payload={"name": "Halden", "createdAt": moment})
        assert list(refused["fields"]) == ["createdAt"]


@pytest.mark.parametrize("moment", ["", "yesterday", "2024-13-01", 20240101, True, 1.5, {}])
def test_what_is_no_moment_is_not_executed(bobs, moment):
    body = {"query": CREATE, "variables": {"payload": {"name": "X", "createdAt": moment}}}
    assert bobs.refusal(body) == (400, "BAD_REQUEST")


def test_history_says_who_when_and_by_which_door(alices, bobs, halden, alice, bob):
    bobs.data(UPDATE, id=halden.pk, payload={"status": "inactive"})
    alices.data(ARCHIVE, id=halden.pk)
    history = alices.data(
        """query ($id: ID!) {
          customer(id: $id) { history { nodes { at by { username } door field old new } } }
        }""",
        id=halden.pk,
    )["customer"]["history"]["nodes"]
    latest = [(row["by"]["username"], row["door"], row["field"]) for row in history[:2]]
    assert latest == [("alice", "api", "archivedAt"), ("bob", "api", "status")]
    assert (history[1]["old"], history[1]["new"]) == ("active", "inactive")
    assert all(row["at"].endswith("+00:00") for row in history)
    assert {row["door"] for row in history[2:]} == {"page"}


def test_history_goes_page_by_page(alices, halden):
    ask = """
      query ($id: ID!, $after: String) {
        customer(id: $id) {
          history(first: 2, after: $after) {
            nodes { field } pageInfo { hasNextPage endCursor }
          }
        }
      }"""
    seen, after, more = [], None, True
    while more:
        page = alices.data(ask, id=halden.pk, after=after)["customer"]["history"]
        seen += [row["field"] for row in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert sorted(seen) == ["industry", "kind", "name", "owner", "status", "website"]


def test_a_creation_takes_few_statements(alices, alice, django_assert_max_num_queries):
    alices.data("{ me { id } }")  # the token's use is written down once a minute
    with django_assert_max_num_queries(25):  # seven of them work out how it stands
        alices.data(CONTRACT)
