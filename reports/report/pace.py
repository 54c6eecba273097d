"""How long it takes to win a deal, in a sentence."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from reports.report.deal_flow import DealMonth, Flow
from reports.report.period import YEAR
from reports.report.table import half_up


def pace(months: Sequence[DealMonth], whole: Flow) -> str:
    """Say it of the last month in which a deal was won, beside the first, if there are two."""
    won = [month for month in months if month.days_to_win is not None]
    if len(won) == 1:
        return f"A won deal takes {in_days(whole.days_to_win)}."
    first, last = won[0], won[-1]
    # Months of several years are called by these too.
    name = "{:%B}" if len(months) <= YEAR else "{:%B %Y}"
    before, now = (name.format(month.span.begin) for month in (first, last))
    said = f"In {now} a won deal took {in_days(last.days_to_win)}"
    more = whole_days(last.days_to_win) - whole_days(first.days_to_win)
    if not more:
        return f"{said}, as in {before}."
    return f"{said}, {abs(more):,} {'more' if more > 0 else 'fewer'} than in {before}."


def whole_days(days: Fraction | None) -> int:
    return int(half_up(days or 0, Decimal(1)))


def in_days(days: Fraction | None) -> str:
    number = whole_days(days)
    return f"{number:,} day{'s' * (number != 1)}"
