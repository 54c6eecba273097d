"""ABC classes: the customers that make up the first 80 % of all value, the next 15 %, the rest."""

from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Q, Sum, Window
from django.db.models.functions import RowNumber

from deals.money import to_minor
from reports.report.rows import BY_VALUE

VALUE = "standing__lifetime_value"
RANKED = [f"-{column}" for column in BY_VALUE.key]
# From how many hundredths of all value on each class begins.
BEGINS = {"A": 0, "B": 80, "C": 95}


class Class(NamedTuple):
    """A class, how many customers are in it, and what they are worth together."""

    name: str
    customers: int
    value: Decimal


class Classes:
    """The classes of customers who are worth `total` together, the most valuable first."""

    def __init__(self, customers: Any, total: Decimal) -> None:
        self.valued = customers.order_by().filter(**{f"{VALUE}__gt": 0})
        self.total = to_minor(total)

    @cached_property
    def all(self) -> list[Class]:
        """The classes; a customer is in the one in which what stands before it ends."""
        upto = Sum(VALUE, output_field=BigIntegerField())
        before = Window(upto, order_by=RANKED) - F(VALUE)
        # Said to be large: beyond what an ordinary integer holds Django would find nothing.
        hundredths = ExpressionWrapper(before * 100, BigIntegerField())
        ranked = self.valued.annotate(hundredths=hundredths, minor=F(VALUE))
        bounds = [begin * self.total for begin in BEGINS.values()] + [None]
        found: dict[str, Any] = {}
        for name, begin, end in zip(BEGINS, bounds[:-1], bounds[1:], strict=True):
            within = Q(hundredths__gte=begin)
            if end is not None:
                within &= Q(hundredths__lt=end)
            found[f"{name}_count"] = Count("pk", filter=within)
            found[f"{name}_value"] = Sum("minor", filter=within, default=0)
        sums = ranked.aggregate(**found)
        return [Class(name, sums[f"{name}_count"], sums[f"{name}_value"]) for name in BEGINS]

    def customers_in(self, name: str) -> Any:
        """Return the customers of a class by the last of it and the last of the one before.

        What stands before each row would be something else on a page of the rows.
        """
        counts = {found.name: found.customers for found in self.all}
        begin = sum(counts[other] for other in counts if other < name)
        end = begin + counts[name]
        if begin == end:
            return self.valued.none()
        placed = self.valued.annotate(place=Window(RowNumber(), order_by=RANKED))
        last = placed.filter(place__in=(begin, end)).values_list("place", *BY_VALUE.key)
        keys = {place: list(key) for place, *key in last}
        customers = self.valued.exclude(BY_VALUE.beyond(keys[end]))
        return customers.filter(BY_VALUE.beyond(keys[begin])) if begin else customers
