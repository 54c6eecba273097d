"""Whatever is typed or sent: no answer is a 500, no markup comes through, no page is poisoned.

What can be filled in is found on the pages and in the schema, so that new fields are covered.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from ipaddress import IPv4Address
from itertools import count
from urllib.parse import quote_from_bytes, urlsplit

import pytest
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpResponse

from accounts.models import Change
from tests.conftest import add_customer
from tests.security import corpus
from tests.security.addresses import Address, addresses
from tests.security.documents import OBJECTS, selection
from tests.security.targets import Form, Found, crawl, view_at
from tests.security.test_access_matrix import admins_path
from tests.security.world import World, undone, writes

OURS = [address for address in addresses() if not address.is_admins]
ADMINS = [address for address in addresses() if address.is_admins]
LEADING_ASTRAY = re.compile(
    r"""(href|src|action|hx-get|hx-post)\s*=\s*["']?\s*(javascript|data):"""
)


# With these left empty a form can be sent again and again.
ONCE = ("version", "idempotency_key")


class Attack:
    """Sends hostile input as somebody, and keeps what came of it that should not have."""

    def __init__(self, world: World, who: str, wrong: list[str]) -> None:
        self.world, self.who, self.wrong = world, who, wrong
        self.sources = count(1)

    def send(self, method: str, address: str, data: bytes = b"", *, about: str, **extra):
        """Send a request and judge the answer; `about` says what is hostile in it."""
        if method == "GET" and data:
            address, data = f"{address.partition('?')[0]}?{data.decode()}", b""
        about = f"{method} {address[:100]}: {about}"
        # Nobody's failed sign-ins are to close the door to the next try.
        self.world.client.defaults["REMOTE_ADDR"] = str(IPv4Address(next(self.sources)))
        try:
            response = self.world.send(method, address, data, session=self.who, **extra)
        except Exception as trouble:
            self.wrong.append(f"{about}: {trouble!r}"[:500])
            return HttpResponse(status=500)
        self.judge(response, about)
        return response

    def judge(self, response: HttpResponse, about: str) -> None:
        if response.status_code >= 500:
            self.wrong.append(f"{about}: {response.status_code}")
        if "html" in response.get("Content-Type", ""):
            text = response.content.decode()
            if corpus.MARKER in text:
                self.wrong.append(f"{about}: markup comes through")
            if LEADING_ASTRAY.search(text) or settings.SECRET_KEY in text:
                self.wrong.append(f"{about}: leads astray")
        if urlsplit(response.get("Location", "")).netloc:
            self.wrong.append(f"{about}: leads to {response['Location'][:100]}")
        if "x7" in response.cookies:
            self.wrong.append(f"{about}: sets a header")

    def fill(self, form: Form, values: dict[str, str | bytes]) -> None:
        """Fill all fields of a form with each value; then only those that it was not refused in."""
        stands = form.fields | {name: "" for name in ONCE if name in form.fields}
        for about, value in values.items():
            left = dict.fromkeys(form.fields, value)
            while left:
                sent = encoded({**stands, **left})
                response = self.send(form.method, form.action, sent, about=about)
                if response.status_code == 302 and not is_plain(value):
                    self.send("GET", response["Location"], about=f"after {about}")
                refused = refused_fields(response) & left.keys()
                if not refused:
                    break
                for name in refused:
                    del left[name]

    def ask(self, path: str, names: set[str], values: dict[str, str | bytes]) -> None:
        """Ask a page with each value in all of these names."""
        for about, value in values.items():
            sent = encoded(dict.fromkeys(names, value))
            self.send("GET", path, sent, about=f"{about} in {', '.join(sorted(names))}")


def is_plain(value: str | bytes) -> bool:
    """Whether a value looks on a page like any other: letters and digits without markup."""
    return isinstance(value, str) and value.isascii() and value.isprintable() and "<" not in value


def encoded(values: dict[str, str | bytes]) -> bytes:
    def octets(value: str | bytes) -> bytes:
        return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")

    pairs = (f"{name}={quote_from_bytes(octets(value))}" for name, value in values.items())
    return "&".join(pairs).encode()


def refused_fields(response: HttpResponse) -> set[str]:
    """Return the names of the fields with which the page that was answered finds fault."""
    found: set[str] = set()
    for layer in getattr(response, "context", None) or ():
        for value in layer.flatten().values():
            form = getattr(value, "form", value)
            if isinstance(form, BaseForm) and form.is_bound:
                found |= {form.add_prefix(name) for name in form.errors if name in form.fields}
    return found


@pytest.fixture(scope="module")
def found_in(standing_world: World) -> Callable[[str], Found]:
    """Return what a person finds on all pages, which are read once for all parts."""
    return cache(lambda who: found_by(deepcopy(standing_world), who))


def found_by(world: World, who: str) -> Found:
    """Read all pages while there is so much in the world that lists and histories go on."""
    paths = [world.path_to(address, put_away=gone) for gone in (False, True) for address in OURS]
    with undone():
        for number in range(27):
            add_customer(world.people["manager"], f"Customer {number}")
        change = Change.objects.of(world.halden).latest("pk")
        Change.objects.bulk_create(copied(change, version) for version in range(2, 30))
        return crawl(lambda address: world.send("GET", address, session=who), paths)


def copied(change: Change, version: int) -> Change:
    values = {column.attname: getattr(change, column.attname) for column in change._meta.fields}
    return Change(**values | {"id": None, "version": version})


def found_in_admin(world: World, address: Address) -> Found:
    found, path = Found(), admins_path(address, world)
    page = world.send("GET", path, session="admin")
    if page.status_code == 200 and "html" in page["Content-Type"]:
        found.read(path, page)
    return found


def attack(attacker: Attack, found: Found, target: str, values: dict[str, str | bytes]) -> None:
    """Try all that leads to one view: every value in fields, and in what is searched for, of which
    no other view has the like before it; the sharp ones in all others, with markup where they are
    shown; and few of these where nothing is asked for that others do not ask for too."""
    for form in found.forms.values():
        if form.method == "POST" and view_at(form.action) == target:
            others = corpus.SHARP if found.brings_news(form) else corpus.MET
            attacker.fill(form, values if found.first_in(form) else others)
    if target in found.questions:
        path, names = found.questions[target]
        new = found.new_in(found.questions, target)
        usual = corpus.SHOWN if new else corpus.MET
        attacker.ask(path, names, values if new & found.typed else usual)
        for name in new:
            attacker.ask(path, {name}, corpus.ALONE)
    if target in found.presets:
        is_new = bool(found.new_in(found.presets, target))
        attacker.ask(*found.presets[target], corpus.SHOWN if is_new else corpus.MET)


def look_around(world: World, wrong: list[str]) -> None:
    """Note what no longer answers: pages, the list to its end, admin's lists, the API."""
    manager, admin = Attack(world, "manager", wrong), Attack(world, "admin", wrong)
    for address in OURS:
        manager.send("GET", world.path_to(address), about="afterwards")
    for address in ADMINS:
        if address.name.endswith("_changelist"):
            admin.send("GET", admins_path(address, world), about="afterwards")
    following = ""
    while following is not None:
        page = manager.send("GET", f"/accounts/?after={following}", about="the list afterwards")
        following = page.context["page"].next
    text = f"{{ customers(first: 100) {{ {selection(OBJECTS['CustomerConnection'])} }} }}"
    if "errors" in (answer := world.run("manager", text, {}).json()):
        wrong.append(f"the API afterwards: {answer['errors']}")


PARTS = 8  # so that several processes share the work


@pytest.mark.parametrize("part", range(PARTS))
def test_what_can_be_filled_in_on_pages(world, found_in, part):
    wrong = []
    for who in ("manager", ""):
        found, attacker = found_in(who), Attack(world, who, wrong)
        for target in OURS[part::PARTS]:
            attack(attacker, found, target.name, corpus.TEXTS)
    look_around(world, wrong)
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("part", range(PARTS))
def test_what_can_be_filled_in_in_admin(world, part):
    wrong = []
    for target in ADMINS[part::PARTS]:
        with undone(), writes() as written:
            found, attacker = found_in_admin(world, target), Attack(world, "admin", wrong)
            attack(attacker, found, target.name, corpus.SHARP)
            if written:
                look_around(world, wrong)
    assert not wrong, "\n".join(wrong[:20])
