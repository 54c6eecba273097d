"""What the API lets nobody do: exhaust the server."""

import json
import time
from io import BytesIO

import pytest
from graphql import get_introspection_query

from crm.schema import limits
from crm.schema.document import checked

LIMIT = (400, "LIMIT")


@pytest.fixture(autouse=True)
def nothing_is_prepared():
    checked.cache_clear()


def refusal(script, query: str, **variables) -> tuple[int, str]:
    began = time.perf_counter()
    refused = script.refusal({"query": query, "variables": variables})
    assert time.perf_counter() - began < 2
    return refused


def fragments(count: int, inner: str, *, spreads: int) -> str:
    """Write fragments of which each spreads the next so many times."""
    chain = "".join(
        f"fragment F{n} on Query {{ {f'...F{n + 1} ' * spreads} }} " for n in range(count)
    )
    return f"{{ ...F0 }} {chain} fragment F{count} on Query {{ {inner} }}"


def test_a_request_has_256_kilobytes_at_most(alices):
    body = json.dumps({"query": "{ me { id } }", "x": ""}).encode()
    room = limits.REQUEST_BYTES - len(body)
    fits = body.replace(b'"x": ""', b'"x": "' + b"x" * room + b'"')
    assert alices.post(fits).status_code == 200
    assert alices.refusal(fits + b" ") == (413, "LIMIT")


class Stream(BytesIO):
    """Remembers how much was read of it."""

    taken = 0

    def read(self, size=-1):
        found = super().read(size)
        self.taken += len(found)
        return found


def test_no_more_is_read_than_may_be_sent(alices):
    stream = Stream(b"x" * 10_000_000)
    response = alices.client.generic(
        "POST",
        "/graphql/",
        b"x",
        "application/json",
        headers={"Authorization": f"Bearer {alices.secret}"},
        CONTENT_LENGTH="10000000",
        **{"wsgi.input": stream},
    )
    assert response.status_code == 413
    assert stream.taken <= limits.REQUEST_BYTES + 1


def test_a_document_has_20_kilobytes_at_most_and_its_variables_do_not_count(alices):
    query = "query ($search: String) { customers(search: $search) { totalCount } }"
    filled = query + " " * (limits.DOCUMENT_BYTES - len(query))
    assert alices.post({"query": filled}).status_code == 200
    assert refusal(alices, filled + " ") == LIMIT
    long = {"search": "x" * limits.DOCUMENT_BYTES}
    assert alices.post({"query": query, "variables": long}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "{" + "me{id}" * 500 + "}",
        "{me{" + "id " * 201 + "}}",
        "{me{..." + "{id}..." * 10 + "{" + "id " * 191 + "}}}",
        "{me{...A ...B}} fragment A on User {" + "id " * 150 + "} fragment B on User {"
        "" + "id " * 51 + "}",
        "{" + "customers{nodes{owner{" * 100 + "id" + "}}}" * 100 + "}",
        "{me(x:" + "[" * 450 + "]" * 450 + "){id}}",
        fragments(90, "me { id }", spreads=2),
        fragments(20, "me { id }", spreads=20),
        "{" + " ".join(f"a{n}: me {{ id }}" for n in range(21)) + "}",
        "{ me { " + " ".join(f"a{n}: id" for n in range(31)) + " } }",
        "{" + "me { id } " * 21 + "}",
        "mutation {" + " ".join(f'a{n}: archiveCustomer(id: "1") {{ id }}' for n in range(6)) + "}",
        "{ customers(first: 101) { totalCount } }",
        "{ customers { nodes { history(first: 101) { nodes { at } } } } }",
        "{ customers(first: 100) { nodes { history(first: 100) { nodes { at old new } } } } }",
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
        "{ __schema { types { possibleTypes { interfaces { inputFields { name } } } } } }",
        '{ __type(name: "User") { ' + "ofType { " * 15 + "name" + " }" * 16 + " }",
        get_introspection_query()
        .replace("__schema", "one: __schema", 1)
        .replace(
            "query IntrospectionQuery {",
            "query IntrospectionQuery {"
            + "".join(f"a{n}: __schema {{ types {{ ...FullType }} }} " for n in range(19)),
        ),
    ],
    ids=lambda query: query[:50],
)
def test_what_would_cost_too_much_is_refused_at_once(alices, query):
    assert refusal(alices, query) == LIMIT


