"""From the lead to the customer: with script and without, into a new customer and a known one."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Conversion, Lead
from deals.models import Deal
from tests.browser.test_customers import DOORS, heading
from tests.conftest import add_activity, add_contact, add_customer, add_lead, add_note

DEALS = pytest.mark.parametrize("deal", ["Silo monitoring", ""], ids=["deal", "no_deal"])


def open_conversion(page: Page) -> None:
    page.get_by_role("link", name="Convert Orrin Tackett").click()
    expect(page.get_by_role("heading", name=re.compile("Convert Orrin Tackett"))).to_be_visible()


def convert(page: Page, deal: str) -> None:
    page.get_by_label("Deal name").fill(deal)
    if deal:
        page.get_by_label("Value").fill("42,000")
        page.get_by_label("Stage").select_option("Discovery")
    page.get_by_role("button", name="Convert lead").click()


def assert_deal(name: str) -> None:
    deals = list(Deal.objects.values_list("name", "stage__name"))
    assert deals == ([(name, "Discovery")] if name else [])


@DOORS
@DEALS
def test_a_lead_becomes_a_new_customer(alice, open_as, script, deal):
    lead = add_lead(alice, title="Plant Manager")
    add_note(alice, lead, "Nine silos")
    page = open_as(alice, "/leads/", java_script_enabled=script)
    open_conversion(page)
    expect(page.get_by_role("radio", name=re.compile("Create Grainfield Mills"))).to_be_checked()
    convert(page, deal)
    heading(page, "Grainfield Mills").to_be_visible()
    expect(page.locator("#toast")).to_contain_text("Converted Orrin Tackett to Grainfield Mills")
    expect(page.locator("#contacts")).to_contain_text("Plant Manager")
    for words in ("Nine silos", "converted the lead", "opened the lead", "How it began"):
        expect(page.locator("#timeline")).to_contain_text(words)
    assert_deal(deal)
    page.locator("#leads").get_by_role("link", name="Orrin Tackett").click()
    page.get_by_role("link", name="Open customer").click()
    heading(page, "Grainfield Mills").to_be_visible()


@DOORS
@DEALS
def test_a_lead_becomes_part_of_a_known_customer(alice, halden, open_as, script, deal):
    lead = add_lead(alice, email="orrin@grainfield.example")
    known = add_customer(alice, "Grainfield Group", owner=alice.pk)
    add_contact(alice, known, "O. Tackett", email="orrin@grainfield.example")
    page = open_as(alice, "/leads/", java_script_enabled=script)
    open_conversion(page)
    expect(page.get_by_text("A contact has the same email address")).to_be_visible()
    page.get_by_text("Add to Grainfield Group").click()
    convert(page, deal)
    heading(page, "Grainfield Group").to_be_visible()
    assert known.contacts.count() == 1
    assert Conversion.objects.get().lead == lead
    assert_deal(deal)


@DOORS
def test_another_customer_is_searched_for(alice, halden, open_as, script):
    add_lead(alice)
    page = open_as(alice, "/leads/", java_script_enabled=script)
    open_conversion(page)
    if script:
        page.get_by_label("Deal name").fill("Silo monitoring")
    page.get_by_label("Another customer").fill("halden")
    page.get_by_role("button", name="Find").click()
    page.get_by_text("Add to Halden Freight Systems").click()
    page.get_by_role("button", name="Convert lead").click()
    heading(page, "Halden Freight Systems").to_be_visible()
    assert Deal.objects.exists() == script  # what was typed was kept


@DOORS
def test_what_is_wrong_is_said_and_nothing_is_lost(alice, open_as, script):
    add_lead(alice)
    page = open_as(alice, "/leads/", java_script_enabled=script)
    open_conversion(page)
    page.get_by_label("Deal name").fill("Silo monitoring")
    page.get_by_label("Value").fill("much")
    page.get_by_role("button", name="Convert lead").click()
    expect(page.get_by_text("Enter an amount like 1234.50.").first).to_be_visible()
    expect(page.get_by_label("Deal name")).to_have_value("Silo monitoring")
    page.get_by_label("Value").fill("42000")
    page.get_by_role("button", name="Convert lead").click()
    heading(page, "Grainfield Mills").to_be_visible()


@DOORS
def test_who_comes_second_is_led_to_the_customer(alice, bob, open_as, script):
    lead = add_lead(alice)
    page = open_as(alice, "/leads/", java_script_enabled=script)
    open_conversion(page)
    lead.convert(by=bob)
    page.get_by_role("button", name="Convert lead").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Bob converted Orrin Tackett")
    alert.get_by_role("link", name="Open Grainfield Mills").click()
    heading(page, "Grainfield Mills").to_be_visible()
    assert Conversion.objects.count() == 1


def test_by_keyboard_from_adding_to_converting(alice, open_as):
    page = open_as(alice, "/accounts/")
    page.keyboard.press("c")
    page.keyboard.press("e")
    heading(page, "Add Lead").to_be_visible()
    page.get_by_label("Name").fill("Sable Prentiss")
    page.keyboard.press("Control+Enter")
    heading(page, "Sable Prentiss").to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("l")
    heading(page, "Leads").to_be_visible()
    page.get_by_role("link", name="Convert Sable Prentiss").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_label("Deal name").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Convert Sable Prentiss")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_label("Deal name").focus()
    page.keyboard.press("Control+Enter")
    heading(page, "Sable Prentiss").to_be_visible()
    assert Lead.objects.get().is_converted


@DOORS
def test_a_call_is_logged_on_a_lead(alice, open_as, script):
    lead = add_lead(alice)
    page = open_as(alice, f"/leads/{lead.pk}/", java_script_enabled=script)
    page.locator("#composer").get_by_role("link", name="Call").click()
    page.get_by_label("Subject").fill("First call")
    if script:
        page.get_by_role("button", name="Save call").click()
        expect(page.locator("#entries")).to_contain_text("First call")
    else:
        page.locator("main").get_by_role("button", name="Log Activity").click()
        expect(page.locator("#timeline")).to_contain_text("First call")
    assert lead.activities.get().customer is None


def test_views_and_chips_narrow_the_list(alice, bob, open_as):
    add_lead(alice)
    add_lead(bob, "Nobody's", owner="", source="Trade show")
    add_lead(alice, "Done").convert(by=alice)
    page = open_as(alice, "/leads/")
    rows = page.locator("#leads tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_role("link", name=re.compile("Mine")).click()
    expect(rows).to_have_count(1)
    page.get_by_role("link", name=re.compile("Converted")).click()
    expect(rows).to_contain_text("Done")
    page.get_by_role("link", name=re.compile("Open")).click()
    expect(rows).to_have_count(2)
    page.locator("#chip-source").click()
    page.get_by_label("Trade show").check()
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Nobody yet")


def test_the_line_opens_at_today_where_there_is_no_room(alice, halden, open_as):
    add_activity(alice, halden, completed_at="2026-01-31T09:00:00Z")
    page = open_as(alice, f"/accounts/{halden.pk}/", viewport={"width": 390, "height": 900})
    today = page.locator("#line").get_by_text("Today", exact=True)
    expect(today).to_be_in_viewport()
    region = page.get_by_role("region", name="Relationship line, scrolls sideways")
    assert region.evaluate("place => place.scrollWidth > place.clientWidth")
    region.focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    expect(today).not_to_be_in_viewport(ratio=1)
