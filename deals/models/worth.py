"""What customers may buy: added up from their open deals by the database."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import BigIntegerField, F, Sum

from deals.models.deal import Deal
from deals.money import weighted


def weighted_values(customer_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what the open deals of each of these customers come to at the chances of their
    stages. Deals without a value count 0; archived ones are out."""
    found = dict.fromkeys(customer_ids, weighted(None))
    deals = Deal.objects.standing().open().filter(customer__in=list(found)).order_by()
    percents = Sum(F("value") * F("stage__probability"), output_field=BigIntegerField())
    rows = deals.values("customer").annotate(percents=percents)
    sums = rows.values_list("customer", "percents")
    return found | {customer: weighted(number) for customer, number in sums}
