"""The API's door: who is let in, what is read, and how everything else is refused."""

import json
import logging
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, Customer
from tests.crm.conftest import Script

ME = {"query": "{ me { username } }"}
CREATE = 'mutation { createCustomer(payload: {name: "Halden"}) { id } }'


def test_a_token_lets_its_person_in(alices):
    response = alices.post(ME)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {"data": {"me": {"username": "alice"}}}


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer "])
def test_the_scheme_is_read_in_any_case(alices, scheme):
    assert alices.post(ME, Authorization=f"{scheme} {alices.secret}").status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic YWxpY2U6eA==", "Bearer \u00e9", "Token {}"],
)
def test_nothing_is_read_without_a_token(alices, header):
    shown = {"Authorization": header.format(alices.secret)}
    response = alices.post(b"{not even JSON", **shown)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


def test_a_token_that_ended_lets_nobody_in(script_of, alice, bob):
    expired, revoked, idle = script_of(alice), script_of(alice), script_of(alice)
    tokens = list(ApiToken.objects.order_by("pk"))
    ApiToken.objects.filter(pk=tokens[0].pk).update(expires_at=timezone.now())
    tokens[1].revoke(by=bob)
    assert expired.refusal(ME) == revoked.refusal(ME) == (401, "UNAUTHENTICATED")
    assert idle.post(ME).status_code == 200
    alice.deactivate(by=bob)
    assert idle.refusal(ME) == (401, "UNAUTHENTICATED")


def test_the_same_is_said_to_all_who_are_not_let_in(script_of, alice, bob):
    revoked = script_of(alice)
    ApiToken.objects.get().revoke(by=bob)
    assert revoked.post(ME).content == Script("unknown").post(ME).content


def test_a_session_grants_nothing(as_user, alice, alices):
    browser = as_user(alice)
    response = browser.post("/graphql/", json.dumps(ME), "application/json")
    assert response.status_code == 401
    shown = {"Authorization": f"Bearer {alices.secret}"}
    response = browser.post("/graphql/", json.dumps(ME), "application/json", headers=shown)
    assert response.status_code == 200
    assert not response.cookies


def test_no_csrf_token_is_asked_for(alices):
    strict = Client(enforce_csrf_checks=True)
    shown = {"Authorization": f"Bearer {alices.secret}"}
    response = strict.post("/graphql/", json.dumps(ME), "application/json", headers=shown)
    assert response.status_code == 200


def test_a_read_only_token_reads_and_changes_nothing(script_of, alice):
    reader = script_of(alice, may_write=False)
    assert reader.data("{ me { username } }")
    answer = reader.ask(CREATE)
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    named = {"query": f"query A {{ me {{ id }} }} mutation B {CREATE[9:]}"}
    assert reader.post({**named, "operationName": "A"}).json()["data"]["me"]
    assert reader.post({**named, "operationName": "B"}).json()["data"] is None
    assert not Customer.objects.exists()


