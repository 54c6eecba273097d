"""How money looks on a page: $1,234, without cents unless there are any; $1.37M in summaries."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

from deals.money import in_full, sign

register = template.Library()
UNITS = (("B", Decimal(10**9)), ("M", Decimal(10**6)), ("k", Decimal(10**3)))
# From here on three figures of a unit would be a whole next one: $1M, not $1000k.
ALMOST_ONE = Decimal("0.9995")


@register.filter
def money(amount: Decimal | None) -> str:
    """Show an amount in full: $1,234 or $1,234.50; "" for none."""
    return in_full(amount)


@register.filter
def money_short(amount: Decimal) -> str:
    """Show an amount in three figures: $1.37M, $72.8k, $950."""
    for letter, unit in UNITS:
        if amount >= unit * ALMOST_ONE:
            return f"{sign()}{three_figures(amount / unit)}{letter}"
    return f"{sign()}{amount.quantize(Decimal(1), ROUND_HALF_UP)}"


def three_figures(number: Decimal) -> str:
    places = Decimal(1) if number >= 100 else Decimal("0.1") if number >= 10 else Decimal("0.01")
    rounded = f"{number.quantize(places, ROUND_HALF_UP)}"
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded
