"""Health on the record: what is done about a sign swaps the card; with script and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Customer
from reports.models import Snooze
from tests.browser.test_customers import DOORS, heading
from tests.conftest import add_activity, add_contact, add_customer


@pytest.fixture
def silent(bob, alice) -> Customer:
    """A customer of Alice's with whom nobody has spoken for 40 days, and something is overdue."""
    now, today = timezone.now(), timezone.localdate()
    said = {"status": "active", "owner": alice.pk, "created_at": now - timedelta(days=200)}
    customer = add_customer(bob, "Tidewell Marine", **said)
    for days in (58, 49, 40):
        add_activity(bob, customer, completed_at=now - timedelta(days=days))
    late = today - timedelta(days=8)
    add_activity(bob, customer, "Send the terms", kind="task", due_on=late)
    add_activity(bob, customer, "Agree dates", due_on=today + timedelta(days=5))
    add_contact(bob, customer, email="jory@tidewell.example").make_primary(by=bob)
    return customer


def card_of(page: Page):
    return page.locator("#health")


def expect_level(page: Page, head: str, card: str) -> None:
    expect(page.locator("#level")).to_contain_text(head)
    expect(card_of(page).get_by_role("heading")).to_have_text(card)


@DOORS
def test_a_call_is_logged_from_the_card(silent, alice, open_as, script):
    page = open_as(alice, f"/accounts/{silent.pk}/", java_script_enabled=script)
    expect_level(page, "At risk", "At risk: 2 warning signs")
    expect(page.locator("#stats")).to_contain_text("40 days ago")
    card_of(page).get_by_role("link", name="Log a call").click()
    subject = page.get_by_label("Subject")
    if script:
        expect(subject).to_be_focused()
    subject.fill("How are they")
    page.locator("main").get_by_role(
        "button", name="Save call" if script else "Log Activity"
    ).click()
    expect(page.locator("#toast")).to_contain_text("Logged How are they")
    expect_level(page, "Watch", "Watch: 1 warning sign")
    expect(card_of(page)).not_to_contain_text("No contact for")
    expect(page.locator("#stats")).not_to_contain_text("40 days ago")


@DOORS
def test_what_is_overdue_is_completed_from_the_card(silent, alice, open_as, script):
    page = open_as(alice, f"/accounts/{silent.pk}/", java_script_enabled=script)
    card_of(page).get_by_role("button", name="Mark complete: Send the terms").click()
    expect(page.locator("#toast")).to_contain_text("Marked complete: Send the terms")
    expect_level(page, "At risk", "At risk: 1 warning sign")
    expect(page.locator("#stats")).to_contain_text("Agree dates")
    if script:
        expect(page.locator(".planned .is-done")).to_contain_text("Send the terms")


@DOORS
def test_a_sign_is_snoozed_undone_and_woken(silent, alice, open_as, script):
    page = open_as(alice, f"/accounts/{silent.pk}/", java_script_enabled=script)
    until = timezone.localdate() + timedelta(days=14)
    card_of(page).locator("#snooze-silent").click()
    form = page.locator("main form").filter(has=page.get_by_role("button", name="Snooze sign"))
    expect(form.get_by_label("Until").first).to_have_value(until.isoformat())
    form.get_by_label("Until").first.fill((until + timedelta(days=1)).isoformat())
    form.get_by_role("button", name="Snooze sign").first.click()
    expect(page.get_by_text("Say why the sign is to rest.").last).to_be_visible()
    if not script:
        heading(page, "Snooze Silent").to_be_visible()
    typed = form.get_by_label("Until").first
    expect(typed).to_have_value((until + timedelta(days=1)).isoformat())
    form.get_by_label("Reason").first.fill("Their board meets first")
    form.get_by_role("button", name="Snooze sign").first.click()
    expect(page.locator("#toast")).to_contain_text("Snoozed: Silent")
    expect_level(page, "Watch", "Watch: 1 warning sign")
    expect(card_of(page)).to_contain_text("by Alice")
    expect(card_of(page)).to_contain_text("Their board meets first")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect_level(page, "At risk", "At risk: 2 warning signs")
    Snooze.put(silent, "SILENT", until=until, reason="Their board", by=alice)
    page.reload()
    card_of(page).get_by_role("button", name="Wake Silent").click()
    expect(page.locator("#toast")).to_contain_text("Woken: Silent")
    expect_level(page, "At risk", "At risk: 2 warning signs")


def test_escape_and_cancel_close_the_form(silent, alice, open_as):
    page = open_as(alice, f"/accounts/{silent.pk}/")
    opener = card_of(page).locator("#snooze-silent")
    until = page.locator("#silent_until")
    for close in ("Escape", "Cancel"):
        opener.click()
        expect(until).to_be_focused()
        if close == "Escape":
            page.keyboard.press("Escape")
        else:
            card_of(page).get_by_role("button", name="Cancel").click()
        expect(until).to_be_hidden()
        expect(opener).to_be_focused()


def test_the_level_in_the_head_leads_to_the_signs_and_these_to_how_health_works(
    silent, vera, open_as
):
    page = open_as(vera, f"/accounts/{silent.pk}/", viewport={"width": 390, "height": 800})
    page.locator("#level").click()
    expect(card_of(page).get_by_role("heading")).to_be_in_viewport()
    card_of(page).get_by_role("link", name="How health works").click()
    heading(page, "How health works").to_be_visible()
