"""From the first note to the call planned for tomorrow: with script and without."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from activities.models import Activity, Note
from activities.timeline import Timeline
from tests.browser.test_customers import DOORS, heading
from tests.conftest import add_contact, add_note


def choose(page: Page, kind: str) -> None:
    """Open the composer for a kind of activity, in its place or on a page of its own."""
    page.locator("#composer").get_by_role("link", name=kind).click()
    button = page.locator("main").get_by_role("button", name=f"Save {kind.lower()}")
    expect(button.or_(page.get_by_role("heading", name="Log Activity"))).to_be_visible()


def save(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button).click()


@DOORS
def test_a_customers_day_is_written_down(halden, alice, open_as, script):
    today = timezone.localdate()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    add_contact(alice, halden)
    page = open_as(alice, f"/accounts/{halden.pk}/", java_script_enabled=script)

    choose(page, "Call")
    page.get_by_label("Subject").fill("Sensor accuracy")
    page.get_by_label("Day", exact=True).fill(yesterday.isoformat())
    if script:
        page.get_by_text("With", exact=True).click()
    page.get_by_label("Maren Solheim").check()
    save(page, "Save call" if script else "Log Activity")
    expect(page.locator("#toast")).to_contain_text("Logged Sensor accuracy")

    choose(page, "Task")
    page.get_by_label("Subject").fill("Send the terms")
    page.get_by_label("Day", exact=True).fill(tomorrow.isoformat())
    save(page, "Save task" if script else "Log Activity")
    expect(page.locator("#toast")).to_contain_text("Planned Send the terms")
    expect(page.locator(".planned")).to_contain_text("Send the terms")
    expect(page.locator("#stats")).to_contain_text("Tomorrow")

    if script:
        page.locator("#composer").get_by_role("link", name="Note").click()
    page.get_by_label("Note", exact=True).fill(
        "They hesitate.\n- [ ] Ask Petra\n- [ ] Call finance"
    )
    save(page, "Add note")
    note = page.locator("#entries .note").first
    expect(note).to_contain_text("They hesitate.")
    note.get_by_role("button", name="Done: Ask Petra").click()
    expect(note.get_by_role("button", name="Not done: Ask Petra")).to_be_visible()
    note.get_by_role("button", name="Make task: Call finance").click()
    expect(page.locator("#toast")).to_contain_text("Made a task for today: Call finance")
    expect(note.get_by_role("link", name="Call finance")).to_be_visible()

    assert Note.objects.get().body == "They hesitate.\n- [x] Ask Petra\n- [ ] Call finance"
    told = [(entry.kind, entry.text.splitlines()[0]) for entry in Timeline(halden)]
    assert told[0] == ("note", "They hesitate.")
    assert ("call", "Sensor accuracy") in told
    planned = Activity.objects.planned().order_by("due_key")
    assert [(task.subject, task.due_on) for task in planned] == [
        ("Call finance", today),
        ("Send the terms", tomorrow),
    ]
    page.goto(f"/accounts/{halden.pk}/")
    page.locator("#entries").get_by_role("link", name="Calls").click()
    expect(page.locator("#entries")).to_contain_text("called Maren Solheim: Sensor accuracy")
    expect(page.locator("#entries .note")).to_have_count(0)


def test_what_was_typed_stays_when_it_is_refused_in_place(halden, alice, open_as):
    page = open_as(alice, f"/accounts/{halden.pk}/")
    choose(page, "Meeting")
    page.get_by_label("Subject").fill("Quarterly review")
    page.get_by_label("Day", exact=True).fill("2999-01-01")
    save(page, "Save meeting")
    expect(page.get_by_role("alert")).to_contain_text("This has not come yet")
    expect(page.get_by_label("Subject")).to_have_value("Quarterly review")
    page.get_by_text("It is planned").click()
    save(page, "Save meeting")
    expect(page.locator("#toast")).to_contain_text("Planned Quarterly review")
    expect(page.get_by_label("Subject")).to_have_value("")


def test_a_double_click_writes_one_note_and_two_texts_two(halden, alice, open_as):
    page = open_as(alice, f"/accounts/{halden.pk}/")
    for text in ("One", "Two"):
        page.get_by_label("Note", exact=True).fill(text)
        page.locator("main").get_by_role("button", name="Add note").dblclick()
        expect(page.locator("#entries .note").first).to_contain_text(text)
    assert sorted(Note.objects.values_list("body", flat=True)) == ["One", "Two"]


def test_n_writes_a_note_and_ctrl_enter_sends_it(halden, alice, open_as):
    page = open_as(alice, f"/accounts/{halden.pk}/")
    page.keyboard.press("n")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    page.keyboard.type("By keyboard alone")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#entries .note").first).to_contain_text("By keyboard alone")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()


@DOORS
def test_earlier_entries_come_on_a_click(halden, alice, open_as, script):
    for number in range(30):
        add_note(alice, halden, f"Note {number:02}", noted_on="2026-05-31")
    page = open_as(alice, f"/accounts/{halden.pk}/", java_script_enabled=script)
    expect(page.get_by_text("Note 03")).to_have_count(0)
    page.get_by_role("link", name="Show earlier entries").click()
    expect(page.get_by_text("Note 03")).to_be_visible()
    expect(page.get_by_role("heading", name="May 2026")).to_have_count(1 if script else 0)


def test_an_activity_is_read_and_edited_on_its_page(halden, alice, open_as):
    page = open_as(alice, f"/activities/add/?customer={halden.pk}&kind=meeting")
    page.get_by_label("Subject").fill("Quarterly review")
    page.get_by_label("Details").fill("Uptime 99.6%.\nSee https://halden.example/report.")
    save(page, "Log Activity")
    page.locator("#entries").get_by_role("link", name="Quarterly review").click()
    heading(page, "Quarterly review").to_be_visible()
    expect(page.get_by_role("link", name="https://halden.example/report")).to_be_visible()
    facts = page.locator("#facts")
    facts.locator("#fact-outcome").click()
    facts.get_by_label("Outcome", exact=True).fill("They renew")
    facts.locator("details[open]").get_by_role("button", name="Save").click()
    expect(facts).to_contain_text("They renew")
    assert Activity.objects.get().outcome == "They renew"