@pytest.mark.parametrize("argument", ["status", "industry", "owner"])
def test_a_list_has_a_thousand_values_at_most(alices, halden, argument):
    kind = "[ID!]" if argument == "owner" else "[String!]"
    query = f"query ($x: {kind}) {{ customers({argument}: $x) {{ totalCount }} }}"
    values = [str(number) for number in range(limits.VALUES)]
    answer = alices.ask(query, x=values)
    assert {error["extensions"]["code"] for error in answer.get("errors", [])} <= {"INVALID"}
    assert refusal(alices, query, x=[*values, "1"]) == LIMIT
    assert refusal(alices, query, x={"deep": [[values * 2]]}) == LIMIT


def test_the_size_of_a_page_counts_in_variables_too(alices):
    query = """query ($n: Int = 100) {
      customers(first: $n) { nodes { history(first: $n) { nodes { at old new } } } }
    }"""
    assert refusal(alices, query) == LIMIT
    assert refusal(alices, query, n=101) == LIMIT
    assert alices.post({"query": query, "variables": {"n": 10}}).status_code == 200
    assert alices.post({"query": query, "variables": {"n": None}}).status_code == 200


def test_what_is_just_allowed_is_allowed(alices):
    for query in (
        "{me{" + "id " * 200 + "}}",
        "{" + " ".join(f"a{n}: me {{ id }}" for n in range(20)) + "}",
        "{ me { " + " ".join(f"a{n}: id" for n in range(30)) + " } }",
        "{ customers(first: 100) { nodes { history(first: 25) { nodes { at by { name } } } } } }",
        get_introspection_query(input_value_deprecation=True),
    ):
        assert alices.data(query)


def test_only_the_operation_that_is_run_is_paid_for(alices):
    query = "query A { me { id } } query B { customers(first: 101) { totalCount } }"
    assert alices.post({"query": query, "operationName": "A"}).status_code == 200
    assert alices.refusal({"query": query, "operationName": "B"}) == LIMIT


@pytest.mark.parametrize(
    ("query", "points"),
    [
        ("{ me { id name } }", 3),
        ("{ customers { totalCount } }", 2),
        ("{ customers { nodes { id name } } }", 1 + 1 + 25 * 2),
        ("{ customers(first: 100) { nodes { id owner { id } } } }", 1 + 1 + 100 * 3),
        (
            "{ customers(first: 10) { edges { node { history { nodes { at } } } } } }",
            1 + 1 + 10 + 10 + 10 + 10 * 25,
        ),
        (
            "{ customers(first: 100) { ...A } } fragment A on CustomerConnection { nodes { id } }",
            102,
        ),
        ('mutation { createCustomer(payload: {name: "X"}) { id name status } }', 4),
    ],
)
def test_a_point_is_a_field_of_a_row(alices, query, points, monkeypatch):
    spent = []
    monkeypatch.setattr(limits, "spend", lambda token, points: spent.append(points))
    alices.data(query)
    assert spent == [1, points]


def test_a_token_spends_so_many_points_a_minute(script_of, alice, monkeypatch):
    now = 1_000_000 * 60 + 42.5
    monkeypatch.setattr(limits.time, "time", lambda: now)
    first, second = script_of(alice), script_of(alice)
    ask = {"query": "{ customers(first: 100) { nodes { id name status kind } } }"}
    monkeypatch.setattr(limits, "POINTS_A_MINUTE", 1_000)
    assert [first.post(ask).status_code for _ in range(3)] == [200, 200, 429]
    refused = first.post({"query": "{ me { id } }"})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "18"
    assert refused.json()["errors"][0]["extensions"] == {"code": "LIMIT"}
    assert second.post(ask).status_code == 200
    now += 18
    assert first.post(ask).status_code == 200


def test_the_allowance_is_what_was_promised():
    assert limits.POINTS_A_MINUTE >= 20_000
