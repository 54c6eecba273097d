"""Accounts, Add Customer, the record: with script and without, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Change, Customer
from tests.conftest import PASSWORD, add_customer

DOORS = pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
HALDEN = "Halden Freight Systems"


def heading(page: Page, text: str):
    return expect(page.get_by_role("heading", level=1, name=text, exact=True))


@DOORS
def test_a_newcomer_signs_in_and_adds_a_customer(alice, open_as, script):
    page = open_as(java_script_enabled=script)
    page.get_by_label("User name or email").fill("alice@rapport.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Today").to_be_visible()
    page.locator("main").get_by_role("link", name="Add Customer").click()
    expect(page.get_by_label("Owner")).to_have_value(str(alice.pk))
    page.get_by_label("Name").fill("Quillon Software")
    page.get_by_label("Industry").fill("Technology")
    page.get_by_label("Website").fill("quillon.example")
    page.get_by_text("Buying from us now").click()
    page.locator("main").get_by_role("button", name="Add Customer").click()
    heading(page, "Quillon Software").to_be_visible()
    expect(page.locator("#toast")).to_contain_text("Added Quillon Software")
    customer = Customer.objects.get()
    assert (customer.status, customer.website) == ("active", "https://quillon.example")
    assert {change.door for change in Change.objects.of(customer)} == {"page"}


@DOORS
def test_a_refusal_stands_at_its_field_and_nothing_is_lost(alice, open_as, script):
    page = open_as(alice, "/accounts/add/", java_script_enabled=script)
    page.get_by_label("Name").fill("Halden Freight")
    page.get_by_label("Website").fill("haldenfreight")
    page.locator("main").get_by_role("button", name="Add Customer").click()
    website = page.get_by_label("Website")
    expect(website).to_have_value("haldenfreight")
    expect(website).to_have_attribute("aria-invalid", "true")
    expect(website).to_have_accessible_description(re.compile("Enter a full address"))
    expect(page.get_by_label("Name")).to_have_value("Halden Freight")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("One thing to fix")
    if script:
        expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(website).to_be_focused()
    assert not Customer.objects.exists()


def test_the_duplicate_notice_comes_when_the_name_is_left(halden, bob, open_as):
    page = open_as(bob, "/accounts/add/")
    page.get_by_label("Name").fill("HALDEN freight systems")
    page.get_by_label("Website").focus()
    notice = page.get_by_role("status").filter(has_text="This customer may already exist")
    expect(notice.get_by_role("link", name=HALDEN)).to_be_visible()
    page.locator("main").get_by_role("button", name="Add Customer").click()
    expect(page).to_have_url(re.compile(r"/accounts/\d+/$"))
    assert Customer.objects.count() == 2


def test_without_script_the_notice_comes_after_the_first_try(halden, bob, open_as):
    page = open_as(bob, "/accounts/add/", java_script_enabled=False)
    page.get_by_label("Name").fill(HALDEN)
    page.locator("main").get_by_role("button", name="Add Customer").click()
    expect(page.get_by_role("link", name=HALDEN)).to_be_visible()
    assert Customer.objects.count() == 1
    page.get_by_role("button", name="Add anyway").click()
    heading(page, HALDEN).to_be_visible()
    assert Customer.objects.count() == 2


@DOORS
def test_a_double_click_makes_one_customer(alice, open_as, script):
    page = open_as(alice, "/accounts/add/", java_script_enabled=script)
    page.get_by_label("Name").fill("Quillon Software")
    page.locator("main").get_by_role("button", name="Add Customer").dblclick()
    heading(page, "Quillon Software").to_be_visible()
    assert Customer.objects.count() == 1


@DOORS
def test_save_and_add_another(alice, open_as, script):
    page = open_as(alice, "/accounts/add/", java_script_enabled=script)
    page.get_by_label("Name").fill("One")
    page.get_by_text("Former or dormant").click()
    page.get_by_role("button", name="Save and add another").click()
    expect(page.get_by_text("Added One")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("")
    expect(page.get_by_role("radio", name=re.compile("Inactive"))).to_be_checked()


@DOORS
def test_a_fact_becomes_its_own_small_form(halden, alice, open_as, script):
    page = open_as(alice, f"/accounts/{halden.pk}/", java_script_enabled=script)
    facts = page.locator("#facts")
    facts.get_by_text("Logistics", exact=True).click()
    field = facts.get_by_label("Industry", exact=True)
    if script:
        expect(field).to_be_focused()
    field.fill("Mining")
    facts.locator("details[open]").get_by_role("button", name="Save").click()
    expect(page.locator("#facts").get_by_text("Mining", exact=True)).to_be_visible()
    expect(page.locator("#customer-head")).to_contain_text("Mining")
    expect(page.locator("#entries")).to_contain_text("Mining")
    halden.refresh_from_db()
    assert halden.industry.name == "Mining"


@DOORS
def test_a_refused_fact_keeps_what_was_typed(halden, alice, open_as, script):
    page = open_as(alice, f"/accounts/{halden.pk}/", java_script_enabled=script)
    page.locator("#facts").get_by_text("https://haldenfreight.example").click()
    page.locator("#facts").get_by_label("Website", exact=True).fill("nonsense")
    page.locator("#facts details[open]").get_by_role("button", name="Save").click()
    field = page.get_by_label("Website", exact=True)
    expect(field).to_have_value("nonsense")
    expect(page.get_by_text("Enter a full address, like https://example.com").first).to_be_visible()


@DOORS
def test_the_status_changes_from_the_head(halden, alice, open_as, script):
    page = open_as(alice, f"/accounts/{halden.pk}/", java_script_enabled=script)
    page.locator("#status-menu").click()
    page.locator("#customer-head").get_by_role("button", name="Inactive").click()
    expect(page.locator("#status-menu")).to_contain_text("Inactive")
    expect(page.locator("#facts")).to_contain_text("Inactive")
    expect(page.locator("#entries")).to_contain_text("Inactive")
    if script:
        expect(page.locator("#status-menu")).to_be_focused()


@DOORS
def test_archiving_offers_to_undo(halden, alice, open_as, script):
    page = open_as(alice, f"/accounts/{halden.pk}/", java_script_enabled=script)
    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text(f"Archived {HALDEN}")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    heading(page, HALDEN).to_be_visible()
    halden.refresh_from_db()
    assert halden.archived_at is None


@DOORS
def test_two_editors_choose_between_both_values(halden, alice, bob, open_as, script):
    mine = open_as(alice, f"/accounts/{halden.pk}/edit/", java_script_enabled=script)
    theirs = open_as(bob, f"/accounts/{halden.pk}/edit/", java_script_enabled=script)
    theirs.get_by_label("Name").fill("Halden Group")
    theirs.get_by_role("button", name="Save").click()
    heading(theirs, "Halden Group").to_be_visible()
    mine.get_by_label("Name").fill("Halden Ltd")
    mine.get_by_label("Website").fill("halden.example")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("alert")).to_contain_text("Bob")
    expect(mine.get_by_role("radio", name=re.compile("Halden Ltd"))).to_be_checked()
    expect(mine.get_by_role("radio", name="halden.example")).to_be_checked()
    mine.get_by_role("radio", name=re.compile("Halden Group")).check()
    mine.get_by_role("button", name="Save my choice").click()
    heading(mine, "Halden Group").to_be_visible()
    halden.refresh_from_db()
    assert (halden.name, halden.website) == ("Halden Group", "https://halden.example")


def test_search_swaps_the_list_and_keeps_text_and_focus(halden, bob, open_as):
    add_customer(bob, "Zürich Bank")
    page = open_as(bob, "/accounts/")
    search = page.locator("main").get_by_label("Search customers")
    search.press_sequentially("zurich", delay=40)
    expect(page.get_by_role("link", name=HALDEN, exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Zürich Bank", exact=True)).to_be_visible()
    expect(search).to_have_value("zurich")
    expect(search).to_be_focused()
    expect(page).to_have_url(re.compile("search=zurich"))


def test_back_leads_to_the_list_before_the_search(halden, bob, open_as):
    add_customer(bob, "Zürich Bank")
    page = open_as(bob, "/accounts/")
    page.locator("main").get_by_label("Search customers").fill("zurich")
    expect(page).to_have_url(re.compile("search=zurich"))
    page.go_back()
    expect(page.get_by_role("link", name=HALDEN, exact=True)).to_be_visible()


@DOORS
def test_chips_narrow_the_list_and_are_taken_off(halden, bob, open_as, script):
    add_customer(bob, "Zürich Bank")
    page = open_as(bob, "/accounts/", java_script_enabled=script)
    page.locator("#chip-status").click()
    page.get_by_role("checkbox", name="Prospect").check()
    page.locator(".chip-set").filter(has=page.locator("#chip-status")).get_by_role(
        "button", name="Apply"
    ).click()
    expect(page.get_by_role("link", name=HALDEN, exact=True)).to_have_count(0)
    expect(page.locator("#chip-status")).to_contain_text("Prospect")
    page.get_by_label("Remove filter: Status").click()
    expect(page.get_by_role("link", name=HALDEN, exact=True)).to_be_visible()


@DOORS
def test_too_many_are_added_up_on_a_click(halden, bob, open_as, script, monkeypatch):
    monkeypatch.setattr("reports.totals.MOST_ADDED_UP", 0)
    page = open_as(bob, "/accounts/?order_by=health", java_script_enabled=script)
    page.get_by_role("link", name="Add up deals and lifetime value").click()
    expect(page.locator("#totals")).to_contain_text("Open deals $0, lifetime value $0")
    expect(page).to_have_url(re.compile("order_by=health" if script else "totals=1"))


@DOORS
def test_the_list_is_sorted_and_paged(bob, open_as, script):
    for number in range(30):
        add_customer(bob, f"Customer {number:02}")
    page = open_as(bob, "/accounts/", java_script_enabled=script)
    rows = page.locator("tbody th a")
    expect(rows).to_have_count(25)
    page.get_by_role("link", name="Next", exact=True).click()
    expect(rows).to_have_text([f"Customer {number}" for number in range(25, 30)])
    page.get_by_role("link", name="Previous", exact=True).click()
    expect(rows.first).to_have_text("Customer 00")
    page.get_by_role("columnheader", name="Customer").get_by_role("link").click()
    expect(rows.first).to_have_text("Customer 29")
    expect(page.get_by_role("columnheader", name="Customer")).to_have_attribute(
        "aria-sort", "descending"
    )


def test_everything_by_keyboard(halden, alice, open_as):
    page = open_as(alice, "/accounts/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.locator("body").press("j")
    expect(page.get_by_role("link", name=HALDEN, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    heading(page, HALDEN).to_be_visible()
    page.keyboard.press("e")
    heading(page, f"Edit {HALDEN}").to_be_visible()
    page.get_by_label("Name").fill("Halden")
    page.keyboard.press("Control+Enter")
    heading(page, "Halden").to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("t")
    heading(page, "Today").to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("a")
    heading(page, "Accounts").to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("a")
    heading(page, "Add Customer").to_be_visible()
    page.goto("/accounts/")
    page.keyboard.press("/")
    expect(page.locator("#id_search")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_vera_finds_nothing_to_change(halden, vera, open_as):
    page = open_as(vera, f"/accounts/{halden.pk}/")
    for name in ("Edit", "Archive", "Save", "Add Customer"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_a_failed_save_is_said_and_can_be_tried_again(halden, alice, open_as, complaints):
    page = open_as(alice, f"/accounts/{halden.pk}/")
    page.route("**/edit/**", lambda route: route.abort())
    page.locator("#facts").get_by_text("Logistics", exact=True).click()
    page.locator("#facts").get_by_label("Industry", exact=True).fill("Mining")
    page.locator("#facts details[open]").get_by_role("button", name="Save").click()
    expect(page.locator("#toast")).to_contain_text("Not saved")
    expect(page.locator("#facts").get_by_label("Industry", exact=True)).to_have_value("Mining")
    page.unroute("**/edit/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#customer-head")).to_contain_text("Mining")
    assert all("Failed to fetch" in complaint for complaint in complaints)
    complaints.clear()


def test_the_theme_is_kept(alice, open_as):
    page = open_as(alice, "/accounts/")
    page.get_by_text("Switch theme").click()
    with page.expect_response("**/theme/"):  # the cookie comes with it
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
