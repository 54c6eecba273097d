"""What customers may buy: added up from open deals by the database."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, Sum

from deals.models.deal import Deal
from deals.money import weighted


def percents() -> Any:
    """Add up minor units times whole percent, to be divided once, by `weighted`."""
    return Sum(F("value") * F("stage__probability"), output_field=BigIntegerField())


def weighted_value(deals: QuerySet[Deal]) -> Decimal:
    """Return what these deals come to at the chances of their stages. Those without a value
    count 0."""
    return weighted(deals.order_by().aggregate(percents=percents())["percents"])


def weighted_values(customer_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what the open deals of each of these customers come to at the chances of their
    stages. Archived ones are out."""
    found = dict.fromkeys(customer_ids, weighted(None))
    deals = Deal.objects.standing().open().filter(customer__in=list(found)).order_by()
    sums = deals.values("customer").annotate(percents=percents())
    rows = sums.values_list("customer", "percents")
    return found | {customer: weighted(number) for customer, number in rows}
