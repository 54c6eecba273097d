"""Lists through the API: who sees what, filters, orders, pages, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Customer
from reports.models import Standing
from reports.signs import ALWAYS, FAR, Level
from tests.conftest import add_customer

NAMES = """
query (
  $search: String, $status: [String!], $industry: [String!], $owner: [ID!], $health: [String!],
  $hasNextStep: Boolean, $archived: Boolean, $orderBy: String, $first: Int, $after: String
) {
  customers(
    search: $search, status: $status, industry: $industry, owner: $owner, health: $health,
    hasNextStep: $hasNextStep, archived: $archived, orderBy: $orderBy, first: $first, after: $after
  ) {
    totalCount
    nodes { name }
    edges { cursor node { name } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


@pytest.fixture
def five(alice, charlie):
    """Five customers: two of Alice's, two of Charlie's, one of nobody's."""
    add_customer(alice, "Alpha", owner=alice.pk, status="active", industry="Mining")
    add_customer(alice, "Beta", owner=alice.pk, status="inactive", website="beta.example")
    add_customer(alice, "Gamma", owner=charlie.pk, status="active", industry="Shipping")
    add_customer(alice, "Delta", owner=charlie.pk)
    add_customer(alice, "Épsilon")


@pytest.fixture
def stood(five):
    """Delta is at risk and has a next step, Alpha is watched, Epsilon good, Gamma new."""
    now = timezone.now()
    Standing.objects.exclude(customer__name="Gamma").update(is_new=False)
    Standing.objects.update(watch_on=FAR, at_risk_on=FAR)
    for name, money, spoken in (("Alpha", 7, now - timedelta(3)), ("Delta", 5, now)):
        theirs = Standing.objects.filter(customer__name=name)
        theirs.update(open_value=money, lifetime_value=money, contact_key=spoken, watch_on=ALWAYS)
    theirs.update(at_risk_on=ALWAYS, next_key=now)


def names(script, **asked) -> list[str]:
    found = script.data(NAMES, **asked)["customers"]
    assert found["nodes"] == [edge["node"] for edge in found["edges"]]
    return [node["name"] for node in found["nodes"]]


def test_everything_one_sees_is_listed_by_name(alices, charlies, five):
    assert names(alices) == ["Alpha", "Beta", "Delta", "Épsilon", "Gamma"]
    assert names(charlies) == ["Delta", "Épsilon", "Gamma"]


def test_the_count_and_the_filters_know_only_what_one_sees(charlies, five, alice):
    assert charlies.data("{ customers { totalCount } }")["customers"]["totalCount"] == 3
    assert names(charlies, owner=[alice.pk]) == []
    assert names(charlies, search="alpha") == []
    assert names(charlies, industry=["Mining"]) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"search": "EPS"}, ["Épsilon"]),
        ({"search": "beta.example"}, ["Beta"]),
        ({"search": ""}, ["Alpha", "Beta", "Delta", "Épsilon", "Gamma"]),
        ({"status": ["active"]}, ["Alpha", "Gamma"]),
        ({"status": ["prospect", "inactive"]}, ["Beta", "Delta", "Épsilon"]),
        ({"status": []}, ["Alpha", "Beta", "Delta", "Épsilon", "Gamma"]),
        ({"industry": ["mining", "Shipping", "Unheard of"]}, ["Alpha", "Gamma"]),
        ({"industry": ["Unheard of"]}, []),
        ({"owner": ["none"]}, ["Épsilon"]),
        ({"archived": False}, ["Alpha", "Beta", "Delta", "Épsilon", "Gamma"]),
        ({"archived": True}, []),
        ({"orderBy": "-name"}, ["Gamma", "Épsilon", "Delta", "Beta", "Alpha"]),
        ({"orderBy": "status"}, ["Alpha", "Gamma", "Beta", "Delta", "Épsilon"]),
        ({"orderBy": "createdAt"}, ["Alpha", "Beta", "Gamma", "Delta", "Épsilon"]),
        ({"orderBy": "-updatedAt"}, ["Épsilon", "Delta", "Gamma", "Beta", "Alpha"]),
        ({"orderBy": "owner"}, ["Alpha", "Beta", "Delta", "Gamma", "Épsilon"]),
        ({"health": ["at_risk"]}, ["Delta"]),
        ({"health": ["good", "new"]}, ["Beta", "Épsilon", "Gamma"]),
        ({"health": ["at_risk", "watch"], "orderBy": "health"}, ["Delta", "Alpha"]),
        ({"health": []}, ["Alpha", "Beta", "Delta", "Épsilon", "Gamma"]),
        ({"hasNextStep": True}, ["Delta"]),
        ({"hasNextStep": False, "orderBy": "-name"}, ["Gamma", "Épsilon", "Beta", "Alpha"]),
        ({"orderBy": "health"}, ["Delta", "Alpha", "Beta", "Gamma", "Épsilon"]),
        ({"orderBy": "-lastContactAt"}, ["Delta", "Alpha", "Épsilon", "Gamma", "Beta"]),
        ({"orderBy": "nextStep"}, ["Delta", "Alpha", "Beta", "Gamma", "Épsilon"]),
        ({"orderBy": "-openValue"}, ["Alpha", "Delta", "Épsilon", "Gamma", "Beta"]),
        ({"orderBy": "lifetimeValue"}, ["Beta", "Gamma", "Épsilon", "Delta", "Alpha"]),
    ],
)
def test_lists_are_narrowed_and_sorted(alices, stood, asked, found):
    assert names(alices, **asked) == found


@pytest.mark.parametrize("level", Level.values)
def test_who_is_found_by_a_level_says_that_it_is_theirs(alices, stood, level):
    asked = "query ($level: [String!]) { customers(health: $level) { nodes { health { level } } } }"
    found = alices.data(asked, level=[level])["customers"]["nodes"]
    assert all(node["health"]["level"] == level for node in found)


def test_a_list_is_narrowed_to_owners(alices, five, alice, charlie):
    assert names(alices, owner=[alice.pk]) == ["Alpha", "Beta"]
    assert names(alices, owner=[alice.pk, "none"]) == ["Alpha", "Beta", "Épsilon"]
    assert names(alices, owner=[alice.pk, charlie.pk], status=["active"]) == ["Alpha", "Gamma"]


def test_how_others_customers_stand_is_not_told(charlies, stood, alice):
    assert names(charlies, orderBy="health") == ["Delta", "Gamma", "Épsilon"]
    assert names(charlies, health=["watch"]) == []


def test_the_archive_is_a_list_of_its_own(alices, five, alice):
    Customer.objects.get(name="Beta").archive(by=alice)
    assert names(alices, archived=True) == ["Beta"]
    assert names(alices, archived=True, orderBy="-openValue") == ["Beta"]
    assert "Beta" not in names(alices)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"status": ["gold"]}, "status"),
        ({"health": ["splendid"]}, "health"),
        ({"owner": ["x"]}, "owner"),
        ({"owner": ["1_0\x00"]}, "owner"),
        ({"owner": ["9" * 30]}, "owner"),
        ({"owner": ["9" * 5000]}, "owner"),
        ({"owner": ["-1"]}, "owner"),
        ({"orderBy": "password"}, "orderBy"),
        ({"orderBy": "owner__password"}, "orderBy"),
        ({"search": "x" * 201}, "search"),
        ({"first": -1}, "first"),
        ({"after": "x"}, "after"),
        ({"after": "\x00"}, "after"),
        ({"after": "x" * 10_000}, "after"),
    ],
)
def test_what_a_list_cannot_be_asked_is_named(alices, five, asked, field):
    answer = alices.ask(NAMES, **asked)
    assert answer["data"] is None
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "INVALID"
    assert list(error["extensions"]["fields"]) == [field]


