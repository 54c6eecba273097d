"""A script that sends a creation again, or twice at once, makes one record."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import Change, Customer, IdempotencyKey

CREATE = """
mutation ($payload: CustomerInput!, $key: String) {
  createCustomer(payload: $payload, idempotencyKey: $key) { id name version industry createdAt }
}
"""
HALDEN = {"name": "Halden Freight Systems", "industry": "Logistics"}


def test_a_retry_gets_the_first_answer(alices):
    first = alices.data(CREATE, payload=HALDEN, key="import-17")
    assert alices.data(CREATE, payload=HALDEN, key="import-17") == first
    reordered = dict(reversed(HALDEN.items()))
    assert alices.data(CREATE, payload=reordered, key="import-17") == first
    assert Customer.objects.count() == 1


def test_a_key_serves_one_content(alices):
    alices.data(CREATE, payload=HALDEN, key="import-17")
    refused = alices.error(CREATE, payload={"name": "Another"}, key="import-17")
    assert refused["code"] == "INVALID"
    assert list(refused["fields"]) == ["idempotencyKey"]
    assert Customer.objects.count() == 1


def test_an_invalid_try_uses_no_key_up(alices):
    assert alices.error(CREATE, payload={"name": ""}, key="import-17")["code"] == "INVALID"
    assert alices.data(CREATE, payload=HALDEN, key="import-17")


def test_keys_are_each_persons_own(alices, bobs):
    alices.data(CREATE, payload=HALDEN, key="import-17")
    bobs.data(CREATE, payload=HALDEN, key="import-17")
    assert Customer.objects.count() == 2


@pytest.mark.parametrize("key", [None, "", " ", "\x00"])
def test_what_is_no_key_makes_no_retry(alices, key):
    alices.data(CREATE, payload=HALDEN, key=key)
    alices.data(CREATE, payload=HALDEN, key=key)
    assert Customer.objects.count() == 2
    assert not IdempotencyKey.objects.exists()


def test_a_key_that_is_too_long_is_refused(alices):
    refused = alices.error(CREATE, payload=HALDEN, key="x" * 201)
    assert list(refused["fields"]) == ["idempotencyKey"]


def at_once(count: int, run) -> list:
    """Run a function so many times in threads that start together."""
    together = Barrier(count)

    def start(number: int):
        together.wait(timeout=10)
        try:
            return run(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(start, range(count)))


@pytest.mark.django_db(transaction=True)
def test_equal_creations_at_once_make_one_record_and_get_equal_answers(script_of, alice):
    scripts = [script_of(alice) for _ in range(4)]
    for number in range(3):
        answers = at_once(
            4, lambda n, key=f"key-{number}": scripts[n].ask(CREATE, payload=HALDEN, key=key)
        )
        assert answers[0]["data"]["createCustomer"]
        assert all(answer == answers[0] for answer in answers)
        assert Customer.objects.count() == number + 1
    changes = Change.objects.filter(kind="customer", field="name")
    assert changes.count() == 3


@pytest.mark.django_db(transaction=True)
def test_unlike_creations_at_once_under_one_key_make_one_record(script_of, alice):
    scripts = [script_of(alice) for _ in range(4)]
    answers = at_once(
        4, lambda n: scripts[n].ask(CREATE, payload={"name": f"Customer {n}"}, key="import-17")
    )
    made = [answer["data"]["createCustomer"] for answer in answers]
    assert len([record for record in made if record]) == 1
    refused = [answer["errors"][0]["extensions"] for answer in answers if "errors" in answer]
    assert {error["code"] for error in refused} == {"INVALID"}
    assert {name for error in refused for name in error["fields"]} == {"idempotencyKey"}
    assert Customer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_edits_at_once_one_wins_and_the_others_are_told(script_of, alice, halden):
    scripts = [script_of(alice) for _ in range(4)]
    query = """
      mutation ($id: ID!, $name: String!) {
        updateCustomer(id: $id, version: 1, payload: {name: $name}) { name version }
      }"""
    answers = at_once(4, lambda n: scripts[n].ask(query, id=halden.pk, name=f"Name {n}"))
    won = [a["data"]["updateCustomer"] for a in answers if "errors" not in a]
    halden.refresh_from_db()
    assert won == [{"name": halden.name, "version": 2}]
    told = [a["errors"][0]["extensions"] for a in answers if "errors" in a]
    assert {error["code"] for error in told} == {"CONFLICT"}
    assert {error["differences"][0]["stands"] for error in told} == {halden.name}
