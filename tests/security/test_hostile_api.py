"""Whatever a script sends for any argument: an answer with a code, never INTERNAL."""

import json
import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.security import corpus, matrix_of_api
from tests.security.documents import Document, arguments, by_place, paths_to, takes_text
from tests.security.test_hostile_input import look_around
from tests.security.world import JSON, World, undone, writes

HOSTILE = "what is tried"
NO_CODES = {"INTERNAL", "UNAVAILABLE"}


def ask(world: World, body: str, wrong: list[str]) -> None:
    sent = body.encode("utf-8", "surrogatepass")
    response = world.send("POST", reverse("graphql"), sent, token="manager", content_type=JSON)
    codes = {error["extensions"]["code"] for error in response.json().get("errors", ())}
    if response.status_code >= 500 or response.status_code == 429 or codes & NO_CODES:
        wrong.append(f"{body[:300]}: {response.status_code} {codes}")


def inline(document: Document, value: str) -> str:
    """Return the document with the value written into it where its variable stood."""
    variable = next(name for name, held in document.variables.items() if held == HOSTILE)
    text = re.sub(rf"\${variable}: [^,)]+(, )?", "", document.text, count=1).replace("()", "", 1)
    return text.replace(f"${variable}", value)


PLACES = by_place(arguments())


def like(name: str) -> tuple[str, bool]:
    """What makes two arguments alike: they are called the same, and are both texts or not."""
    return re.split(r"[.(]", name)[-1], takes_text(name)


FIRST_OF_THEIR_LIKE = set({like(name): name for name in reversed(arguments())}.values())


@pytest.mark.parametrize("place", PLACES)
def test_no_argument_breaks_anything_inside(world, place):
    wrong: list[str] = []
    for name in PLACES[place]:
        for path in paths_to(name):
            values = matrix_of_api.VALUES | {name: HOSTILE}
            attack(world, Document(path, values, name, depth=2), name, wrong)
    assert not wrong, "\n".join(wrong[:20])


def attack(world: World, document: Document, name: str, wrong: list[str]) -> None:
    """Try every value in one argument, the keen ones where another of its like has met all; where
    something was stored, see that all still answers."""
    variables, text = json.dumps(document.variables), document.text
    is_first = name in FIRST_OF_THEIR_LIKE
    values = corpus.KEEN if not is_first else corpus.JSONS if takes_text(name) else corpus.INLINE
    with undone(), writes() as written:
        cache.clear()  # the allowance of a minute would answer before anything is read
        for value in values:
            given = variables.replace(json.dumps(HOSTILE), value)
            ask(world, f'{{"query": {json.dumps(text)}, "variables": {given}}}', wrong)
            if is_first and HOSTILE in document.variables.values() and value in corpus.INLINE:
                ask(world, json.dumps({"query": inline(document, value)}), wrong)
        if written:
            look_around(world, wrong)
