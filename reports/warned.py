"""Customers with warning signs, the gravest first, each with what answers its gravest sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Customer, User
from accounts.paging import Order, ids_of
from reports.health import Health
from reports.models import Standing
from reports.sentences import Sign, Step
from reports.signs import Code

MOST_WARNED = 8
MOST_SIGNS = 3
GRAVEST_FIRST = Order(("standing__at_risk_on", "standing__watch_on"), tie="standing__customer_id")
# What these suggest is for those who may change the customer.
CHANGING = {Code.LATE_REORDER, Code.LOST_RECENTLY, Code.NO_OWNER}


@dataclass(frozen=True)
class Warned:
    """A customer who shows warning signs, the gravest of them first."""

    customer: Any
    signs: list[Sign]

    @property
    def words(self) -> str:
        """The signs in short: Quiet 34 days, deal stuck 20 days."""
        first, *others = [sign.short for sign in self.signs[:MOST_SIGNS]]
        return ", ".join([first, *(other[:1].lower() + other[1:] for other in others)])

    @property
    def act(self) -> Step | None:
        """What answers the gravest sign, where the reader may do that."""
        sign = self.signs[0]
        return None if sign.code in CHANGING and not self.customer.is_changeable else sign.act


def warned_among(customers: Any, today: date) -> QuerySet[Customer]:
    """Keep those who are at risk or to be watched; each of them is watched from some day on."""
    return customers.filter(standing__watch_on__lte=today)


def gravest(parts: Sequence[QuerySet[Customer]], today: date, *, reader: User) -> list[Warned]:
    """Return those of these customers with warning signs who come first, as many as are shown; the
    customers come in the parts by which the standings' indexes hold them."""
    firsts = [GRAVEST_FIRST.sort(warned_among(part, today))[:MOST_WARNED] for part in parts]
    first = GRAVEST_FIRST.sort(Customer.objects.filter(pk__in=ids_of(firsts)))[:MOST_WARNED]
    found = list(first.values_list("pk", flat=True))
    # By their numbers: PostgreSQL joins all customers with what shows their signs otherwise.
    theirs = Customer.objects.changeable_by(reader).filter(pk=OuterRef("pk"))
    along = ["owner", *(f"standing__{name}" for name in Standing.evidence)]
    shown = Customer.objects.filter(pk__in=found).annotate(is_changeable=Exists(theirs))
    # In between somebody may have answered a sign.
    return [
        Warned(customer, signs)
        for customer in GRAVEST_FIRST.sort(shown).select_related(*along)
        if (signs := Health(customer, today).warnings)
    ]
