"""Money is exact, on its way in, in the database, and when it is added up."""

from decimal import Decimal

import pytest
from django import forms
from django.db.models import Sum

from deals.models import Deal
from deals.money import LARGEST, AmountField, weighted
from deals.templatetags.amounts import money_short
from tests.conftest import add_deal


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234.50", "1234.50"),
        ("1,234.5", "1234.50"),
        ("12,345,678", "12345678.00"),
        (" 7 ", "7.00"),
        ("0", "0.00"),
        ("0.01", "0.01"),
        ("9999999999.99", "9999999999.99"),
        ("9,999,999,999.99", "9999999999.99"),
        ("007", "7.00"),
        (Decimal("12.30"), "12.30"),
    ],
)
def test_amounts_are_read_as_people_write_them(typed, amount):
    assert str(AmountField().clean(typed)) == amount


@pytest.mark.parametrize("typed", ["", "  ", None])
def test_no_amount_is_none(typed):
    assert AmountField(required=False).clean(typed) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1e400", "invalid"),
        ("NaN", "invalid"),
        ("Infinity", "invalid"),
        ("-1", "invalid"),
        ("1,23", "invalid"),
        ("1.234,50", "invalid"),
        ("12 34", "invalid"),
        ("٣", "invalid"),
        (".5", "invalid"),
        ("1.234", "decimals"),
        ("1.000", "decimals"),
        ("10000000000", "too_large"),
        ("9999999999999999999999999999", "too_large"),
        ("9" * 5000, "too_large"),
        ("0x10", "invalid"),
        ("1_000", "invalid"),
        ("$5", "invalid"),
    ],
)
def test_anything_else_is_refused(typed, code):
    with pytest.raises(forms.ValidationError) as refused:
        AmountField().clean(typed)
    assert [error.code for error in refused.value.error_list] == [code]


def test_the_largest_amount_comes_back(halden, alice):
    deal = add_deal(alice, halden, value="9999999999.99")
    deal.refresh_from_db()
    assert deal.value == LARGEST
    assert type(deal.value) is Decimal
    assert Deal.objects.filter(value=LARGEST).exists()


def test_sums_are_exact(halden, alice):
    for _ in range(3):
        add_deal(alice, halden, value="0.10")
    add_deal(alice, halden, value="9999999999.99")
    add_deal(alice, halden)
    total = Deal.objects.aggregate(total=Sum("value"))["total"]
    assert total == Decimal("10000000000.29")


def test_weighting_divides_once_and_rounds_half_up():
    assert weighted(1 * 50) == Decimal("0.01")
    assert weighted(1 * 49) == Decimal("0.00")
    assert weighted(None) == Decimal("0.00")
    assert weighted(12_800_000 * 75) == Decimal("96000.00")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "$0"),
        ("949.5", "$950"),
        ("999.6", "$1k"),
        ("24600", "$24.6k"),
        ("999499", "$999k"),
        ("999500", "$1M"),
        ("1372000", "$1.37M"),
        ("999999999", "$1B"),
        ("9999999999.99", "$10B"),
    ],
)
def test_summaries_have_three_figures(amount, shown):
    assert money_short(Decimal(amount)) == shown
