"""The documents are true: what they name exists, and what they show works."""

import ast
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.test import Client
from django.urls import reverse
from graphql import parse, validate

from crm.schema import schema
from tests.security.addresses import addresses

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "CHANGELOG.md", *(f"docs/{path.name}" for path in ROOT.glob("docs/*.md"))]
ARCHITECTURE, DEPLOYMENT = "docs/architecture.md", "docs/deployment.md"

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Return what stands in fences of this language."""
    return [code for found, code in FENCE.findall(read(name)) if found == language]


def spans(text: str) -> list[str]:
    """Return what stands between backticks within the prose."""
    return [" ".join(span.split()) for span in SPAN.findall(FENCE.sub("", text))]


def code_lines(name: str) -> Iterator[str]:
    """Yield what is shown to be typed or read as code, commands continued by \\ as one line."""
    for _, code in FENCE.findall(read(name)):
        yield from re.sub(r"\\\n\s*", "", code).splitlines()
    yield from spans(read(name))


def section(name: str, heading: str) -> str:
    """Return what stands below a heading, up to the next."""
    _, _, rest = read(name).partition(f"\n{heading}\n")
    assert rest, f"{name} has no section {heading}"
    return re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0]


def table(name: str, heading: str) -> list[list[str]]:
    """Return the cells of the rows of the table below a heading, without its head."""
    rows = [line for line in section(name, heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


# What is named


def settings_read() -> dict[str, object]:
    """Return the environment variables that the settings read, with their defaults."""
    found = {}
    for node in ast.walk(ast.parse(read("crm/settings.py"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name("env")),
                args=[ast.Constant(name), *_],
                keywords=[ast.keyword("default", default)],
            ):
                found[name] = default
    return found


def as_written(default: ast.expr) -> str | None:
    """Return a default as one would write it into the environment, None if it is computed."""
    try:
        value = ast.literal_eval(default)
    except ValueError:
        return None
    if isinstance(value, list):
        return ",".join(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def test_every_setting_stands_in_the_table_and_nothing_else():
    rows = table(DEPLOYMENT, "## Settings")
    assert {name.strip("`") for name, *_ in rows} == settings_read().keys()


def test_the_table_says_the_defaults():
    read_by_name = settings_read()
    for name, default, _ in table(DEPLOYMENT, "## Settings"):
        written = as_written(read_by_name[name.strip("`")])
        if written:
            assert default == f"`{written}`", name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_exists(name):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    for line in code_lines(name):
        if named := re.match(r"make ([a-z]+)", line):
            assert named[1] in targets, line


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_and_its_options_exist(name):
    commands = get_commands()
    for line in code_lines(name):
        for command, rest in re.findall(r"manage\.py ([a-z_]+)([^|;&]*)", line):
            assert command in commands, line
            parser = load_command_class(commands[command], command).create_parser("", command)
            for option in re.findall(r"(?<!\S)--[a-z-]+", rest):
                assert re.search(rf"{option}\b", parser.format_help()), line


def anchors(text: str) -> set[str]:
    """Return the fragments by which a document's headings are reached."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name):
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", read(name))):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        there = (ROOT / name).parent / file if file else ROOT / name
        assert there.exists(), target
        assert not anchor or anchor in anchors(there.read_text("utf-8")), target


FILE = re.compile(r"\.?\w[\w.-]*(/[\w.-]+)*(/|\.(css|graphql|html|js|json|md|py|svg|toml|txt))")
MADE = {"before/", "staticfiles/"}  # by whoever runs the commands that are shown


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_exists(name):
    tree = "".join(f"/{path.relative_to(ROOT).as_posix()}\n" for path in files())
    for span in spans(read(name)):
        if FILE.fullmatch(span) and span not in MADE:
            assert f"/{span}" in tree if span.endswith("/") else f"/{span}\n" in tree, span


def test_the_rooms_are_there():
    rooms = blocks(ARCHITECTURE, "")[0]
    above = ROOT
    for indent, folder in re.findall(r"^( *)(\w+/)", rooms, re.MULTILINE):
        above = above if indent else ROOT / folder
        assert (above / folder if indent else above).is_dir(), folder


def test_what_the_architecture_names_stands_in_the_code():
    sources = [
        path.read_text("utf-8")
        for path in files()
        if path.suffix in {".py", ".html", ".js"} and path != Path(__file__).resolve()
    ]
    known = set(re.findall(r"\w+", "\n".join(sources)))
    for span in spans(read(ARCHITECTURE)):
        unknown = set(re.findall(r"[A-Za-z_]\w{2,}", span)) - known
        assert not unknown or FILE.fullmatch(span), span


def test_the_architecture_lists_every_address_and_no_other():
    cells = [cell for cell, _ in table(ARCHITECTURE, "### Addresses")]
    listed = [address for cell in cells for address in SPAN.findall(cell)]
    stand = [
        re.sub(r"%\((\w+)\)s", r"<\1>", found.pattern).replace("<pk>", "<id>")
        for found in addresses()
        if not found.is_admins
    ]
    assert sorted(listed) == sorted([*stand, reverse("admin:index")])


