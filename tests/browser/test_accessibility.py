"""axe finds nothing and nothing scrolls sideways: every page, light and dark, wide and narrow."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from activities.models import Activity, Note
from reports.models import Snooze
from reports.report.all import ALL
from reports.signs import Code
from tests.browser.conftest import COLOUR_RULES, RULES, violations
from tests.conftest import (
    add_activity,
    add_contact,
    add_customer,
    add_deal,
    add_lead,
    add_note,
    stage,
)

PAGES = {
    "accounts": ("bob", "/accounts/"),
    "no match": ("bob", "/accounts/?search=nothing"),
    "filtered": ("bob", "/accounts/?status=active&owner=none"),
    "archive": ("bob", "/accounts/?archived=true"),
    "nothing yet": ("charlie", "/accounts/"),
    "record": ("alice", "/accounts/{pk}/"),
    "record of a viewer": ("vera", "/accounts/{pk}/"),
    "archived record": ("bob", "/accounts/{gone}/"),
    "history": ("alice", "/accounts/{pk}/history/"),
    "snooze": ("alice", "/accounts/{pk}/signs/STALLED_DEAL/snooze/"),
    "how health works": ("vera", "/health/"),
    "reports": ("bob", "/reports/"),
    "nothing to report": ("charlie", "/reports/"),
    "reports of dates that are none": ("vera", "/reports/?from=2026-02-01&to=2026-01-01"),
    **{report.slug: ("bob", f"/reports/{report.slug}/") for report in ALL},
    "customers behind a figure": ("bob", "/reports/lifetime-value/rows/?figure=value"),
    "deals behind a figure": ("alice", "/reports/lifetime-value/rows/?figure=won"),
    "add": ("alice", "/accounts/add/"),
    "edit": ("alice", "/accounts/{pk}/edit/"),
    "contacts": ("bob", "/contacts/"),
    "contacts, narrowed": ("bob", "/contacts/?primary=true&customer={pk}"),
    "no contacts": ("charlie", "/contacts/"),
    "contact": ("alice", "/contacts/{contact}/"),
    "contact of a viewer": ("vera", "/contacts/{contact}/"),
    "archived contact": ("alice", "/contacts/{gone_contact}/"),
    "add contact": ("alice", "/accounts/{pk}/contacts/add/"),
    "edit contact": ("alice", "/contacts/{contact}/edit/"),
    "pick a customer": ("alice", "/contacts/add/"),
    "leads": ("bob", "/leads/"),
    "converted leads": ("vera", "/leads/?state=converted"),
    "archived leads": ("bob", "/leads/?archived=true"),
    "no leads": ("charlie", "/leads/"),
    "lead": ("alice", "/leads/{lead}/"),
    "lead of a viewer": ("vera", "/leads/{lead}/"),
    "converted lead": ("alice", "/leads/{converted}/"),
    "archived lead": ("bob", "/leads/{gone_lead}/"),
    "add lead": ("alice", "/leads/add/"),
    "edit lead": ("alice", "/leads/{lead}/edit/"),
    "convert a lead": ("alice", "/leads/{lead}/convert/?search=x"),
    "timeline of a lead": ("alice", "/leads/{lead}/timeline/"),
    "board": ("bob", "/deals/"),
    "empty board": ("charlie", "/deals/"),
    "deals": ("bob", "/deals/list/"),
    "archived deals": ("bob", "/deals/list/?archived=true"),
    "deal": ("alice", "/deals/{deal}/"),
    "deal of a viewer": ("vera", "/deals/{deal}/"),
    "lost deal": ("alice", "/deals/{lost}/"),
    "create deal": ("alice", "/deals/add/?customer={pk}"),
    "edit deal": ("alice", "/deals/{deal}/edit/"),
    "lose a deal": ("alice", "/deals/{deal}/lose/"),
    "agenda": ("bob", "/activities/"),
    "agenda of one's own": ("alice", "/activities/?owner={alice}&kind=call&customer={pk}"),
    "agenda of a viewer": ("vera", "/activities/"),
    "empty agenda": ("charlie", "/activities/"),
    "one day": ("bob", "/activities/?day={today}"),
    "completed": ("bob", "/activities/?open=false"),
    "archived activities": ("bob", "/activities/?archived=true"),
    "calendar": ("bob", "/activities/calendar/"),
    "empty calendar": ("charlie", "/activities/calendar/?month=2020-02"),
    "move an activity": ("bob", "/activities/{call}/move/"),
    "move all to today": ("bob", "/activities/today/"),
    "activity": ("alice", "/activities/{call}/"),
    "activity of a viewer": ("vera", "/activities/{call}/"),
    "log activity": ("alice", "/activities/add/?customer={pk}&kind=meeting"),
    "edit activity": ("alice", "/activities/{call}/edit/"),
    "note": ("alice", "/notes/{note}/"),
    "edit note": ("alice", "/notes/{note}/edit/"),
    "timeline": ("alice", "/accounts/{pk}/timeline/"),
    "timeline of a viewer": ("vera", "/deals/{deal}/timeline/?kind=note"),
    "settings": ("alice", "/settings/"),
    "password": ("alice", "/settings/password/"),
    "tokens": ("alice", "/settings/tokens/"),
    "browsers": ("vera", "/settings/sessions/"),
    "explorer": ("alice", "/graphql/explorer/"),
    "forgotten password": (None, "/password-reset/"),
    "old link": (None, "/password-reset/MQ/old/"),
    "403": ("vera", "/accounts/{pk}/edit/"),
    "403 of a long name": ("alice", "/leads/{bobs}/edit/"),
    "404": ("alice", "/accounts/999999/"),
    "sign in": (None, "/login/"),
}


@pytest.fixture
def places(halden, bob) -> dict[str, int]:
    long = add_customer(bob, "X" * 200, website=f"https://{'y' * 50}.example/{'z' * 300}")
    add_deal(bob, long, "W" * 180, value="9999999999.99", stage=stage("Won").pk)
    add_customer(bob, "Nobody's customer with a name of a good many words that goes on and on")
    gone = add_customer(bob, "Gone")
    gone.archive(by=bob)
    contacts = [add_contact(bob, halden, f"{'W' * 180} {number}") for number in range(3)]
    contacts[2].archive(by=bob)
    add_contact(bob, halden, "Idris", email=f"{'i' * 60}@{'x' * 60}.example", phone="+1 555 0142")
    long_ago = timezone.now() - timedelta(days=400)
    people = [contact.pk for contact in contacts[:2]]
    deal = add_deal(bob, halden, "Y" * 180, value="9999999999.99", contacts=people)
    add_deal(bob, halden, "Stuck", created_at=long_ago, expected_close="2020-01-01", owner=bob.pk)
    lost = add_deal(bob, halden, "Lost", value="7.50")
    lost.lose("Z" * 200, by=bob)
    add_deal(bob, halden, "Put away").archive(by=bob)
    call = plan_much(bob, halden)
    note = write_much(bob, deal, contacts[1])
    tomorrow = timezone.localdate() + timedelta(days=1)
    Snooze.put(halden, Code.NO_PRIMARY, until=tomorrow, reason="S" * 500, by=bob)
    lead, bobs, converted, gone_lead = (
        add_lead(bob, name * 40, owner=owner)
        for name, owner in (
            *(("Lead ", halden.owner_id), ("Bob ", bob.pk)),
            *(("Done ", bob.pk), ("Gone ", bob.pk)),
        )
    )
    add_note(bob, lead)
    converted.convert(by=bob, customer=halden)
    gone_lead.archive(by=bob)
    add_lead(bob, "Nobody's", owner="", company="Grainfield " * 15)
    return {
        "lead": lead.pk,
        "bobs": bobs.pk,
        "converted": converted.pk,
        "gone_lead": gone_lead.pk,
        "note": note.pk,
        "alice": halden.owner_id,
        "call": call.pk,
        "today": timezone.localdate(),
        "deal": deal.pk,
        "lost": lost.pk,
        "pk": halden.pk,
        "gone": gone.pk,
        "contact": contacts[1].pk,
        "gone_contact": contacts[2].pk,
    }


def plan_much(bob, customer) -> Activity:
    """Plan and log with a customer what an agenda and a calendar can hold."""
    today = timezone.localdate()
    for off in (-3, 0, 0, 0, 0, 1, 9):
        for kind, owner in (("call", bob), ("meeting", customer.owner)):
            due_on = today + timedelta(days=off)
            said = {"kind": kind, "subject": f"{'V' * 120} and more", "due_on": due_on}
            Activity(customer=customer, owner=owner, **said).write(by=bob)
    call, done, gone = (
        Activity(customer=customer, kind="call", subject=subject, due_at=timezone.now(), minutes=45)
        for subject in ("U" * 200, "Done", "Gone")
    )
    for activity in (call, done, gone):
        activity.write(by=bob)
    done.complete(by=bob)
    gone.archive(by=bob)
    return call


def write_much(bob, deal, contact) -> Note:
    """Write down about a deal's customer what a timeline can hold; return a note with items."""
    customer, word = deal.customer, "T" * 150
    add_activity(bob, customer, word, body=word * 3, deal=deal.pk, contacts=[contact.pk]).complete(
        by=bob
    )
    note = add_note(bob, customer, f"{word}\n- [ ] {word}\n- [x] Done\n- [ ] Call", deal=deal.pk)
    note.make_task(3, "Call", by=bob, due_on=timezone.localdate())
    note.pin(by=bob)
    return note