def test_the_use_of_a_token_is_remembered(alices):
    assert ApiToken.objects.get().last_used_at is None
    alices.post(ME)
    assert timezone.now() - ApiToken.objects.get().last_used_at < timedelta(minutes=1)


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_post_is_answered(alices, method):
    shown = {"Authorization": f"Bearer {alices.secret}"}
    response = getattr(alices.client, method)("/graphql/?query={me{id}}", headers=shown)
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
    ],
)
def test_only_json_in_utf8_is_read(alices, content_type):
    body = json.dumps({"query": CREATE})
    assert alices.refusal(body, content_type=content_type) == (415, "BAD_REQUEST")
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=UTF-8", 'Application/JSON; charset="utf-8"']
)
def test_json_may_say_that_it_is_utf8(alices, content_type):
    response = alices.client.generic(
        "POST",
        "/graphql/",
        json.dumps(ME),
        content_type,
        headers={"Authorization": f"Bearer {alices.secret}"},
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"null",
        b"7",
        b'"{ me { id } }"',
        b"[]",
        b'[{"query": "{ me { id } }"}]',
        b"{}",
        b'{"query": null}',
        b'{"query": 7}',
        b'{"query": ""}',
        b'{"query": "{ me { id } }", "variables": []}',
        b'{"query": "{ me { id } }", "variables": "{}"}',
        b'{"query": "{ me { id } }", "variables": 0}',
        b'{"query": "{ me { id } }", "operationName": 7}',
        b'{"query": "{ me { id } }", "operationName": "Unknown"}',
        b'{"query": "{ me { id } }", "variables": {"x": NaN}}',
        b'{"query": "{ me { id } }", "variables": {"x": -Infinity}}',
        b'{"query": "{ me { id } }", "x": "\xff"}',
        b'{"query": "{ me { id } }", "x": "\xed\xa0\x80"}',
        b'{"query": "{ me { id } }", "x": "\\ud800"}',
        b'{"query": "{ me { id } }", "\\udfff": 1}',
        b'\xef\xbb\xbf{"query": "{ me { id } }"}',
        '{"query": "{ me { id } }"}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"query": "{ me { id } }", "x": ' + b"9" * 5_000 + b"}",
        b'{"query": "{ nothing }"}',
        b'{"query": "{ me }"}',
        b'{"query": "{ me { id "}',
        b'{"query": "\\u0000"}',
        b'{"query": "subscription { me { id } }"}',
        b'{"query": "type Query { me: Int }"}',
        b'{"query": "query A { me { id } } query B { me { id } }"}',
        b'{"query": "query ($id: ID!) { customer(id: $id) { id } }"}',
        b'{"query": "query ($x: Int) { customers(first: $x) { totalCount } }", '
        b'"variables": {"x": 1e400}}',
        b'{"query": "{ customer(id: \\"\\\\ud800\\") { id } }"}',
        b'{"query": "{ ...A } fragment A on Query { ...A }"}',
        b'{"query": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"}',
        b'{"query": "{ ...Unknown }"}',
        b'{"query": "{ ... on Unknown { me { id } } }"}',
        b'{"query": "{ me { id } } fragment A on Query { me { id } }"}',
    ],
    ids=lambda body: repr(body[:60]),
)
def test_what_cannot_be_read_is_refused(alices, body):
    assert alices.refusal(body) == (400, "BAD_REQUEST")


def test_an_operation_is_chosen_by_its_name(alices):
    two = {"query": "query A { me { id } } query B { me { username } }", "operationName": "B"}
    assert alices.post(two).json() == {"data": {"me": {"username": "alice"}}}
    assert alices.post({**ME, "operationName": None, "variables": None}).status_code == 200


def test_an_argument_that_is_missing_is_the_scripts_mistake(alices):
    assert alices.refusal({"query": "{ customer { id } }"}) == (400, "BAD_REQUEST")
    query = 'query ($id: ID = "1") { customer(id: $id) { id } }'
    assert alices.error(query, id=None) == {"code": "BAD_REQUEST"}


def test_errors_say_where_they_are(alices):
    response = alices.post({"query": "{ me { id nothing } }"})
    (error,) = response.json()["errors"]
    assert error["locations"] == [{"line": 1, "column": 11}]


def test_nothing_inside_is_told(alices, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("crm.schema.accounts.find", broken)
    with caplog.at_level(logging.ERROR):
        answer = alices.ask('{ customer(id: "1") { id } me { username } }')
    assert answer["data"] == {"customer": None, "me": {"username": "alice"}}
    (error,) = answer["errors"]
    assert "secret" not in json.dumps(answer)
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["reference"] in caplog.text
    assert "the secret of the house" in caplog.text


def test_nothing_inside_is_told_before_the_document_is_read(alices, caplog):
    with patch("crm.schema.view.asked", side_effect=RuntimeError("the secret of the house")):
        response = alices.post(ME)
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert b"secret" not in response.content
    assert "the secret of the house" in caplog.text


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_a_database_that_cannot_be_reached_is_503(alices, trouble, caplog):
    for place in ("accounts.models.ApiToken.objects.with_secret", "crm.schema.accounts.find"):
        with patch(place, side_effect=trouble("connection to 10.0.0.7 refused")):
            response = alices.post({"query": '{ me { username } customer(id: "1") { id } }'})
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"
        assert response.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
        assert b"10.0.0.7" not in response.content
        assert "10.0.0.7" in caplog.text


def test_reading_goes_on_where_nothing_can_be_written(alices):
    with patch("accounts.models.ApiToken.mark_used", side_effect=OperationalError("full")) as mark:
        assert alices.post(ME).status_code == 200
        assert alices.post(ME).status_code == 200
    mark.assert_called_once()  # each try may wait for a lock