# What is shown


def ask(token: str, query: str, variables: dict | None = None) -> dict:
    body = {"query": query, "variables": variables or {}}
    response = Client().post(
        "/graphql/", body, "application/json", headers={"Authorization": f"Bearer {token}"}
    )
    answer = response.json()
    assert response.status_code == 200, answer
    assert "errors" not in answer, answer
    return answer["data"]


def test_the_three_examples_of_the_readme_work(alice, token_of):
    token = token_of(alice)
    create, customers, update = blocks("README.md", "graphql")

    added = ask(token, create)["createCustomer"]
    assert added == {"id": added["id"], "name": "Example Corp", "status": "active"}

    found = ask(token, customers)["customers"]
    assert found["totalCount"] == 1
    assert found["nodes"][0]["industry"] == "Technology"
    assert found["nodes"][0]["owner"] is None

    shown = next(json.loads(span) for span in spans(read("README.md")) if span.startswith("{"))
    variables = {"id": added["id"], "version": 1, "owner": str(alice.pk)}
    assert shown.keys() == variables.keys()
    updated = ask(token, update, variables)["updateCustomer"]
    assert updated["version"] == 2
    assert updated["owner"] == {"name": "Alice"}


def test_the_request_that_the_readme_sends_by_hand_works(alice, token_of):
    shell = "".join(blocks("README.md", "sh"))
    body = json.loads(re.search(r"--data '(.+)'", shell)[1])
    assert ask(token_of(alice), **body) == {"me": {"name": "Alice"}}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_query_fits_the_schema(name):
    for query in blocks(name, "graphql"):
        assert not validate(schema.graphql_schema, parse(query)), query


@pytest.fixture
def manage(tmp_path):
    """Run a command as on a server that is being set up, with settings of its own."""

    def run(*arguments: str, **settings: str) -> str:
        # Without what would steer this server, and what the browser tests need for theirs.
        foreign = {*settings_read(), "DJANGO_ALLOW_ASYNC_UNSAFE"}
        known = {name: value for name, value in os.environ.items() if name not in foreign}
        done = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**known, "DATA_DIR": str(tmp_path), **settings},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return run


def test_the_check_of_a_server_has_nothing_to_say(manage):
    said = manage("check", "--deploy", HTTPS="1", PROXIES="1", ALLOWED_HOSTS="crm.example.com")
    assert said == "System check identified no issues (0 silenced).\n"


def statements(name: str) -> list[str]:
    """Return the SQL that a document hands to sqlite3."""
    shell = "".join(blocks(name, "sh"))
    return [
        sql
        for text in re.findall(r'^sqlite3 \S+ "(.+)"$', shell, re.MULTILINE)
        for sql in text.split("; ")
    ]


def test_sqlite_is_set_up_backed_up_and_restored_as_described(manage, tmp_path):
    manage("migrate", "--verbosity", "0")
    named = re.findall(r"(DJANGO_SUPERUSER_\w+)=", "".join(blocks(DEPLOYMENT, "sh")))
    values = dict.fromkeys(named, "ada@rapport.example")
    manage("createsuperuser", "--noinput", **values)

    stands, backup = tmp_path / "rapport.sqlite3", tmp_path / "backup.sqlite3"
    vacuum, *checks = statements(DEPLOYMENT)
    assert statements("README.md") == [vacuum.replace("/backup/rapport", "backup")]
    with sqlite3.connect(stands) as database:
        database.execute(re.sub(r"'.+'", f"'{backup}'", vacuum))
    with sqlite3.connect(backup) as database:
        assert [database.execute(check).fetchall() for check in checks] == [[("ok",)], []]

    for path in tmp_path.glob("rapport.sqlite3*"):
        path.unlink()
    backup.rename(stands)
    count = "from accounts.models import User; print(User.objects.get(is_superuser=True).email)"
    assert manage("shell", "--verbosity", "0", "--command", count).strip() == "ada@rapport.example"


# What must not be said

LEFT_OUT = {line.strip("/\n") for line in (ROOT / ".gitignore").open()} | {".git"}
REGISTRIES = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "com"),
    ("npmjs", "org"),
    ("yarnpkg", "com"),
    ("jsdelivr", "net"),
    ("unpkg", "com"),
    ("debian", "org"),
]
REGISTRY = re.compile("|".join(rf"\b{re.escape('.'.join(host))}\b" for host in REGISTRIES))
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.<>)-])/(?:home|Users|root|work|tmp)/\w")


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Yield the files of the project, without what programs make."""
    for path in folder.iterdir():
        if path.name in LEFT_OUT:
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


@pytest.mark.parametrize("forbidden", [REGISTRY, SOMEBODYS_FOLDER], ids=["registry", "folder"])
def test_no_file_names_a_registry_or_a_folder_of_one_machine(forbidden):
    for path in files():
        found = forbidden.search(path.read_text("utf-8", errors="replace"))
        assert not found, f"{path.relative_to(ROOT)} says {found[0]}"
