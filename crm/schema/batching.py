"""Rows that were loaded together load what hangs on them together.

The first resolver that needs a relation loads it for all its row's peers, so a nested list costs
the same number of SQL statements for one row as for a hundred, whatever the query looks like.
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import cached_property
from itertools import chain
from typing import Any

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects

from accounts.paging import Order, Page


def stamp(rows: Iterable[models.Model]) -> None:
    """Make the rows know each other."""
    peers = list(rows)
    for row in peers:
        row.__dict__["_peers"] = peers


def peers_of(row: models.Model) -> list[Any]:
    return row.__dict__.get("_peers", [row])


def one(row: models.Model, relation: str) -> Any:
    """Return the record that a foreign key leads to, or that the only one leads from, or None."""
    if relation not in row._state.fields_cache:
        peers = peers_of(row)
        prefetch_related_objects(peers, relation)
        found = {getattr(peer, relation, None) for peer in peers}
        stamp(record for record in found if record is not None)
    return getattr(row, relation, None)


def every(row: models.Model, relation: str, queryset: models.QuerySet) -> list[Any]:
    """Return all rows of the queryset to which a relation leads; of these there must be few."""
    name = f"_every_{relation}"
    if name not in row.__dict__:
        peers = peers_of(row)
        prefetch_related_objects(peers, Prefetch(relation, queryset, to_attr=name))
        stamp(chain.from_iterable(peer.__dict__[name] for peer in peers))
    return row.__dict__[name]


def figures(row: models.Model, name: str, of: Callable[[list[int]], dict[int, Any]]) -> Any:
    """Return the row's own of the figures that are worked out for it and its peers by number."""
    if name not in row.__dict__:
        found = of([peer.pk for peer in peers_of(row)])
        for peer in peers_of(row):
            peer.__dict__[name] = found[peer.pk]
    return row.__dict__[name]


def many(
    row: models.Model, relation: str, queryset: models.QuerySet, order: Order, **asked: Any
) -> Page:
    """Return the row's own page of what points at it by the relation; see `Page` for `asked`."""
    key = (relation, str(queryset.query), *sorted(asked.items()))
    pages = pages_of(row)
    if key not in pages:
        peers, page = peers_of(row), PageOfEach(queryset, order, **asked)
        rows_of_each = loaded(peers, relation, page)
        stamp(chain.from_iterable(rows_of_each))
        for peer, rows in zip(peers, rows_of_each, strict=True):
            pages_of(peer)[key] = page.of(peer, relation, rows)
    return pages[key]


class PageOfEach(Page):
    """A page of what points at one row, which is counted together with its peers'."""

    row: Any
    relation: str

    def of(self, row: models.Model, relation: str, rows: list[Any]) -> "PageOfEach":
        """Return this page as it is for a row, on which these were found."""
        own = copy(self)
        own.row, own.relation, own.found = row, relation, rows
        return own

    @cached_property
    def count(self) -> int:
        counts = self.row.__dict__.setdefault("_counts", {})
        key = (self.relation, str(self.queryset.query))
        if key not in counts:
            found = counted(peers_of(self.row), self.relation, self.queryset)
            for peer in peers_of(self.row):
                peer.__dict__.setdefault("_counts", {})[key] = found.get(peer.pk, 0)
        return counts[key]


def counted(rows: list[Any], relation: str, queryset: models.QuerySet) -> dict[int, int]:
    """Count for each row what points at it, in one statement."""
    foreign_key = rows[0]._meta.get_field(relation).field.attname
    pointing = queryset.order_by().filter(**{f"{foreign_key}__in": [row.pk for row in rows]})
    counts = pointing.values(foreign_key).annotate(number=models.Count("pk"))
    return dict(counts.values_list(foreign_key, "number"))


def pages_of(row: models.Model) -> dict[Any, Page]:
    return row.__dict__.setdefault("_pages", {})


def loaded(rows: list[Any], relation: str, page: Page) -> list[list[Any]]:
    """Return for each row what points at it and belongs on the page, in one statement."""
    if len(rows) == 1:
        # An index ends a plain LIMIT early; the windows of a prefetch are read to their ends.
        foreign_key = rows[0]._meta.get_field(relation).field.name
        return [list(page.window_on(page.queryset.filter(**{foreign_key: rows[0]})))]
    prefetch_related_objects(rows, Prefetch(relation, page.window, to_attr="_found"))
    return [row.__dict__.pop("_found") for row in rows]
