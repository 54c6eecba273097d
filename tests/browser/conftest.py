"""A real browser on a served Rapport. What it complains of in its console fails the test."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from accounts.sessions import SessionStore
from tests.conftest import lacking

AXE = Path(__file__).parent / "vendor" / "axe.min.js"

# Playwright runs an event loop in the thread of the test, which makes Django fear for its ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    chromium = shutil.which("chromium")
    if chromium is None:
        lacking("Chromium")
    quiet = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run "
        "--disable-background-networking --disable-component-update --disable-sync"
    )
    return {"executable_path": chromium, "args": quiet.split()}


@pytest.fixture(autouse=True)
def served(transactional_db, live_server):
    """The address at which Rapport is served."""
    if connection.vendor != "sqlite":
        pytest.fail("Browser tests run on SQLite alone: leave them out with -m 'not browser'.")
    return live_server.url


@pytest.fixture
def complaints() -> list[str]:
    """What the browser has complained of; a test that provokes some takes them away."""
    return []


@pytest.fixture
def open_as(new_context, served, complaints):
    """Return a function that opens a page as a person, in a window of one's choice."""

    def open_page(user: User | None = None, address: str = "/", **window) -> Page:
        context: BrowserContext = new_context(base_url=served, **window)
        if user is not None:
            context.add_cookies([session_of(user, served)])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: note(said, complaints))
        page.goto(address)
        return page

    yield open_page
    assert complaints == []


def note(said, complaints: list[str]) -> None:
    """Keep what the browser complains of; an answer of 4xx is an answer, not a fault."""
    if said.type == "error" and "Failed to load resource" not in said.text:
        complaints.append(said.text)


def session_of(user: User, served: str) -> dict:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.NameOrEmailBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": served}


RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOUR_RULES = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(page: Page, rules: dict = RULES) -> list[str]:
    """Return what axe finds on the page: WCAG 2.0 to 2.2, A and AA, and best practices."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    asked = {**rules, "resultTypes": ["violations"]}
    found = page.evaluate("asked => axe.run(asked).then(({violations}) => violations)", asked)
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]
