"""From the customer's record to its contacts, with script and without."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Change
from tests.browser.test_customers import DOORS, heading
from tests.conftest import add_contact, add_customer


@DOORS
def test_add_edit_and_set_primary_from_the_record(halden, alice, open_as, script):
    add_contact(alice, halden, "Idris Calloway")
    page = open_as(alice, f"/accounts/{halden.pk}/", java_script_enabled=script)
    card = page.locator("#contacts")
    card.get_by_role("link", name="Add contact").click()
    page.get_by_label("Name").fill("Maren Solheim")
    page.get_by_label("Email").fill("maren")
    page.locator("main").get_by_role("button", name="Add Contact").click()
    expect(page.get_by_label("Name")).to_have_value("Maren Solheim")
    expect(page.get_by_label("Email")).to_have_accessible_description(
        re.compile("Enter a full email address")
    )
    page.get_by_label("Email").fill("maren@halden.example")
    page.locator("main").get_by_role("button", name="Add Contact").click()
    expect(page.locator("#toast")).to_contain_text("Added Maren Solheim")

    card.get_by_role("link", name="Maren Solheim").click()
    heading(page, "Maren Solheim").to_be_visible()
    facts = page.locator("#facts")
    facts.locator("#fact-title").click()
    facts.get_by_label("Title", exact=True).fill("VP Operations")
    facts.locator("details[open]").get_by_role("button", name="Save").click()
    expect(page.locator("#contact-head")).to_contain_text("VP Operations at Halden")

    page.goto(f"/accounts/{halden.pk}/")
    card.get_by_role("button", name="Set Maren Solheim as primary contact").click()
    expect(card.get_by_role("listitem").first).to_contain_text("Maren Solheim")
    expect(card.get_by_role("listitem").first).to_contain_text("Primary")
    expect(page.locator("#toast")).to_contain_text("Maren Solheim is the primary contact")
    maren = halden.contacts.get(name="Maren Solheim")
    told = Change.objects.of(maren).values_list("field", "new", "door").order_by("id")
    assert list(told) == [
        ("customer", "Halden Freight Systems", "page"),
        ("name", "Maren Solheim", "page"),
        ("email", "maren@halden.example", "page"),
        ("is_primary", "no", "page"),
        ("title", "VP Operations", "page"),
        ("is_primary", "yes", "page"),
    ]


@DOORS
def test_archiving_the_primary_says_so_and_offers_to_undo(halden, alice, open_as, script):
    maren = add_contact(alice, halden)
    page = open_as(alice, f"/contacts/{maren.pk}/", java_script_enabled=script)
    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("has no primary contact now")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    heading(page, "Maren Solheim").to_be_visible()
    expect(page.get_by_text("Primary contact", exact=True)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_the_customer_is_chosen_first(halden, alice, open_as, script):
    add_customer(alice, "Zürich Bank", owner=alice.pk)
    page = open_as(alice, "/contacts/", java_script_enabled=script)
    page.locator("main").get_by_role("link", name="Add Contact").first.click()
    search = page.locator("main").get_by_label("Search customers")
    search.fill("zurich")
    if not script:
        search.press("Enter")
    expect(page.locator("#found").get_by_role("link")).to_have_count(1)
    page.locator("#found").get_by_role("link", name="Zürich Bank").click()
    heading(page, "Add Contact").to_be_visible()
    expect(page.locator("main")).to_contain_text("Somebody at Zürich Bank")


@DOORS
def test_a_person_is_the_contact_in_one_click(alice, open_as, script):
    zoe = add_customer(alice, "Zoë Castellanos", kind="individual", owner=alice.pk)
    page = open_as(alice, f"/accounts/{zoe.pk}/", java_script_enabled=script)
    page.get_by_role("button", name="Zoë Castellanos is the contact").click()
    card = page.locator("#contacts")
    expect(card.get_by_role("link", name="Zoë Castellanos")).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)


def test_keys_lead_to_contacts(halden, alice, open_as):
    page = open_as(alice, "/accounts/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    heading(page, "Contacts").to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/contacts/add/$"))
