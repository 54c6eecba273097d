"""Turning the pages of a list, to its end and back."""

from collections.abc import Sequence
from typing import Any

from accounts.paging import Order, Page


def turned(rows: Any, order: Order, size: int, parts: Sequence = ()) -> None:
    """See each row once and in order, on the way to the end and on the way back."""
    expected = list(order.sort(rows))
    seen, page = [], Page(rows, order, parts=parts, size=size)
    while True:
        seen += page.rows
        assert page.last_number == len(seen)
        if not page.next:
            break
        page = Page(rows, order, parts=parts, size=size, after=page.next)
    assert seen == expected
    while page.previous:
        page = Page(rows, order, parts=parts, size=size, before=page.previous)
    assert page.rows == expected[: len(page.rows)]
    assert not Page(rows, order, parts=parts, size=size).previous
