"""Health and what is kept of customers, through the API."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.history import Change
from accounts.models import Contact
from reports.signs import Code
from tests.conftest import add_activity, add_contact, add_customer, add_deal, add_note

HEALTH = """
query ($id: ID!) { customer(id: $id) { health { level signs { code sentence why since } } } }
"""
NESTED = """
{ customers { nodes {
  lifetimeValue openValue lastContactAt nextStep { subject } health { level signs { code why } }
} } }
"""
SNOOZE = """
mutation ($customer: ID!, $code: String!, $until: Date!, $reason: String!) {
  snoozeSign(customer: $customer, code: $code, until: $until, reason: $reason) {
    id health { signs { code } }
  }
}
"""
WAKE = """
mutation ($customer: ID!, $code: String!) {
  wakeSign(customer: $customer, code: $code) { health { signs { code } } }
}
"""


def known(owner, name: str = "Halden Freight Systems"):
    """Return an active customer that is no longer new, and of whom all is well but one notice."""
    customer = add_customer(owner, name, status="active", owner=owner.pk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    add_activity(owner, customer, "Review", kind="task", due_on=tomorrow.isoformat())
    for _ in range(2):
        add_note(owner, customer)
    return customer


@pytest.fixture
def customer(alice):
    return known(alice)


def in_a_week() -> str:
    return (timezone.localdate() + timedelta(days=7)).isoformat()


def health_of(script, customer) -> dict:
    return script.data(HEALTH, id=customer.pk)["customer"]["health"]


def test_a_customer_of_whom_all_is_well_is_good(alices, alice, customer):
    add_contact(alice, customer, email="maren@halden.example")
    assert health_of(alices, customer) == {"level": "good", "signs": []}


def test_who_has_no_way_to_be_reached_is_noticed_without_a_day(alices, customer):
    health = health_of(alices, customer)
    assert health["level"] == "good"
    (sign,) = health["signs"]
    assert (sign["code"], sign["since"]) == ("NO_PRIMARY", None)
    assert sign["sentence"] == "No primary contact"


def test_signs_tell_since_when_and_why(alices, alice, customer):
    add_contact(alice, customer, email="maren@halden.example")
    begun = (timezone.now() - timedelta(days=40)).replace(microsecond=0)
    deal = add_deal(alice, customer, "Fleet renewal")
    deal.lose("Price.", by=alice)
    customer.activities.get().complete(by=alice, at=begun)
    health = health_of(alices, customer)
    assert health["level"] == "watch"
    codes = [sign["code"] for sign in health["signs"]]
    assert codes == ["NO_NEXT_STEP", "LOST_RECENTLY"]
    assert health["signs"][0]["since"] == begun.date().isoformat()
    today = timezone.localdate()
    assert health["signs"][1]["since"] == today.isoformat()
    assert health["signs"][1]["why"].startswith("Fleet renewal was lost on")
    assert "Price." in health["signs"][1]["why"]


def test_a_new_customer_is_new_whatever_it_lacks(alices, halden):
    health = health_of(alices, halden)
    assert health["level"] == "new"
    assert {sign["code"] for sign in health["signs"]} == {"NO_NEXT_STEP", "NO_PRIMARY"}


def test_an_archived_customer_has_no_health(alices, alice, customer):
    customer.archive(by=alice)
    assert health_of(alices, customer) is None


def test_a_stranger_finds_no_health_and_lets_nothing_rest(script_of, charlie, customer):
    charlies = script_of(charlie)
    assert charlies.error(HEALTH, id=customer.pk)["code"] == "NOT_FOUND"
    said = {"customer": customer.pk, "code": "NO_PRIMARY", "until": in_a_week(), "reason": "Later"}
    assert charlies.error(SNOOZE, **said)["code"] == "NOT_FOUND"
    assert not customer.snoozes.exists()


def test_a_viewer_sees_and_lets_nothing_rest(script_of, vera, customer):
    veras = script_of(vera)
    assert health_of(veras, customer)["level"] == "good"
    said = {"customer": customer.pk, "code": "NO_PRIMARY", "until": in_a_week(), "reason": "Later"}
    assert veras.error(SNOOZE, **said)["code"] == "FORBIDDEN"
    assert not customer.snoozes.exists()


def test_a_sign_rests_and_is_woken(alices, alice, customer):
    said = {"customer": customer.pk, "code": "NO_PRIMARY"}
    answer = alices.data(SNOOZE, **said, until=in_a_week(), reason="They move house")
    assert answer["snoozeSign"] == {"id": str(customer.pk), "health": {"signs": []}}
    (change,) = Change.objects.filter(kind="snooze", field="reason")
    assert (change.by, change.door, change.new) == (alice, "api", "They move house")
    assert change.customer_id == customer.pk
    answer = alices.data(WAKE, **said)
    assert answer["wakeSign"]["health"]["signs"] == [{"code": "NO_PRIMARY"}]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "NOTHING"}, "code"),
        ({"until": "2020-01-01"}, "until"),
        ({"until": "2999-01-01"}, "until"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_what_cannot_rest_is_refused_by_its_field(alices, customer, wrong, field):
    said = {"customer": customer.pk, "code": "NO_PRIMARY", "until": in_a_week(), "reason": "Later"}
    refused = alices.error(SNOOZE, **said | wrong)
    assert refused["code"] == "INVALID"
    assert list(refused["fields"]) == [field]
    assert not customer.snoozes.exists()


def test_prospects_cannot_rest_what_they_cannot_have(alices, alice):
    prospect = add_customer(alice, "Marlow", owner=alice.pk)
    said = {"customer": prospect.pk, "code": Code.SILENT, "until": in_a_week(), "reason": "Later"}
    assert list(alices.error(SNOOZE, **said)["fields"]) == ["code"]


def test_what_does_not_rest_cannot_be_woken(alices, customer):
    assert alices.error(WAKE, customer=customer.pk, code="NO_PRIMARY")["code"] == "NOT_FOUND"


def test_figures_follow_every_write_of_the_same_document(alices, customer):
    written = alices.data(
        """mutation ($customer: ID!) {
          deal: createDeal(payload: {customer: $customer, name: "Pilot", value: "12.50"}) {
            customer { openValue lifetimeValue }
          }
          call: createActivity(payload: {
            customer: $customer, kind: "call", subject: "Hello", completedAt: "2026-01-05T10:00:00Z"
          }) { customer { lastContactAt nextStep { subject } } }
        }""",
        customer=customer.pk,
    )
    assert written["deal"]["customer"] == {"openValue": "12.50", "lifetimeValue": "0.00"}
    assert written["call"]["customer"] == {
        "lastContactAt": "2026-01-05T10:00:00+00:00",
        "nextStep": {"subject": "Review"},
    }


def test_statements_do_not_grow_with_the_rows(alices, alice):
    counts = []
    for more in (1, 12):
        for number in range(more):
            customer = known(alice, f"Customer {more} {number}")
            add_deal(alice, customer).lose("Price", by=alice)
            activity = customer.activities.get()
            activity.complete(by=alice, at=timezone.now() - timedelta(days=50))
            add_activity(alice, customer, "Late", due_on="2026-01-01")
            assert not Contact.objects.filter(customer=customer).exists()
        alices.data(NESTED)  # the token's use is written down once a minute
        with CaptureQueriesContext(connection) as captured:
            found = alices.data(NESTED)["customers"]["nodes"]
        assert all(len(node["health"]["signs"]) >= 4 for node in found)
        counts.append(len(captured))
    # The token; customers, how they stand, the next steps, owners; what shows the signs.
    assert counts[0] == counts[1] <= 6, counts
