"""The agenda and the calendar: by mouse and by keyboard, with script and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from activities.models import Activity
from tests.browser.conftest import violations
from tests.browser.test_customers import DOORS, heading
from tests.conftest import add_customer

DAY = timedelta(days=1)


@pytest.fixture
def plan(halden, alice):
    """Return a function that plans something of Alice's with Halden, some days from today."""

    def plan(subject: str, off: int, **said) -> Activity:
        due = timezone.localdate() + off * DAY
        call = Activity(customer=halden, kind="call", subject=subject, due_on=due, owner=alice)
        for name, value in said.items():
            setattr(call, name, value)
        call.write(by=alice)
        return call

    return plan


@DOORS
def test_a_call_is_marked_complete_and_undone(plan, alice, open_as, script):
    call = plan("Send revised terms", -7)
    plan("Agree dates", -2)
    page = open_as(alice, "/accounts/", java_script_enabled=script)
    badge = page.locator("#late-side")
    expect(badge).to_have_text("2 overdue")
    page.locator("#nav").get_by_role("link", name="Activities").click()
    heading(page, "Activities").to_be_visible()
    expect(page.locator("#chip-owner")).to_contain_text("Me")
    row = page.locator(f"#todo-{call.pk}")
    expect(row).to_contain_text("7 days late")
    page.get_by_role("button", name="Mark complete: Send revised terms").click()
    expect(page.locator("#toast")).to_contain_text("Marked complete: Send revised terms")
    if script:
        expect(row).to_have_class("is-done")
        expect(page.locator(f"#done-{call.pk}")).to_be_focused()
    else:
        expect(row).to_have_count(0)
    expect(badge).to_have_text("1 overdue")
    expect(page.locator("#agenda-counts")).to_contain_text("1 overdue, 0 today")
    expect(page.locator("#count-overdue")).to_have_text("1")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Reopened: Send revised terms")
    expect(badge).to_have_text("2 overdue")
    call.refresh_from_db()
    assert call.is_open


@DOORS
def test_a_call_is_moved_to_another_day(plan, alice, open_as, script):
    call = plan("Agree dates", -2)
    page = open_as(alice, "/activities/", java_script_enabled=script)
    page.get_by_role("link", name="move Agree dates").click()
    tomorrow = timezone.localdate() + DAY
    page.get_by_label("Move to").fill("")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("Choose a day.")).to_be_visible()
    page.get_by_label("Move to").fill(tomorrow.isoformat())
    page.locator("#move").get_by_label("Time").fill("10:30")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Moved: Agree dates")
    expect(page.locator("#upcoming")).to_contain_text("10:30")
    call.refresh_from_db()
    assert call.due_day() == tomorrow


@DOORS
def test_something_is_planned_for_a_customer_by_name(halden, alice, open_as, script):
    add_customer(alice, "Oakhaven Hotels")
    page = open_as(alice, "/activities/", java_script_enabled=script)
    quick = page.locator("#quick")
    quick.get_by_label("Meeting").check()
    quick.get_by_label("Subject").fill("Contract walkthrough")
    quick.get_by_label("Customer").press_sequentially("halden")
    if script:
        expect(page.locator("#customer-names option")).to_have_count(1)
        expect(page.locator("#customer-names option")).to_have_attribute("value", halden.name)
        expect(quick.get_by_label("Customer")).to_be_focused()
    quick.get_by_role("button", name="Plan activity").click()
    expect(page.get_by_text("No customer that you see has this name")).to_be_visible()
    expect(page.get_by_label("Subject")).to_have_value("Contract walkthrough")
    page.locator("#quick").get_by_label("Customer").fill("halden freight systems")
    page.locator("#quick").get_by_role("button", name="Plan activity").click()
    expect(page.locator("#toast")).to_contain_text("Planned: Contract walkthrough")
    expect(page.locator("#upcoming")).to_contain_text("Contract walkthrough")
    expect(page.get_by_label("Subject")).to_have_value("")
    activity = Activity.objects.get()
    assert (activity.kind, activity.customer, activity.owner) == ("meeting", halden, alice)


