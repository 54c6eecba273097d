"""What the customers of a list may buy and bought, added up by the database."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from accounts.paging import CountUpTo, told

MOST_ADDED_UP = 10_000


@dataclass(frozen=True)
class Totals:
    """How many customers there are, as pages tell it, and the sums of their figures, which are
    None where there are too many to add up unasked."""

    count: str
    open_value: Decimal | None = None
    lifetime_value: Decimal | None = None

    @classmethod
    def of(cls, customers: models.QuerySet, *, whatever_many: bool = False) -> "Totals":
        """Count customers, and add up the figures of so many or, if asked to, of all."""
        count = CountUpTo.bounded(customers, MOST_ADDED_UP + 1).count()
        if count > MOST_ADDED_UP and not whatever_many:
            return cls(told(count))
        sums = customers.order_by().aggregate(
            open_value=models.Sum("standing__open_value", default=Decimal(0)),
            lifetime_value=models.Sum("standing__lifetime_value", default=Decimal(0)),
        )
        return cls(told(count), **sums)
