"""The tables of a page as the browser has them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client


@dataclass
class Tables(HTMLParser):
    """The cells of a page's tables, by the tables' names: plain values, or else the text."""

    text: str
    tables: dict[str, list[list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.within, self.plain = "", False
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "table":
            name = (said.get("id") or "").removeprefix("t-")
            self.rows = self.tables.setdefault(name, [])
        elif tag in ("thead", "tbody", "tfoot"):
            self.within = tag
        elif self.within == "tbody" and tag == "tr":
            self.rows.append([])
        elif self.within == "tbody" and "colspan" in said:  # says that there are none
            self.rows.pop()
            self.plain = True
        elif self.within == "tbody" and tag in ("th", "td"):
            self.plain = "data-v" in said
            self.rows[-1].append(said.get("data-v") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self.within = ""

    def handle_data(self, data: str) -> None:
        if self.within == "tbody" and self.rows and self.rows[-1] and not self.plain:
            self.rows[-1][-1] += data.strip()


def page_of(client: Client, address: str, **asked: Any) -> Tables:
    """Return the tables of a page."""
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer
    return Tables(answer.content.decode())