@DOORS
def test_all_that_is_overdue_is_moved_to_today(plan, alice, open_as, script):
    for number in range(21):
        plan(f"Late {number}", -1)
    page = open_as(alice, "/activities/", java_script_enabled=script)
    page.get_by_role("link", name="Move all to today").click()
    expect(page.get_by_text("21 overdue activities will be due today")).to_be_visible()
    page.get_by_role("button", name="Move 21 to today").click()
    expect(page.locator("#toast")).to_contain_text("Moved 21 activities to today")
    expect(page.locator("#agenda-counts")).to_contain_text("0 overdue, 21 today")
    expect(page.locator("#late-side")).to_be_hidden()


@DOORS
def test_chips_narrow_and_the_calendar_keeps_them(plan, alice, open_as, script):
    plan("Agree dates", 0)
    plan("Send terms", 0, kind="task")
    page = open_as(alice, "/activities/", java_script_enabled=script)
    page.get_by_role("link", name="Tasks", exact=True).click()
    expect(page.get_by_role("link", name="Send terms", exact=False).first).to_be_visible()
    expect(page.get_by_text("Agree dates")).to_have_count(0)
    page.get_by_role("link", name="Calendar").click()
    heading(page, f"{timezone.localdate():%B %Y}").to_be_visible()
    expect(page.locator(".cal .today-ev")).to_have_count(1)
    page.get_by_label("Remove filter: Tasks").click()
    expect(page.locator(".cal .today-ev")).to_have_count(2)
    page.get_by_label("Next month").click()
    expect(page.locator(".cal .today")).to_have_count(0)
    page.locator("main").get_by_role("link", name="Today", exact=True).click()
    expect(page.locator(".cal .today-ev")).to_have_count(2)


@DOORS
def test_more_in_a_day_opens_that_day(plan, alice, open_as, script):
    for number in range(5):
        plan(f"Call {number}", 0)
    page = open_as(alice, "/activities/calendar/", java_script_enabled=script)
    page.get_by_role("link", name="3 more").click()
    expect(page.locator("#day li")).to_have_count(5)
    page.get_by_label("Next day").click()
    expect(page.locator("#day li")).to_have_count(0)


@DOORS
def test_more_of_a_part_comes_when_asked(plan, alice, open_as, script):
    for number in range(27):
        plan(f"Call {number}", 1)
    page = open_as(alice, "/activities/", java_script_enabled=script)
    page.get_by_role("link", name="Show more of upcoming").click()
    expect(page.locator("#upcoming li")).to_have_count(27 if script else 2)


def test_keys_lead_to_the_agenda_and_to_logging(halden, alice, open_as):
    page = open_as(alice, "/accounts/")
    page.keyboard.press("g")
    page.keyboard.press("v")
    heading(page, "Activities").to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("l")
    heading(page, "Log Activity").to_be_visible()


def test_on_a_phone_the_month_is_a_list_with_what_is_overdue_first(plan, alice, open_as):
    today = timezone.localdate()
    plan("Today", 0)
    if today.day > 1:
        plan("Late", -1)
        plan("Past and done", -1).complete(by=alice)
    page = open_as(alice, "/activities/calendar/", viewport={"width": 390, "height": 800})
    shown = [text.strip() for text in page.locator(".cal li:visible .clip").all_inner_texts()]
    assert shown == (["Late", "Today"] if today.day > 1 else ["Today"])


def test_the_dialogs_are_without_blemish(plan, alice, open_as):
    for number in range(21):
        plan(f"Late {number}", -1)
    page = open_as(alice, "/activities/")
    page.get_by_role("link", name="Move all to today").click()
    page.get_by_role("button", name="Move 21 to today").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("link", name="move Late 0").click()
    page.get_by_label("Move to").wait_for()
    assert violations(page) == []
