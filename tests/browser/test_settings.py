"""One's own settings in a browser, with script and without."""

import re
from zoneinfo import ZoneInfo

from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import ApiToken
from tests.browser.conftest import violations
from tests.browser.test_accessibility import blemishes
from tests.browser.test_customers import DOORS, heading
from tests.conftest import PASSWORD

NEW = "staple battery horse correct"


def sign_in(page: Page, password: str) -> None:
    page.goto("/login/")
    page.get_by_label("User name or email").fill("alice")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@DOORS
def test_name_and_time_zone(halden, alice, open_as, script):
    page = open_as(alice, "/accounts/", java_script_enabled=script)
    page.get_by_role("link", name="Settings of Alice").click()
    page.get_by_label("Name").fill("Alice Okafor")
    page.get_by_label("Time zone").select_option("Pacific/Kiritimati")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toast")).to_contain_text("Saved your settings")
    expect(page.get_by_role("link", name="Settings of Alice Okafor")).to_be_visible()
    alice.refresh_from_db()
    assert alice.time_zone == "Pacific/Kiritimati"
    page.goto(f"/accounts/{halden.pk}/")
    there = halden.created_at.astimezone(ZoneInfo("Pacific/Kiritimati"))
    shown = page.locator("#entries time").first
    expect(shown).to_contain_text(f"{there:%H:%M}")
    expect(shown).to_have_attribute("datetime", re.compile(r"\+14:00$"))


@DOORS
def test_a_new_password_signs_the_other_browser_out(alice, open_as, script):
    here, there = (open_as(None, "/login/", java_script_enabled=script) for _ in range(2))
    for page in (here, there):
        sign_in(page, PASSWORD)
        heading(page, "Today").to_be_visible()
    here.goto("/settings/password/")
    here.get_by_label("Present password").fill(PASSWORD)
    here.locator("#id_new_password1").fill(NEW)
    here.locator("#id_new_password2").fill(NEW)
    here.get_by_role("button", name="Change password").click()
    expect(here.locator("#toast")).to_contain_text("Changed your password")
    there.goto("/accounts/")
    heading(there, "Sign in").to_be_visible()


@DOORS
def test_a_token_is_made_shown_once_and_revoked(alice, open_as, script):
    page = open_as(alice, "/settings/tokens/", java_script_enabled=script)
    page.get_by_label("Name").fill("Nightly import")
    page.get_by_text("Read and write").click()
    page.get_by_label("Days until it ends").fill("30")
    page.get_by_role("button", name="Make token").dblclick()
    expect(page.get_by_text(re.compile("shown this once|made already"))).to_be_visible()
    secret = page.get_by_label("The new token")
    if script:
        expect(secret).to_have_value(re.compile("^rapport_"))
        assert violations(page) == []
    assert ApiToken.objects.get().may_write
    page.goto("/settings/tokens/")
    expect(secret).to_have_count(0)
    page.get_by_role("button", name="Revoke Nightly import").click()
    expect(page.locator("main")).to_contain_text("Revoked")
    assert not ApiToken.objects.alive().exists()


@DOORS
def test_everywhere_else_is_signed_out(alice, open_as, script):
    there = open_as(alice, "/accounts/", java_script_enabled=script)
    here = open_as(alice, "/settings/sessions/", java_script_enabled=script)
    expect(here.get_by_text("This browser")).to_be_visible()
    here.get_by_role("button", name="Sign out everywhere else").click()
    expect(here.locator("#toast")).to_contain_text("Signed out of 1 other browser")
    there.goto("/accounts/")
    heading(there, "Sign in").to_be_visible()


@DOORS
def test_one_browser_is_signed_out(alice, open_as, script):
    there = open_as(alice, "/accounts/", java_script_enabled=script)
    here = open_as(alice, "/settings/sessions/", java_script_enabled=script)
    here.get_by_role("button", name="Sign out of A browser").click()
    expect(here.locator("#toast")).to_contain_text("Signed out of A browser")
    there.goto("/accounts/")
    heading(there, "Sign in").to_be_visible()


@DOORS
def test_a_forgotten_password_is_set_by_the_mailed_link(alice, open_as, served, settings, script):
    settings.ORIGIN = served
    page = open_as(None, "/login/", java_script_enabled=script)
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("User name or email").fill("alice@rapport.example")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("status")).to_contain_text("a mail with a link is on its way")
    page.goto(re.search(r"http\S+", mail.outbox[0].body)[0])
    if script:
        assert blemishes(page) == []
    page.locator("#id_new_password1").fill(NEW)
    page.locator("#id_new_password2").fill(NEW)
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_text("Your new password is set")).to_be_visible()
    sign_in(page, NEW)
    heading(page, "Today").to_be_visible()
