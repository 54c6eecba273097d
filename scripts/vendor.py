"""Fetch the front end's parts from npm and write them into the project, with their licences.

    python scripts/vendor.py           fetch everything anew, draw the icons, write VENDORED.json
    python scripts/vendor.py --icons   the same for the icons alone

What it writes is committed, so that nobody who runs Rapport needs Node. Versions change here and
nowhere else; tests/test_vendored.py holds the files to what VENDORED.json says of them.
"""

import argparse
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "static/vendor/VENDORED.json"
SPRITE = ROOT / "static/icons.svg"
SVG = "http://www.w3.org/2000/svg"
ICON_IN_USE = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""")
SOURCE_MAP = re.compile(rb"\s*(?:/\*#\s*sourceMappingURL=.*?\*/|//#\s*sourceMappingURL=\S*)\s*$")

# @tabler/core comes without a licence file; this is the licence its package.json and its style
# sheet name, with the holders the style sheet names.
TABLER_LICENCE = """\
MIT License

Copyright (c) 2018-2026 The Tabler Authors
Copyright (c) 2018-2026 codecalm.net Paweł Kuna

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files we keep, in which folder, under which licence."""

    name: str
    version: str
    licence: str
    folder: str
    keep: tuple[str, ...] = ()
    licence_files: tuple[str, ...] = ("LICENSE",)
    written_licence: str = field(default="", repr=False)


ICONS = Package("@tabler/icons", "3.51.0", "MIT", "static/vendor/icons")

PACKAGES = (
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        "static/vendor/inter",
        keep=(
            "files/inter-latin-opsz-normal.woff2",
            "files/inter-latin-ext-opsz-normal.woff2",
        ),
    ),
    Package(
        "@tabler/core",
        "1.6.1",
        "MIT",
        "static/vendor/tabler",
        keep=("dist/css/tabler.min.css",),
        licence_files=(),
        written_licence=TABLER_LICENCE,
    ),
    ICONS,
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        "tests/browser/vendor",
        keep=("axe.min.js",),
        licence_files=("LICENSE", "LICENSE-3RD-PARTY.txt"),
    ),
    Package(
        "chart.js",
        "4.6.1",
        "MIT",
        "static/vendor/chartjs",
        keep=("dist/chart.umd.min.js",),
        licence_files=("LICENSE.md",),
    ),
    Package(
        "graphiql",
        "3.9.0",
        "MIT",
        "static/vendor/graphiql",
        keep=("graphiql.min.js", "graphiql.min.css"),
    ),
    Package("htmx.org", "4.0.1", "0BSD", "static/vendor/htmx", keep=("dist/htmx.min.js",)),
    Package("react", "18.3.1", "MIT", "static/vendor/react", keep=("umd/react.production.min.js",)),
    Package(
        "react-dom",
        "18.3.1",
        "MIT",
        "static/vendor/react-dom",
        keep=("umd/react-dom.production.min.js",),
    ),
    Package("sortablejs", "1.15.7", "MIT", "static/vendor/sortable", keep=("Sortable.min.js",)),
)


def unpack(package: Package, folder: Path) -> Path:
    """Fetch the package with npm and return where its files lie."""
    subprocess.run(  # noqa: S603  (fixed words and the list above)
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],  # noqa: S607
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def copy(source: Path, target: Path) -> Path:
    """Write one file where we keep it, without the source map it names: we do not ship that."""
    content = source.read_bytes()
    if target.suffix in {".css", ".js"}:
        content = SOURCE_MAP.sub(b"\n", content)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def icons_in_use() -> list[str]:
    """Return the names in every `{% icon "name" %}` of the templates."""
    pages = (ROOT / "templates").rglob("*.html")
    return sorted({name for page in pages for name in ICON_IN_USE.findall(page.read_text())})


def draw_sprite(outlines: Path) -> Path:
    """Write the sprite: one symbol for each icon in use, its lines drawn by the style sheet."""
    lines = [f'<svg xmlns="{SVG}">']
    for name in icons_in_use():
        shapes = ElementTree.parse(outlines / f"{name}.svg").getroot()  # noqa: S314  (pinned)
        drawn = [shape for shape in shapes if shape.get("stroke") != "none"]
        body = "".join(
            f"<{shape.tag.removeprefix(f'{{{SVG}}}')} "
            + " ".join(f'{key}="{value}"' for key, value in shape.attrib.items())
            + "/>"
            for shape in drawn
        )
        lines.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    SPRITE.write_text("\n".join([*lines, "</svg>", ""]))
    return SPRITE


def vendor(package: Package) -> dict[str, object]:
    """Bring one package in and return its entry for the manifest."""
    target = ROOT / package.folder
    with tempfile.TemporaryDirectory() as scratch:
        source = unpack(package, Path(scratch))
        files = [copy(source / name, target / Path(name).name) for name in package.keep]
        files += [copy(source / name, target / name) for name in package.licence_files]
        if package.written_licence:
            target.mkdir(parents=True, exist_ok=True)
            (target / "LICENSE").write_text(package.written_licence)
            files.append(target / "LICENSE")
        if package is ICONS:
            files.append(draw_sprite(source / "icons/outline"))
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "files": {
            str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(files)
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Fetch the front end's parts from npm.")
    parser.add_argument("--icons", action="store_true", help="draw the icons anew, nothing else")
    wanted = [ICONS] if parser.parse_args().icons else PACKAGES

    entries = {}
    if MANIFEST.exists():
        entries = {entry["name"]: entry for entry in json.loads(MANIFEST.read_text())}
    entries |= {package.name: vendor(package) for package in wanted}
    kept = [entries[package.name] for package in PACKAGES]
    MANIFEST.write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    main()
