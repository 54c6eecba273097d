"""Signs that rest: until a day, for a reason, and never for good."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.history import Change
from accounts.models import Customer
from reports.models import Snooze
from reports.signs import Code
from tests.conftest import add_activity, add_note, person
from tests.reports.clock import stopped_at
from tests.reports.test_health_card import HTMX, card, level, record, words
from tests.security.test_races import at_once


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def aimless(halden, alice) -> Customer:
    """Alice's customer, with whom nothing is planned."""
    for number in range(3):
        add_note(alice, halden, f"Note {number}")
    return halden


def address(customer: Customer, act: str = "snooze", code: str = "NO_NEXT_STEP") -> str:
    return f"/accounts/{customer.pk}/signs/{code}/{act}/"


def said(days: int = 14, reason: str = "Waiting for their board") -> dict:
    return {"until": day(days).isoformat(), "reason": reason}


class TestSnooze:
    def test_lets_the_sign_rest_and_says_until_when_who_and_why(self, aimless, alice, as_user):
        client = as_user(alice)
        assert level(record(client, aimless)) == "Watch"
        response = client.post(address(aimless), said(3))
        assert response["Location"] == f"/accounts/{aimless.pk}/#health"
        page = record(client, aimless)
        assert level(page) == "Good"
        assert "Snoozed: No next step" in page.text
        assert f'action="{address(aimless, "wake")}"' in page.text
        told = words(card(page))
        until = f"{day(3).day} {day(3):%b}"
        assert f"No next step : snoozed until {until} by Alice Waiting for their board" in told
        assert "Plan one" not in told

    def test_ends_on_its_day(self, aimless, alice):
        Snooze.put(aimless, Code.NO_NEXT_STEP, until=day(3), reason="Their board", by=alice)
        standing = Customer.objects.get(pk=aimless.pk).standing
        assert Code.NO_NEXT_STEP not in standing.signs(day(2))
        assert standing.since(Code.NO_NEXT_STEP) == day(3)
        with stopped_at(timezone.now() + timedelta(days=3)):
            assert not Snooze.objects.resting(timezone.localdate())

    def test_htmx_gets_the_card_the_level_and_a_toast(self, aimless, alice, as_user):
        response = as_user(alice).post(address(aimless), said(), headers=HTMX)
        assert level(response) == "Good"
        assert "snoozed until" in card(response)
        assert "hx-swap-oob" not in card(response)
        assert "Undo" in response.text
        assert "<html" not in response.text

    def test_a_later_one_takes_the_place_of_an_earlier_and_history_keeps_both(
        self, aimless, alice, bob, as_user
    ):
        as_user(alice).post(address(aimless), said(7, "Waiting for their board"))
        as_user(bob).post(address(aimless), said(9, "They asked for a pause"))
        page = record(as_user(alice), aimless)
        assert "by Bob They asked for a pause" in words(card(page))
        snooze = Snooze.objects.get()
        changes = Change.objects.of(snooze).filter(field="reason").order_by("pk")
        assert [(change.by, change.new) for change in changes] == [
            (alice, "Waiting for their board"),
            (bob, "They asked for a pause"),
        ]
        assert {change.customer for change in changes} == {aimless}

    def test_a_page_asks_and_has_two_weeks_preset(self, aimless, alice, as_user):
        page = as_user(alice).get(address(aimless))
        assert "Snooze No next step</h1>" in page.text
        assert page.context["form"]["until"].value() == day(14)

    @pytest.mark.parametrize(
        ("until", "reason", "told"),
        [
            ("", "Kept", "Choose a day."),
            (0, "Kept", "Choose a day after today."),
            ("2020-01-01", "Kept", "Choose a day after today."),
            (366, "Kept", "Choose a day within a year from now."),
            ("9999-12-31", "Kept", "Choose a day within a year from now."),
            (1, " \u200b", "Say why the sign is to rest."),
            (1, "x" * 501, "at most 500 characters"),
        ],
    )
    def test_what_is_wrong_stands_beside_what_was_typed(
        self, aimless, alice, as_user, until, reason, told
    ):
        client = as_user(alice)
        until = day(until).isoformat() if isinstance(until, int) else until
        for headers in ({}, HTMX):
            sent = {"until": until, "reason": reason}
            page = client.post(address(aimless), sent, headers=headers)
            assert page.status_code == 422
            assert told in page.text
            assert f'value="{until}"' in page.text or not until
            assert reason.strip(" \u200b") in page.text
        assert '<details class="fact snooze" open>' in page.text
        assert not Snooze.objects.exists()

    @pytest.mark.parametrize("days", [1, 365])
    def test_from_tomorrow_to_a_year_from_now(self, aimless, alice, as_user, days):
        assert as_user(alice).post(address(aimless), said(days)).status_code == 302

    @pytest.mark.parametrize("code", ["NOTHING", "no_next_step", "x" * 300])
    def test_a_sign_that_there_is_not_is_not_found(self, aimless, alice, as_user, code):
        client = as_user(alice)
        assert client.get(address(aimless, code=code)).status_code == 404
        assert client.post(address(aimless, code=code), said()).status_code == 404
        assert client.post(address(aimless, "wake", code)).status_code == 404

    def test_nor_one_that_the_customer_cannot_have(self, aimless, alice, as_user):
        client = as_user(alice)
        for status in ("prospect", "inactive"):
            aimless.status = status
            aimless.write(by=alice)
            assert client.post(address(aimless, code="SILENT"), said()).status_code == 404
        aimless.status = "active"
        aimless.write(by=alice)
        aimless.archive(by=alice)
        assert client.post(address(aimless, code="SILENT"), said()).status_code == 404
        assert not Snooze.objects.exists()

    def test_who_may_not_change_the_customer_may_not(self, aimless, charlie, vera, as_user):
        for user, status in ((charlie, 404), (vera, 403), (person("colin"), 403)):
            client = as_user(user)
            assert client.get(address(aimless)).status_code == status
            assert client.post(address(aimless), said()).status_code == status
            assert client.post(address(aimless, "wake")).status_code == status
        assert not Snooze.objects.exists()

    def test_what_cannot_be_just_now_is_not_listed(self, aimless, alice, as_user):
        Snooze.put(aimless, Code.SILENT, until=day(9), reason="Their board", by=alice)
        client = as_user(alice)
        assert "Silent : snoozed until" in words(card(record(client, aimless)))
        aimless.status = "prospect"
        aimless.write(by=alice)
        assert "snoozed until" not in card(record(client, aimless))


