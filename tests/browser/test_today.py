"""Today: done, moved, planned and logged from there, with script and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from activities.models import Activity
from tests.browser.test_customers import DOORS, heading
from tests.conftest import add_activity

DAY = timedelta(days=1)


@pytest.fixture
def plan(halden, alice):
    """Return a function that plans something of Alice's with Halden, some days from today."""

    def plan(subject: str, off: int) -> Activity:
        due = timezone.localdate() + off * DAY
        return add_activity(alice, halden, subject, due_on=due, owner=alice.pk)

    return plan


@pytest.fixture
def quiet(halden, alice):
    """Let nobody have spoken with Halden for a hundred days."""
    for number in range(3):
        at = timezone.now() - 100 * DAY
        add_activity(alice, halden, f"Call {number}", completed_at=at.isoformat())
    return halden


@DOORS
def test_what_is_done_is_marked_and_counted_where_the_day_is_read(plan, alice, open_as, script):
    call = plan("Send revised terms", -7)
    plan("Agree dates", -2)
    plan("Walk through", 0)
    page = open_as(alice, java_script_enabled=script)
    heading(page, "Today").to_be_visible()
    said = page.locator("#today-said")
    expect(said).to_contain_text("2 overdue, 1 due today, and 1 of your customers shows")
    page.get_by_role("button", name="Mark complete: Send revised terms").click()
    expect(page.locator("#toast")).to_contain_text("Marked complete: Send revised terms")
    row = page.locator(f"#todo-{call.pk}")
    if script:
        expect(row).to_have_class("is-done")
        expect(page.locator(f"#done-{call.pk}")).to_be_focused()
    else:
        heading(page, "Today").to_be_visible()
        expect(row).to_have_count(0)
    expect(said).to_contain_text("1 overdue, 1 due today, and no customer shows")
    expect(page.locator("#count-overdue")).to_have_text("1")
    expect(page.locator("#attention li")).to_have_count(0)
    expect(page.locator("#late-side")).to_have_text("1 overdue")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Reopened: Send revised terms")
    expect(said).to_contain_text("2 overdue")
    heading(page, "Today").to_be_visible()


@DOORS
def test_all_that_was_due_can_be_done(plan, alice, open_as, script):
    plan("Agree dates", 0)
    page = open_as(alice, java_script_enabled=script)
    page.get_by_role("button", name="Mark complete: Agree dates").click()
    expect(page.locator("#today-said")).to_contain_text("Nothing overdue, nothing due today")
    expect(page.locator("#count-today")).to_be_hidden()


@DOORS
def test_what_cannot_be_done_today_is_moved(plan, alice, open_as, script):
    plan("Agree dates", -2)
    page = open_as(alice, "/?whose=team", java_script_enabled=script)
    page.get_by_role("link", name="move Agree dates").click()
    tomorrow = timezone.localdate() + DAY
    page.get_by_label("Move to").fill(tomorrow.isoformat())
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Moved: Agree dates")
    expect(page.get_by_role("link", name="Tomorrow: 1 planned")).to_be_visible()
    expect(page.get_by_role("link", name="Whole team")).to_have_attribute("aria-current", "true")


@DOORS
def test_signs_are_answered_by_logging_and_planning(quiet, alice, open_as, script):
    page = open_as(alice, java_script_enabled=script)
    card = page.locator("#attention")
    expect(card).to_contain_text("Quiet 100 days, no next step")
    card.get_by_role("link", name=f"Log a call for {quiet}").click()
    page.get_by_label("Subject").fill("How the year went")
    page.get_by_role("button", name="Log Activity").click()
    heading(page, quiet.name).to_be_visible()
    page.goto("/")
    expect(card).to_contain_text("No next step")
    expect(page.locator("#feed")).to_contain_text(f"You logged a call with {quiet}")
    card.get_by_role("link", name=f"Plan one for {quiet}").click()
    page.get_by_label("Subject").fill("Send the renewal")
    page.get_by_role("button", name="Log Activity").click()
    heading(page, quiet.name).to_be_visible()
    page.goto("/")
    expect(card).to_contain_text("No customer shows warning signs")
    expect(page.locator("#today-said")).to_contain_text("1 due today")
    expect(page.locator("#to-do")).to_contain_text("Send the renewal")


def test_on_a_phone_today_is_the_first_of_the_tabs(plan, alice, open_as):
    plan("Agree dates", 0)
    page = open_as(alice, "/accounts/", viewport={"width": 390, "height": 800})
    tabs = page.get_by_role("navigation", name="Quick navigation").get_by_role("link")
    expect(tabs.first).to_have_text("Today")
    tabs.first.click()
    heading(page, "Today").to_be_visible()
    expect(tabs.first).to_have_attribute("aria-current", "page")
