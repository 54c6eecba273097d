"""What the documents say of the API is so: their examples run and answer what is printed."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from activities.timeline import KINDS
from crm.schema import limits
from crm.schema.errors import Code
from tests.crm.conftest import Script

DOCUMENT = settings.BASE_DIR / "docs" / "graphql.md"
README = settings.BASE_DIR / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ANYTHING = "..."


@dataclass
class Example:
    """A document with its variables and the answer that is printed below it."""

    query: str
    variables: dict
    answer: dict


def blocks(path: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(path.read_text())


def examples(path: Path) -> list[Example]:
    """Read the examples of a text: what follows a document until its answer belongs to it."""
    found = []
    for language, text in blocks(path):
        if language == "sh" and text.startswith("curl"):
            found.append(Example(**said_by_curl(text), answer={}))
        elif language == "graphql":
            found.append(Example(text, {}, {}))
        elif language == "json" and {"data", "errors"} & json.loads(text).keys():
            found[-1].answer = json.loads(text)
        elif language == "json":
            found[-1].variables = json.loads(text)
    return found


def said_by_curl(command: str) -> dict:
    """Return what a curl command sends; it has to be the kind of request that we take."""
    words = shlex.split(command.replace("\\\n", " "))
    assert words[:2] == ["curl", "http://127.0.0.1:8000/graphql/"]
    given = list(zip(words[2::2], words[3::2], strict=True))
    assert given[:2] == [
        ("--header", "Authorization: Bearer TOKEN"),
        ("--header", "Content-Type: application/json"),
    ]
    ((option, body),) = given[2:]
    assert option == "--data"
    said = json.loads(body)
    return {"query": said["query"], "variables": said.get("variables", {})}


def fits(printed, given) -> bool:
    """Tell whether an answer is the printed one, of which "..." stands for anything."""
    if isinstance(printed, dict) and isinstance(given, dict):
        return printed.keys() == given.keys() and all(fits(printed[k], given[k]) for k in printed)
    if isinstance(printed, list) and isinstance(given, list):
        return len(printed) == len(given) and all(map(fits, printed, given))
    return printed in (ANYTHING, given)


@pytest.fixture
def alices(transactional_db, script_of, request) -> Script:
    """Alice, who has the first number, in an empty house."""
    return script_of(request.getfixturevalue("alice"))


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_examples_answer_what_is_printed(alices):
    told = examples(DOCUMENT)
    assert len(told) >= 9
    for example in told:
        answer = alices.ask(example.query, **example.variables)
        assert fits(example.answer, answer), (example.query, answer)


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_readmes_examples_run(alices):
    told = examples(README)
    assert len(told) >= 4
    for example in told:
        variables = example.variables or {"id": "1", "version": 1, "owner": "1"}
        wanted = {k: v for k, v in variables.items() if f"${k}" in example.query}
        assert alices.data(example.query, **wanted)


def test_every_code_is_told():
    rows = re.findall(r"^\| `([A-Z_]+)` \|", DOCUMENT.read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(Code)


def test_every_kind_of_entry_is_told():
    text = DOCUMENT.read_text().partition("## The timeline")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.+?`) \|", text, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(cells))) == sorted(KINDS)


def test_the_limits_that_are_told_hold():
    text = DOCUMENT.read_text().partition("## Limits")[2]
    cells = re.findall(r"^\| [^|]+ \| (.*\d.*) \|$", text, re.MULTILINE)
    told = [
        int(number.replace(",", ""))
        for cell in cells
        for number in re.findall(r"[\d,]+\d|\d", cell)
    ]
    assert told == [
        limits.REQUEST_BYTES // 1024,
        limits.DOCUMENT_BYTES // 1024,
        limits.TOKENS,
        limits.VALUES,
        limits.SELECTION,
        limits.DEPTH,
        limits.INTROSPECTION_DEPTH,
        limits.ALIASES,
        limits.ROOT_FIELDS,
        limits.MUTATIONS,
        limits.PAGE,
        limits.POINTS,
        limits.POINTS_A_MINUTE,
    ]
