"""From the record over the board to won or lost: by mouse, by keyboard, with script and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.history import Change
from deals.models import Deal, Move
from tests.browser.test_customers import DOORS, heading
from tests.conftest import add_contact, add_customer, add_deal, stage


def rows_of(deal: Deal) -> list[tuple]:
    """Return what a deal's way has left: moves, and what history tells."""
    moves = Move.objects.filter(deal=deal).values_list("from_stage__name", "to_stage__name")
    told = Change.objects.of(deal).filter(field="stage").values_list("old", "new")
    return [*moves.order_by("id"), *told.order_by("id")]


WAY = [(None, "Qualified"), ("Qualified", "Discovery"), ("Discovery", "Won")]


def create(page: Page, halden) -> Deal:
    page.goto(f"/accounts/{halden.pk}/")
    page.locator("#customer-head").get_by_role("link", name="Create Deal").click()
    page.get_by_label("Name").fill("Fleet renewal")
    page.get_by_label("Value").fill("128,000")
    page.locator("main").get_by_role("button", name="Create Deal").click()
    heading(page, "Fleet renewal").to_be_visible()
    return Deal.objects.get()


def lane(page: Page, name: str):
    return page.locator(f"#lane-{stage(name).pk}")


def test_a_deal_is_dragged_through_the_board_and_won(halden, alice, open_as):
    page = open_as(alice, "/accounts/")
    deal = create(page, halden)
    page.goto("/deals/")
    card = page.locator(f"#deal-{deal.pk}")
    card.locator(".money").drag_to(lane(page, "Discovery").locator("ol"))
    expect(page.locator("#toast")).to_contain_text("Moved Fleet renewal to Discovery")
    expect(lane(page, "Discovery").locator(f"#deal-{deal.pk}")).to_be_visible()
    expect(lane(page, "Discovery").locator(".sum")).to_contain_text("$128,000")
    card.get_by_role("button", name="Move Fleet renewal").click()
    card.get_by_role("button", name="Won").click()
    expect(page.locator("#toast")).to_contain_text("Won Fleet renewal")
    expect(card).to_have_count(0)
    expect(page.get_by_text("Won this month: 1, $128,000")).to_be_visible()
    assert rows_of(deal) == WAY * 2


def test_the_same_by_keyboard(halden, alice, open_as):
    page = open_as(alice, "/accounts/")
    deal = create(page, halden)
    page.goto("/deals/")
    opener = page.get_by_role("button", name="Move Fleet renewal")
    for to in ("Discovery", "Won"):
        opener.focus()
        page.keyboard.press("Enter")
        choice = page.locator(f"#stages-{deal.pk}").get_by_role("button", name=to)
        choice.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#toast")).to_contain_text(re.compile(f"to {to}|Won Fleet"))
        if to == "Discovery":
            expect(opener).to_be_focused()
    assert rows_of(deal) == WAY * 2


def test_the_same_without_script(halden, alice, open_as):
    page = open_as(alice, "/accounts/", java_script_enabled=False)
    deal = create(page, halden)
    for to in ("Discovery", "Won"):
        page.goto("/deals/")
        page.get_by_role("button", name="Move Fleet renewal").click()
        page.locator(f"#stages-{deal.pk}").get_by_role("button", name=to).click()
        expect(page.locator("#toast")).to_contain_text(re.compile(f"to {to}|Won Fleet"))
    assert rows_of(deal) == WAY * 2


@DOORS
def test_losing_asks_why_and_undo_takes_it_back(halden, alice, open_as, script):
    deal = add_deal(alice, halden)
    page = open_as(alice, f"/deals/{deal.pk}/", java_script_enabled=script)
    page.get_by_role("link", name="Mark lost").click()
    page.get_by_role("button", name="Mark lost").click()
    expect(page.get_by_text("Say why it was lost.").first).to_be_visible()
    page.get_by_label("Why was it lost?").fill("Too dear")
    page.get_by_role("button", name="Mark lost").click()
    expect(page.locator("#toast")).to_contain_text("Lost Fleet renewal")
    expect(page.locator("#facts")).to_contain_text("Too dear")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("is in Qualified again")
    deal.refresh_from_db()
    assert (deal.outcome, deal.moves.count()) == ("open", 1)


@DOORS
def test_the_stages_of_the_deal_are_buttons(halden, alice, open_as, script):
    deal = add_deal(alice, halden)
    page = open_as(alice, f"/deals/{deal.pk}/", java_script_enabled=script)
    page.get_by_role("button", name=re.compile("Proposal ?: move here")).click()
    expect(page.locator("[aria-current=step]")).to_contain_text("Proposal")
    page.get_by_role("button", name="Mark won").click()
    expect(page.locator("#deal-head .pill")).to_contain_text("Won")
    page.get_by_role("button", name="Reopen").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("Proposal")


def test_a_late_drag_is_told_and_the_card_goes_where_it_is(halden, alice, bob, open_as):
    deal = add_deal(alice, halden)
    page = open_as(alice, "/deals/")
    deal.move_to(stage("Commit"), by=bob)
    page.locator(f"#deal-{deal.pk} .line").last.drag_to(lane(page, "Discovery").locator("ol"))
    expect(page.locator("#toast")).to_contain_text("It was not moved")
    expect(lane(page, "Commit").locator(f"#deal-{deal.pk}")).to_be_visible()
    assert deal.moves.count() == 2


@DOORS
def test_a_contact_joins_a_deal_with_a_part(halden, alice, open_as, script):
    add_contact(alice, halden)
    deal = add_deal(alice, halden)
    page = open_as(alice, f"/deals/{deal.pk}/", java_script_enabled=script)
    page.get_by_text("Add a contact, or change a part").click()
    page.locator("#id_contact").select_option("Maren Solheim")
    page.get_by_label("Part in the decision").select_option("Decides")
    page.locator("#parts").get_by_role("button", name="Save").click()
    expect(page.locator("#parts").get_by_role("listitem")).to_contain_text("Decides")
    page.get_by_role("button", name="Take Maren Solheim off this deal").click()
    expect(page.locator("#parts")).to_contain_text("Nobody yet")


@pytest.mark.parametrize("address", ["/deals/", "/deals/list/"])
def test_the_board_and_the_list_are_narrowed_alike(halden, bob, open_as, address):
    add_deal(bob, halden, "Large", value="5000")
    add_deal(bob, add_customer(bob, "Other"), "Small", value="5")
    page = open_as(bob, address)
    page.locator("#chip-value_from").click()
    page.locator("#id_value_from").fill("100")
    page.locator("#id_value_from").press("Enter")
    expect(page.get_by_role("link", name="Small", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Large", exact=True)).to_be_visible()
    page.get_by_label("Remove filter: Value").click()
    expect(page.get_by_role("link", name="Small", exact=True)).to_be_visible()