def test_explicit_nulls_ask_for_nothing(alices, five):
    every = (
        *("search", "status", "industry", "owner", "health", "hasNextStep"),
        *("archived", "orderBy", "first", "after"),
    )
    assert names(alices, **dict.fromkeys(every)) == names(alices)


@pytest.mark.parametrize(
    "name", ["name", "status", "owner", "health", "lastContactAt", "openValue"]
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_show_every_row_once(alices, stood, sign, name):
    order = sign + name
    seen, after, more = [], None, True
    while more:
        page = alices.data(NAMES, first=2, after=after, orderBy=order)["customers"]
        assert page["totalCount"] == 5
        assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        seen += [node["name"] for node in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == names(alices, orderBy=order)
    assert len(set(seen)) == 5


def test_a_list_goes_on_after_any_of_its_rows(alices, five):
    edges = alices.data(NAMES)["customers"]["edges"]
    assert names(alices, after=edges[2]["cursor"]) == ["Épsilon", "Gamma"]
    assert names(alices, after=edges[4]["cursor"]) == []


def test_a_cursor_belongs_to_its_order(alices, five):
    cursor = alices.data(NAMES)["customers"]["edges"][0]["cursor"]
    assert list(alices.error(NAMES, after=cursor, orderBy="-name")["fields"]) == ["after"]


def test_no_rows_may_be_asked_for(alices, five):
    found = alices.data(NAMES, first=0)["customers"]
    assert (found["nodes"], found["totalCount"]) == ([], 5)
    assert found["pageInfo"] == {"hasNextPage": True, "endCursor": None}


def test_an_empty_list_has_no_cursor(alices):
    found = alices.data(NAMES)["customers"]
    assert found["pageInfo"] == {"hasNextPage": False, "endCursor": None}


def statements(script, query: str) -> list[str]:
    script.data(query)  # the token's use is written down once a minute
    with CaptureQueriesContext(
        connection,
    ) as queries:
        script.data(query)
    return [query["sql"] for query in queries]


NESTED = """{
  customers(first: 100) {
    nodes {
      industry
      owner { name }
      again: owner { username }
      history(first: 2) { nodes { field by { name } } pageInfo { endCursor } }
      all: history { nodes { ...door } }
    }
  }
}
fragment door on Change { by { name } door }
"""


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("{ customers(first: 100) { nodes { name } } }", 2),
        ("{ customers(first: 100) { nodes { owner { name } } } }", 3),
        ("{ customers(first: 100) { edges { node { owner { name } industry } } totalCount } }", 5),
        (NESTED, 8),
    ],
)
def test_statements_do_not_grow_with_the_rows(alices, alice, bob, charlie, query, most):
    add_customer(bob, "One", owner=alice.pk, industry="Mining")
    few = statements(alices, query)
    for number in range(12):
        owner = (alice, bob, charlie)[number % 3]
        add_customer(owner, f"More {number}", owner=owner.pk, industry=f"Industry {number}")
    many = statements(alices, query)
    assert len(many) == len(few) <= most, "\n".join(many)


def test_nothing_is_counted_that_is_not_asked_for(alices, five):
    assert not any("COUNT(" in sql for sql in statements(alices, "{ customers { nodes { id } } }"))


def test_nested_pages_are_each_rows_own(alices, alice, five):
    beta = Customer.objects.get(name="Beta")
    beta.status = "active"
    beta.write(by=alice)
    found = alices.data(
        """{
          customers {
            nodes { name history(first: 1) { nodes { new } pageInfo { hasNextPage } } }
          }
        }"""
    )["customers"]["nodes"]
    newest = {node["name"]: node["history"]["nodes"][0]["new"] for node in found}
    assert newest["Beta"] == "active"
    assert all(node["history"]["pageInfo"]["hasNextPage"] for node in found)
