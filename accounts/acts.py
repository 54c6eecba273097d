"""Acts: what is done in one go, in one transaction, at whose end the touched customers are told.

Figures that are kept for each customer follow in the very transaction that changed what they come
from, once for all that it changed, and before anybody else can see the change.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.dispatch import Signal

# Sent at the end of an act, still in its transaction, with the numbers of the `customers`.
customers_touched = Signal()

_touched: ContextVar[set[int] | None] = ContextVar("touched", default=None)


@contextmanager
def act() -> Iterator[None]:
    """Run what is within in one transaction; acts within acts are parts of the outermost one."""
    if _touched.get() is not None:
        with transaction.atomic():
            yield
        return
    customers: set[int] = set()
    token = _touched.set(customers)
    try:
        with transaction.atomic():
            yield
            if customers:
                customers_touched.send(sender=None, customers=customers)
    finally:
        _touched.reset(token)


def touch(customer_ids: Iterable[int]) -> None:
    """Say within an act that something changed on which figures of these customers depend."""
    customers = _touched.get()
    if customers is None:
        raise RuntimeError("Customers are touched by acts alone.")
    customers.update(customer_ids)