class TestWake:
    def test_shows_the_sign_at_once(self, aimless, alice, bob, as_user):
        Snooze.put(aimless, Code.NO_NEXT_STEP, until=day(9), reason="Their board", by=alice)
        response = as_user(bob).post(address(aimless, "wake"), headers=HTMX)
        assert level(response) == "Watch"
        assert "snoozed until" not in card(response)
        assert "Woken: No next step" in response.text
        assert "No next step planned" in card(response)

    def test_undoes_a_snooze_where_it_was_made(self, aimless, alice, as_user):
        client = as_user(alice)
        client.post(address(aimless), said())
        response = client.post(address(aimless, "wake"))
        assert response["Location"] == f"/accounts/{aimless.pk}/#health"
        assert level(record(client, aimless)) == "Watch"

    def test_twice_is_once_and_what_never_slept_is_not_found(self, aimless, alice, as_user):
        client = as_user(alice)
        assert client.post(address(aimless, "wake")).status_code == 404
        client.post(address(aimless), said())
        for _ in range(2):
            assert client.post(address(aimless, "wake")).status_code == 302
        assert Snooze.objects.get().version == 2

    def test_a_viewer_reads_of_it_without_a_button(self, aimless, alice, vera, as_user):
        Snooze.put(aimless, Code.NO_NEXT_STEP, until=day(9), reason="Their board", by=alice)
        told = card(record(as_user(vera), aimless))
        assert "Their board" in told
        assert "Wake" not in told


def test_a_sign_rests_though_its_reason_comes_and_goes(aimless, alice):
    Snooze.put(aimless, Code.NO_NEXT_STEP, until=day(9), reason="Their board", by=alice)
    step = add_activity(alice, aimless, due_on=day(1))
    step.complete(by=alice)
    assert Customer.objects.get(pk=aimless.pk).standing.since(Code.NO_NEXT_STEP) == day(9)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_snooze_at_once_the_last_one_wins(halden, alice):
    def snooze(number: int) -> None:
        until = day(1 + number)
        Snooze.put(halden, Code.SILENT, until=until, reason=f"Reason {number}", by=alice)

    at_once(snooze)
    snooze = Snooze.objects.get()
    reasons = Change.objects.of(snooze).filter(field="reason").order_by("pk")
    assert snooze.version == len(reasons) == len(set(reasons.values_list("new", flat=True)))
    assert reasons.last().new == snooze.reason
    assert Customer.objects.get(pk=halden.pk).standing.since(Code.SILENT) >= snooze.until
