"""All addresses of the product, found in the URL map, so that none can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import URLResolver, get_resolver
from django.utils.regex_helper import normalize

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Address:
    """A place in the URL map: its name, or its pattern where it has none, and its blanks."""

    name: str
    pattern: str
    blanks: tuple[str, ...]

    def __str__(self) -> str:
        return self.name

    def fill(self, values: dict[str, object]) -> str:
        """Return the address with these values in its blanks."""
        return self.pattern % {name: quote(str(values[name]), safe="") for name in self.blanks}

    @property
    def is_admins(self) -> bool:
        return self.name.startswith("admin:")


def addresses() -> list[Address]:
    """Return what the URL map holds, in its order."""
    return list(_walk(get_resolver(), "/", ""))


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        for text, blanks in normalize(entry.pattern.regex.pattern.removeprefix("^")):
            pattern = prefix + text
            if isinstance(entry, URLResolver):
                inside = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from _walk(entry, pattern, inside)
            else:
                yield Address(f"{space}{entry.name or pattern}", pattern, tuple(blanks))
