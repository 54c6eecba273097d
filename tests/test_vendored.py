"""The front end comes from here alone: files as they were fetched, nothing from elsewhere."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDORED = json.loads((ROOT / "static/vendor/VENDORED.json").read_text())
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OWN_FILES = [
    *TEMPLATES,
    *(ROOT / "static/css").rglob("*.css"),
    *(ROOT / "static/js").rglob("*.js"),
]

ELSEWHERE = re.compile(r"""(?:src|href|url\(|@import|from)\s*=?\s*["'(]?\s*(?:https?:)?//""")
FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=|\shx-on\b", re.IGNORECASE),
    "an address that is script": re.compile(r"javascript:", re.IGNORECASE),
    "an attribute that needs eval": re.compile(r"""=\s*["']js:|hx-trigger="[^"]*\["""),
    "an inherited htmx attribute": re.compile(r"\shx-[a-z-]+:inherited"),
}


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def digest(path: str) -> str:
    return hashlib.sha256((ROOT / path).read_bytes()).hexdigest()


@pytest.mark.parametrize("package", VENDORED, ids=lambda package: package["name"])
def test_vendored_files_are_what_was_fetched(package):
    assert {path: digest(path) for path in package["files"]} == package["files"]


@pytest.mark.parametrize("package", VENDORED, ids=lambda package: package["name"])
def test_every_package_has_its_licence_beside_it(package):
    assert package["licence"]
    assert any(Path(path).name.startswith("LICENSE") for path in package["files"])


def test_no_vendored_file_is_unlisted():
    listed = {path for package in VENDORED for path in package["files"]}
    folders = (ROOT / "static/vendor", ROOT / "tests/browser/vendor")
    found = {short(path) for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert found - listed == {"static/vendor/VENDORED.json"}


def test_the_sprite_holds_the_icons_in_use_and_no_others():
    used = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""")
    wanted = {name for page in TEMPLATES for name in used.findall(page.read_text())}
    sprite = (ROOT / "static/icons.svg").read_text()
    assert set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite)) == wanted


@pytest.mark.parametrize("path", OWN_FILES, ids=short)
def test_nothing_is_loaded_from_elsewhere(path):
    assert not ELSEWHERE.search(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_templates_keep_to_the_content_security_policy(path):
    text = path.read_text()
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []
