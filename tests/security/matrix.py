"""Who gets what where: the promises to which test_access_matrix holds the product.

Pages: a cell is the status of the answer, or `login`, the way to the sign-in page. A token counts
for nothing there, as a session counts for nothing in the API.

API: a cell is `ok`, a word for the code of the error or, where all is well and the answer is one
as if Alice's customers did not exist, `blind`.
"""

import re

from tests.security.addresses import METHODS
from tests.security.matrix_of_api import API
from tests.security.matrix_of_pages import PAGES

PERSONS = ("stranger", "viewer", "owner", "manager", "admin")
TOKENS = (*PERSONS, "read-only")
DEAD_TOKENS = ("expired", "revoked", "deactivated")


def pages() -> dict[tuple[str, str], dict[str, str]]:
    """Return the table of pages: for an address and a method, each column's cell."""
    rows = {}
    for (address, methods), cells in _rows(PAGES, keys=2):
        named = methods.split() if methods != "others" else METHODS
        for method in named:
            rows.setdefault((address, method), cells)
    return rows


def api() -> dict[str, dict[str, str]]:
    """Return the table of the API: for a field or an argument, each column's cell."""
    return {name: cells for (name,), cells in _rows(API, keys=1)}


def _rows(table: str, *, keys: int):
    header, *lines = [
        re.split(r"\s{2,}", line, maxsplit=keys) for line in table.split("\n") if line
    ]
    columns = header[-1].split()
    for line in lines:
        yield tuple(line[:keys]), dict(zip(columns, line[-1].split(), strict=True))
