"""What can be filled in, found by reading the pages as a browser does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django_filters import FilterSet

TYPED = {"text", "search", "email", "url", "password", "number", "date", "tel"}
PRESSED = {"submit", "button", "image", "reset"}
NOT_OURS = {"csrfmiddlewaretoken"}


@dataclass
class Form:
    """A form as it stands on a page: where it leads, and what a browser would send."""

    page: str
    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{self.method} {self.action}"

    @property
    def kind(self) -> tuple:
        """What makes two forms the same one, though they stand on different pages."""
        return self.method, view_at(self.action), tuple(sorted(self.fields))


class Reader(HTMLParser):
    """Reads a page's forms, the addresses it names and the questions that it asks with them."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.addresses: list[str] = []
        self.names: dict[str, str] = {}
        self.included: list[tuple[str, str]] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list) -> None:
        said = {name: value or "" for name, value in attributes}
        for name in ("href", "hx-get"):
            if name in said and tag != "link":
                self.addresses.append(urljoin(self.address, said[name]))
        if "hx-include" in said:
            self.included.append((said.get("hx-get", ""), said["hx-include"]))
        if said.get("name"):
            self.names[f"#{said.get('id')}"] = said["name"]
        if tag == "form":
            action = urljoin(self.address, said.get("action") or self.address)
            self._form = Form(self.address, said.get("method", "get").upper(), action)
            self.forms.append(self._form)
        elif self._form is not None:
            self._take(tag, said)

    def _take(self, tag: str, said: dict[str, str]) -> None:
        if tag == "option" and self._select and ("selected" in said):
            self._form.fields[self._select] = said.get("value", "")
        name, kind = said.get("name", ""), said.get("type", "text")
        if not name or name in NOT_OURS:
            return
        if tag == "select":
            self._select = name
        if tag == "textarea" or (tag == "input" and kind in TYPED):
            self._form.typed.add(name)
        is_chosen = "checked" in said or kind not in {"radio", "checkbox"}
        is_sent = tag == "input" and is_chosen and kind not in PRESSED
        self._form.fields.setdefault(name, "")
        if is_sent:
            self._form.fields[name] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""


def view_at(address: str) -> str:
    """Return the name of what answers at an address, "" for nothing of ours."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return found.view_name


class Found:
    """What pages offer: forms, what is typed in those that ask, and of each view an address with
    what may be asked in its query, be it a question that the pages ask or a field to be preset."""

    def __init__(self) -> None:
        self.forms: dict[tuple, Form] = {}
        self.typed: set[str] = set()
        self.questions: dict[str, tuple[str, set[str]]] = {}
        self.presets: dict[str, tuple[str, set[str]]] = {}

    def first_in(self, form: Form) -> set[str]:
        """Name the fields that are typed in which stand in this form first: of one name all are
        alike."""
        before: set[str] = set()
        for other in self.forms.values():
            if other is form:
                break
            before |= other.typed if other.method == form.method else set()
        return form.typed - before

    @staticmethod
    def new_in(asked: dict[str, tuple[str, set[str]]], target: str) -> set[str]:
        """Name what a view is asked for and no view before it, by questions or by presets."""
        before: set[str] = set()
        for view, (_, names) in asked.items():
            if view == target:
                return names - before
            before |= names
        return set()

    def brings_news(self, form: Form) -> bool:
        """Say whether a form has a field of which no form before it has the like."""
        before: set[str] = set()
        for other in self.forms.values():
            if other is form:
                break
            before |= other.fields.keys() if other.method == form.method else set()
        return bool(form.fields.keys() - before)

    def read(self, address: str, response: HttpResponse) -> list[str]:
        """Take in a page that was answered at an address, and return where it leads."""
        page = Reader(address)
        page.feed(response.text)
        for form in page.forms:
            if form.fields:
                self.forms.setdefault(form.kind, form)
                self.typed |= form.typed if form.method == "GET" else set()
            self._ask(form.action, form.fields, is_preset=form.method == "POST")
        for named in page.addresses:
            self._ask(named, parse_qs(urlsplit(named).query))
        for named, selectors in page.included:
            chosen = [selector.strip() for selector in selectors.split(",")]
            self._ask(named, [page.names[name] for name in chosen if name in page.names])
        for layer in response.context or ():
            for value in layer.flatten().values() if hasattr(layer, "flatten") else ():
                if isinstance(value, FilterSet):
                    self._ask(address, value.filters)
        return page.addresses

    def _ask(self, address: str, names: Iterable[str], *, is_preset: bool = False) -> None:
        path = urlsplit(address).path
        if view := view_at(path):
            where = self.presets if is_preset else self.questions
            where.setdefault(view, (path, set()))[1].update(names)


def crawl(visit: Callable[[str], HttpResponse], starts: list[str]) -> Found:
    """Read the pages at these addresses and all that they lead to, each kind of page once."""
    found, seen = Found(), set()
    ahead = [(address, address) for address in starts]
    for address, kind in ahead:
        if kind in seen or not view_at(address):
            continue
        seen.add(kind)
        response = visit(address)
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            ahead += [(named, kind_of(named)) for named in found.read(address, response)]
    return found


def kind_of(address: str) -> tuple:
    """What makes two addresses the same one: who answers, and what is asked."""
    return view_at(address), tuple(sorted(parse_qs(urlsplit(address).query)))
