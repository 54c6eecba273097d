"""Money: whole minor units in the database, exact Decimals everywhere else."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from accounts.text import LineFormField

MINOR = Decimal("0.01")
LARGEST = Decimal("9999999999.99")
AMOUNT = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]*)?")
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "NGN": "₦"}


def to_minor(amount: Decimal) -> int:
    return int(amount.scaleb(2).to_integral_exact())


def from_minor(units: int | Decimal) -> Decimal:
    return Decimal(int(units)).scaleb(-2)


def weighted(minor_percent: int | Decimal | None) -> Decimal:
    """Return the sum of minor units times whole percent as money, divided once, half up."""
    return (Decimal(minor_percent or 0) / 10_000).quantize(MINOR, ROUND_HALF_UP)


def sign() -> str:
    return SIGNS.get(settings.CURRENCY, f"{settings.CURRENCY}\N{NO-BREAK SPACE}")


def in_full(amount: Decimal | None) -> str:
    """Return an amount as pages show it: $1,234 or $1,234.50; "" for none."""
    if amount is None:
        return ""
    whole = amount == amount.to_integral_value()
    return f"{sign()}{amount:,.0f}" if whole else f"{sign()}{amount:,.2f}"


class AmountField(LineFormField):
    """An amount of money from a person: 1234.50 or 1,234.50, never negative."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 30, **kwargs})

    def to_python(self, value: object) -> Any:
        text = super().to_python(f"{value:f}" if isinstance(value, Decimal) else value)
        if not text:
            return None
        found = AMOUNT.fullmatch(text)
        if found is None:
            raise ValidationError("Enter an amount like 1234.50.", code="invalid")
        if len(found[1] or "") > len(".00"):
            raise ValidationError("Enter at most two decimals.", code="decimals")
        amount = Decimal(text.replace(",", ""))
        if amount > LARGEST:
            raise ValidationError(f"Enter at most {LARGEST:,}.", code="too_large")
        return amount.quantize(MINOR)

    def run_validators(self, value: Any) -> None:
        """The amount was checked as it was read; CharField's checks are for texts."""


class MoneyField(models.BigIntegerField):
    """A column of whole minor units that speaks Decimal: SQLite keeps decimals as floats."""

    # For the type checker, to which a BigIntegerField speaks int.
    _pyi_private_set_type: Decimal  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else from_minor(value)

    def to_python(self, value: Any) -> Decimal | None:
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        value = self.to_python(value)
        return None if value is None else to_minor(value)

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": AmountField, **kwargs})
