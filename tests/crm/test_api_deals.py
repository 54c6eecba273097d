"""Deals through the API: the same form and verbs, exact money, sums at a constant price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.history import Change
from deals.models import Deal, Move, Pipeline
from tests.conftest import add_contact, add_customer, add_deal, person, stage

CREATE = "mutation ($payload: DealInput!) { createDeal(payload: $payload) { id value version } }"
MOVE = """mutation ($id: ID!, $stage: ID!, $at: DateTime, $version: Int) {
  moveDeal(id: $id, stage: $stage, at: $at, version: $version) {
    version outcome enteredAt closedAt stage { name }
  }
}"""
NESTED = """{ customers(first: 13) { nodes {
  name lifetimeValue openValue weightedValue
  deals(outcome: ["open", "won"], first: 5) { totalCount nodes {
    name value owner { name } stage { name } pipeline { stages { name } } contacts { name }
  } }
} } }"""
ACTS = {
    "update": 'updateDeal(id: $id, payload: {name: "Mine"}) { id }',
    "archive": "archiveDeal(id: $id) { id }",
    "restore": "restoreDeal(id: $id) { id }",
    "win": "winDeal(id: $id) { id }",
    "lose": 'loseDeal(id: $id, reason: "x") { id }',
    "reopen": "reopenDeal(id: $id) { id }",
}


def rows_of(deal: Deal) -> list:
    """Return what a deal has left behind, but for who, when and in which row."""
    changes = Change.objects.of(deal).order_by("id")
    moves = deal.moves.order_by("id")
    return [
        list(changes.values_list("action", "version", "field", "old", "new")),
        list(moves.values_list("customer", "from_stage", "to_stage")),
        list(deal.parts.values_list("contact", "role")),
        Deal.objects.values_list("value", "outcome", "lost_reason", "version").get(pk=deal.pk),
    ]


def test_a_script_leaves_the_same_rows_as_form_and_verbs(alices, halden, alice):
    maren = add_contact(alice, halden)
    said = {"value": "1,234.5", "expected_close": "2027-01-31", "contacts": [maren.pk]}
    by_page = add_deal(alice, halden, owner=alice.pk, **said)
    by_page.move_to(stage("Proposal"), by=alice)
    by_page.win(by=alice)
    by_page.reopen(by=alice)
    by_page.lose("Too dear", by=alice)
    payload = {"customer": halden.pk, "name": by_page.name, "owner": alice.pk, "value": "1,234.5"}
    payload |= {"expectedClose": "2027-01-31", "contacts": [maren.pk]}
    pk = alices.data(CREATE, payload=payload)["createDeal"]["id"]
    alices.data(MOVE, id=pk, stage=stage("Proposal").pk)
    for act in ("winDeal(id: $id)", "reopenDeal(id: $id)", 'loseDeal(id: $id, reason: "Too dear")'):
        alices.data(f"mutation ($id: ID!) {{ {act} {{ id }} }}", id=pk)
    by_script = Deal.objects.get(pk=pk)
    assert rows_of(by_script) == rows_of(by_page)
    doors = Change.objects.of(by_script).values_list("by", "door").distinct()
    assert list(doors) == [(alice.pk, "api")]


def test_a_deal_tells_all_that_it_is(alices, halden, alice):
    maren = add_contact(alice, halden)
    deal = add_deal(
        alice, halden, value="20", expected_close="2027-01-31", owner=alice.pk, contacts=[maren.pk]
    )
    asked = """query ($id: ID!) { deal(id: $id) {
      name value outcome expectedClose closedAt lostReason archivedAt version
      customer { name } owner { username } contacts { name }
      stage { name probability outcome stalledAfter } pipeline { name isDefault }
    } }"""
    assert alices.data(asked, id=deal.pk)["deal"] == {
        "name": "Fleet renewal",
        "value": "20.00",
        "outcome": "open",
        "expectedClose": "2027-01-31",
        "closedAt": None,
        "lostReason": None,
        "archivedAt": None,
        "version": 1,
        "customer": {"name": halden.name},
        "owner": {"username": "alice"},
        "contacts": [{"name": "Maren Solheim"}],
        "stage": {
            "name": "Qualified",
            "probability": 20,
            "outcome": "open",
            "stalledAfter": 30,
        },
        "pipeline": {"name": "Sales", "isDefault": True},
    }


def test_pipelines_name_their_stages_in_order(alices):
    stage("Discovery").retire(by=None)
    (sales,) = alices.data("{ pipelines { name stages { name } } }")["pipelines"]
    names = [found["name"] for found in sales["stages"]]
    assert names == ["Qualified", "Proposal", "Negotiation", "Commit", "Won", "Lost"]


def test_an_explicit_null_empties_a_field_and_a_stage_moves_the_deal(alices, halden, alice):
    deal = add_deal(alice, halden, value="5", contacts=[add_contact(alice, halden).pk])
    found = alices.data(
        """mutation ($id: ID!, $stage: ID!) { updateDeal(
          id: $id, version: 1, payload: {value: null, contacts: [], stage: $stage}
        ) { value contacts { name } stage { name } name version } }""",
        id=deal.pk,
        stage=stage("Commit").pk,
    )["updateDeal"]
    assert (found["value"], found["contacts"], found["name"]) == (None, [], "Fleet renewal")
    assert (found["stage"]["name"], found["version"]) == ("Commit", 3)
    assert Move.objects.count() == 2


def test_the_largest_amount_comes_back(alices, halden):
    payload = {"customer": halden.pk, "name": "X", "value": "9999999999.99"}
    deal = alices.data(CREATE, payload=payload)["createDeal"]
    assert deal["value"] == "9999999999.99"
    found = alices.data("{ deals { nodes { value } } customers { nodes { openValue } } }")
    assert found["deals"]["nodes"][0]["value"] == "9999999999.99"
    assert found["customers"]["nodes"][0]["openValue"] == "9999999999.99"


@pytest.mark.parametrize("value", ["1e400", "NaN", "-1", "0.001", "10000000000", "x", "٣"])
def test_what_is_no_amount_is_refused(alices, halden, value):
    payload = {"customer": halden.pk, "name": "X", "value": value}
    wrong = alices.error(CREATE, payload=payload)
    assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["value"])
    assert not Deal.objects.exists()


@pytest.mark.parametrize("day", ["x", "2026-02-30", "99999-01-01", "-1-01-01", "", 5, [], {}])
def test_what_is_no_day_is_refused(alices, halden, day):
    payload = {"customer": halden.pk, "name": "X", "expectedClose": day}
    response = alices.post({"query": CREATE, "variables": {"payload": payload}})
    codes = {error["extensions"]["code"] for error in response.json()["errors"]}
    assert (response.status_code, codes) == (400, {"BAD_REQUEST"})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_are_days(alices, halden, day):
    payload = {"customer": halden.pk, "name": "X", "expectedClose": day}
    alices.data(CREATE, payload=payload)
    found = alices.data("{ deals { nodes { expectedClose } } }")["deals"]["nodes"]
    assert found == [{"expectedClose": day}]


class TestSums:
    """Sums are added up by the database, in whole minor units."""

    asked = "{ customers { nodes { name lifetimeValue openValue weightedValue } } }"

    def test_they_are_exact(self, alices, halden, alice):
        for _ in range(3):
            add_deal(alice, halden, value="0.10").win(by=alice)
        for value in ("0.01", "0.02", "9999999999.99", None):
            add_deal(alice, halden, value=value)
        add_deal(alice, halden, value="8").lose("Too dear", by=alice)
        add_deal(alice, halden, value="16").archive(by=alice)
        add_customer(alice, "Without")
        assert alices.data(self.asked)["customers"]["nodes"] == [
            {
                "name": halden.name,
                "lifetimeValue": "0.30",
                "openValue": "10000000000.02",
                "weightedValue": "2000000000.00",
            },
            {
                "name": "Without",
                "lifetimeValue": "0.00",
                "openValue": "0.00",
                "weightedValue": "0.00",
            },
        ]

    def test_chances_are_divided_once_and_half_up(self, alices, halden, alice):
        for value in ("0.01", "0.01", "0.02"):  # 55 percent each: 0.0055, 0.0055, 0.011
            add_deal(alice, halden, value=value, stage=stage("Proposal").pk)
        (node,) = alices.data(self.asked)["customers"]["nodes"]
        assert node["weightedValue"] == "0.02"
        add_deal(alice, halden, value="0.05", stage=stage("Proposal").pk)
        (node,) = alices.data(self.asked)["customers"]["nodes"]
        assert node["weightedValue"] == "0.05"  # 0.0495


class TestMoves:
    """Acts on a deal."""

    def test_at_says_when_it_happened(self, alices, halden, bob):
        long_ago = timezone.now() - timedelta(days=300)
        deal = add_deal(bob, halden, created_at=long_ago)
        later = long_ago + timedelta(days=9, hours=3)
        found = alices.data(MOVE, id=deal.pk, stage=stage("Won").pk, at=later.isoformat())
        assert found["moveDeal"]["closedAt"] == found["moveDeal"]["enteredAt"] == later.isoformat()
        assert deal.moves.last().at == later

    def test_no_move_lies_ahead_or_before_the_last_one(self, alices, halden, bob):
        deal = add_deal(bob, halden)
        moments = {
            "2999-01-01T00:00:00Z": "INVALID",
            "2020-01-01T00:00:00Z": "INVALID",
            "0001-01-01T00:00:00+14:00": "INVALID",
            "9999-12-31T23:59:59-14:00": "INVALID",
        }
        for at, code in moments.items():
            for act in ("winDeal(id: $id", 'loseDeal(id: $id, reason: "x"'):
                query = f"mutation ($id: ID!, $at: DateTime) {{ {act}, at: $at) {{ id }} }}"
                wrong = alices.error(query, id=deal.pk, at=at)
                assert (wrong["code"], list(wrong["fields"])) == (code, ["at"])
        assert deal.moves.count() == 1

    @pytest.mark.parametrize("number", ["999999", "x", "-1", "9" * 40, ""])
    def test_an_unknown_stage_is_named(self, alices, halden, alice, number):
        deal = add_deal(alice, halden)
        wrong = alices.error(MOVE, id=deal.pk, stage=number)
        assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["stage"])

    def test_stages_elsewhere_and_out_of_use_are_no_choice(self, alices, halden, alice):
        deal, second, retired = add_deal(alice, halden), Pipeline(name="Second"), stage("Commit")
        second.write(by=None)
        retired.retire(by=None)
        reopen = "mutation ($id: ID!, $stage: ID) { reopenDeal(id: $id, stage: $stage) { id } }"
        for target in (second.stages.first(), retired):
            for query in (MOVE, reopen):
                wrong = alices.error(query, id=deal.pk, stage=target.pk)
                assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["stage"])
        wrong = alices.error(reopen, id=deal.pk, stage=stage("Won").pk)
        assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["stage"])

    def test_nobody_loses_without_a_reason(self, alices, halden, alice):
        deal = add_deal(alice, halden)
        query = "mutation ($id: ID!, $why: String!) { loseDeal(id: $id, reason: $why) { id } }"
        for reason in ("", "  ", "\u2800", "x" * 501):
            wrong = alices.error(query, id=deal.pk, why=reason)
            assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["reason"])
        status, code = alices.refusal({"query": f"mutation {{ loseDeal(id: {deal.pk}) {{ id }} }}"})
        assert (status, code) == (400, "BAD_REQUEST")
        assert Deal.objects.get().outcome == "open"

    @pytest.mark.parametrize("act", ["win", "lose", "reopen", "archive", "restore"])
    def test_who_comes_late_is_told(self, alices, halden, alice, act):
        deal = add_deal(alice, halden)
        if act in {"reopen", "restore"}:
            deal.win(by=alice)
            deal.archive(by=alice)
        else:
            deal.move_to(stage("Proposal"), by=alice)
        before = rows_of(deal)
        document = ACTS[act].replace("id: $id", "id: $id, version: 1")
        wrong = alices.error(f"mutation ($id: ID!) {{ {document} }}", id=deal.pk)
        assert wrong == {"code": "CONFLICT", "version": Deal.objects.get().version}
        assert rows_of(deal) == before


class TestEachDoor:
    """Who sees and who changes deals."""

    @pytest.mark.parametrize("act", ACTS)
    def test_only_who_may_acts(self, charlies, veras, script_of, halden, alice, act):
        deal = add_deal(alice, halden)
        query = f"mutation ($id: ID!) {{ {ACTS[act]} }}"
        assert charlies.ask(query, id=deal.pk) == charlies.ask(query, id="999999")
        assert charlies.error(query, id=deal.pk)["code"] == "NOT_FOUND"
        assert veras.error(query, id=deal.pk)["code"] == "FORBIDDEN"
        assert script_of(person("dan")).error(query, id=deal.pk)["code"] == "FORBIDDEN"
        assert Deal.objects.get().version == 1

    def test_a_deals_own_owner_acts(self, script_of, halden, alice):
        dan = person("dan")
        deal = add_deal(alice, halden, owner=dan.pk)
        script_of(dan).data(f"mutation ($id: ID!) {{ {ACTS['win']} }}", id=deal.pk)
        assert Deal.objects.get().outcome == "won"

    def test_charlie_finds_none_of_alices(self, charlies, halden, alice):
        deal = add_deal(alice, halden, value="7")
        asked = "query ($id: ID!) { deal(id: $id) { name } }"
        assert charlies.ask(asked, id=deal.pk) == charlies.ask(asked, id="999999")
        assert charlies.error(asked, id=deal.pk)["code"] == "NOT_FOUND"
        assert charlies.data("{ deals { totalCount } }")["deals"]["totalCount"] == 0
        payload = {"customer": halden.pk, "name": "X"}
        unknown = {**payload, "customer": "999999"}
        assert charlies.ask(CREATE, payload=payload) == charlies.ask(CREATE, payload=unknown)

    def test_the_viewer_looks_on(self, veras, halden, alice):
        add_deal(alice, halden)
        assert veras.data("{ deals { totalCount } }")["deals"]["totalCount"] == 1
        assert veras.error(CREATE, payload={"customer": halden.pk, "name": "X"})["code"] == (
            "FORBIDDEN"
        )


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ("", ["Air", "Bikes", "Cranes"]),
        ('(search: "CRANE")', ["Cranes"]),
        ('(outcome: ["won", "lost"])', ["Cranes"]),
        ('(orderBy: "-expectedClose", first: 2)', ["Cranes", "Air"]),
        ('(valueFrom: "1", closingUntil: "2027-01-31")', ["Bikes"]),
        ("(stalled: true)", []),
        ("(archived: true)", ["Gone"]),
    ],
)
def test_lists_are_narrowed_and_sorted(alices, halden, alice, arguments, found):
    add_deal(alice, halden, "Bikes", value="300", expected_close="2027-01-31")
    add_deal(alice, halden, "Air", expected_close="2027-02-01")
    add_deal(alice, halden, "Cranes").win(by=alice)
    add_deal(alice, halden, "Gone").archive(by=alice)
    nodes = alices.data(f"{{ deals{arguments} {{ nodes {{ name }} }} }}")["deals"]["nodes"]
    assert [node["name"] for node in nodes] == found


def test_a_customers_deals_are_told_apart_by_outcome(alices, halden, alice):
    add_deal(alice, halden, "Open")
    add_deal(alice, halden, "Won").win(by=alice)
    add_deal(alice, halden, "Gone").archive(by=alice)
    asked = """query ($id: ID!) { customer(id: $id) {
      all: deals { nodes { name } }
      won: deals(outcome: ["won"]) { totalCount nodes { name } }
      none: deals(outcome: ["lost"]) { totalCount nodes { name } }
    } }"""
    found = alices.data(asked, id=halden.pk)["customer"]
    assert found == {
        "all": {"nodes": [{"name": "Open"}, {"name": "Won"}]},
        "won": {"totalCount": 1, "nodes": [{"name": "Won"}]},
        "none": {"totalCount": 0, "nodes": []},
    }
    wrong = alices.error(asked.replace('["lost"]', '["maybe"]'), id=halden.pk)
    assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["outcome"])


def test_a_page_by_the_expected_close_goes_on(alices, halden, alice):
    for day in (1, 2, 3):
        add_deal(alice, halden, f"Day {day}", expected_close=f"2027-01-0{day}")
    asked = """query ($after: String) { deals(orderBy: "expected_close", first: 2, after: $after) {
      nodes { name } pageInfo { endCursor }
    } }"""
    end = alices.data(asked)["deals"]["pageInfo"]["endCursor"]
    assert alices.data(asked, after=end)["deals"]["nodes"] == [{"name": "Day 3"}]


def test_the_nested_query_takes_as_many_statements_whatever_the_rows(alices, alice, bob):
    counts = []
    for more in (1, 12):
        for number in range(more):
            owner = (alice, bob)[number % 2]
            customer = add_customer(owner, f"Customer {more} {number}", owner=owner.pk)
            contact = add_contact(owner, customer)
            for name in ("First", "Second"):
                said = {"value": "1", "owner": owner.pk, "contacts": [contact.pk]}
                add_deal(owner, customer, name, **said)
        alices.data(NESTED)  # the token's use is written down once a minute
        with CaptureQueriesContext(connection) as captured:
            alices.data(NESTED)
        counts.append(len(captured))
    # The token; customers, how they stand, what is weighted, deals and their number; owners,
    # stages, pipelines and their stages; contacts.
    assert counts[0] == counts[1] <= 1 + 10, counts
