"""What happened last with customers: the newest of what their timelines show, merged as it is read.

Who reads of all customers reads each source by its index of moments. Whoever reads of some must not
look through what others did: first it is found with which customers something happened last.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from accounts.models import Customer
from accounts.paging import Order, ids_of
from activities.timeline import ACTIVITIES, CONVERSIONS, MOVES, NOTES, Entry, Source

SOURCES = (NOTES, ACTIVITIES, MOVES, CONVERSIONS)
MOST = 10
# Of more customers than this, those with whom somebody spoke last are looked at.
MOST_CUSTOMERS = 1000
LAST_SPOKEN = Order(("standing__contact_key",), descending=True, tie="standing__customer_id")
LAST_HAPPENED = Order(("happened_at",), descending=True)
NEVER_YET = Value(datetime(1800, 1, 1, tzinfo=UTC), DateTimeField())
ALL = Q(customer__isnull=False, customer__archived_at=None)


def newest(parts: Sequence[QuerySet[Customer]] | None) -> list[Entry]:
    """Return what happened last with these customers, the newest first; they come in the parts by
    which an index holds them, and None stands for all."""
    if parts is None:
        found = [entry for source in SOURCES for entry in entries_of(source, ALL)]
    else:
        found = among(parts)
    return sorted(found, key=lambda entry: entry.place, reverse=True)[:MOST]


def among(parts: Sequence[QuerySet[Customer]]) -> list[Entry]:
    """Return the newest entries of these customers.

    The last ten things happened with ten customers at most, and not before the moment at which
    something happened last with the last of these.
    """
    last = list(happened_last(parts))
    theirs = Q(customer__in=[pk for pk, _ in last])
    since = last[-1][1] if len(last) == MOST else NEVER_YET
    return [
        entry
        for source in SOURCES
        for entry in entries_of(source, theirs & Q(**{f"{source.moment}__gte": since}))
    ]


def happened_last(parts: Sequence[QuerySet[Customer]]) -> QuerySet:
    """Return with whom of these customers something happened last, and when."""
    known = ids_of([LAST_SPOKEN.sort(part)[:MOST_CUSTOMERS] for part in parts])
    looked_at = LAST_SPOKEN.sort(Customer.objects.filter(pk__in=known))[:MOST_CUSTOMERS]
    moments = [Coalesce(last_of(source), NEVER_YET) for source in SOURCES]
    asked = Customer.objects.filter(pk__in=looked_at.values("pk"))
    found = LAST_HAPPENED.sort(asked.annotate(happened_at=Greatest(*moments)))
    return found.values_list("pk", "happened_at")[:MOST]


def last_of(source: Source) -> Subquery:
    """Return the moment of the last entry that a source has of a customer."""
    rows = source.rows().filter(customer=OuterRef("pk"))
    return Subquery(source.order.sort(rows).values(source.moment)[:1])


def entries_of(source: Source, which: Q) -> list[Entry]:
    """Return the newest of a source's entries of which this holds."""
    # What is shown of them is read once it is known which they are.
    ids: Any = source.order.sort(source.rows().filter(which)).values("pk")[:MOST]
    rows = source.rows().prefetch_related(None).select_related("customer").filter(pk__in=ids)
    return [Entry(source, row) for row in rows]