SIDEWAYS = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def blemishes(page: Page) -> list[str]:
    """Return what axe finds in light and dark, wide and narrow, and where the page is too wide.

    Dark differs from light in colours alone.
    """
    found = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in (("light", RULES), ("dark", COLOUR_RULES)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{width} {scheme} {violation}" for violation in violations(page, rules)]
    for width in (360, 768, 1024, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        if overflow := page.evaluate(SIDEWAYS):
            found.append(f"{width} is {overflow} too narrow")
    return found


PARTS = 12  # so that several processes share the work, and pages share what they show


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_are_without_blemish(request, places, open_as, part):
    found = []
    for name in list(PAGES)[part::PARTS]:
        who, address = PAGES[name]
        page = open_as(who and request.getfixturevalue(who), address.format(**places))
        found += [f"{name}: {blemish}" for blemish in blemishes(page)]
        page.close()
    assert found == []


def test_a_refused_form_is_without_blemish(halden, bob, open_as):
    page = open_as(bob, "/accounts/add/")
    page.get_by_label("Name").fill(halden.name)
    page.get_by_label("Website").fill("nonsense")
    page.locator("main").get_by_role("button", name="Add Customer").click()
    page.get_by_role("alert").wait_for()
    assert blemishes(page) == []


def test_open_facts_and_menus_are_without_blemish(halden, alice, open_as):
    page = open_as(alice, f"/accounts/{halden.pk}/")
    page.locator("#facts").get_by_text("Logistics", exact=True).click()
    page.get_by_label("More actions").click()
    assert blemishes(page) == []
    page.goto("/accounts/")
    page.locator("#chip-status").click()
    assert blemishes(page) == []


def test_each_composer_is_without_blemish(places, alice, open_as):
    page = open_as(alice, "/accounts/{pk}/".format(**places))
    for kind in ("Call", "Task"):
        page.locator("#composer").get_by_role("link", name=kind).click()
        page.get_by_role("button", name=f"Save {kind.lower()}").wait_for()
        page.get_by_text("With", exact=True).click()
        assert blemishes(page) == []


def test_a_refused_snooze_is_without_blemish(places, alice, open_as):
    page = open_as(alice, "/accounts/{pk}/".format(**places))
    page.locator("#snooze-stalled_deal").click()
    page.get_by_role("button", name="Snooze sign").click()
    page.get_by_text("Say why the sign is to rest.").wait_for()
    assert blemishes(page) == []


def test_the_move_menu_and_the_dialog_are_without_blemish(places, alice, open_as):
    page = open_as(alice, "/deals/")
    page.get_by_role("button", name="Move Stuck").click()
    assert violations(page) == []
    page.get_by_role("link", name="Lost", exact=True).last.click()
    page.get_by_role("dialog").get_by_label("Why was it lost?").wait_for()
    assert violations(page) == []


def test_the_conversion_of_a_lead_is_without_blemish(places, bob, open_as):
    page = open_as(bob, "/leads/")
    page.get_by_role("link", name="Convert Nobody's").click()
    page.get_by_role("dialog").get_by_label("Another customer").fill("x")
    page.get_by_role("button", name="Find").click()
    page.get_by_text("Add to X").first.wait_for()
    assert blemishes(page) == []


def test_a_conflict_is_without_blemish(halden, alice, bob, open_as):
    page = open_as(bob, f"/accounts/{halden.pk}/edit/")
    halden.name = "Halden Group"
    halden.write(by=alice)
    page.get_by_label("Name").fill("Halden Ltd")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Save my choice").wait_for()
    assert blemishes(page) == []
