"""The figures of deals: their history in a period, and what is forecast of the open ones."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import sqrt
from typing import Any

from tests.reports.oracle import Deal
from tests.reports.report_oracle import (
    Question,
    days_between,
    month_after,
    percentile,
    ratio,
    value,
    weighted,
)

FEW = 30
Z = 1.959964  # of 95 %


def deal_history(question: Question) -> dict[str, Any]:
    _, won, lost = in_days(question, question.begin, question.end)
    closed = won + lost
    return {
        **flows(question, question.begin, question.end),
        "without value": len([deal for deal in closed if deal.value is None]),
        "by value": ratio(value(won), value(closed)),
        "interval": wilson(len(won), len(closed)) if 0 < len(closed) < FEW else None,
        "quarter": percentile(cycles(won), 25),
        "three quarters": percentile(cycles(won), 75),
        "months": [{"begin": days[0], **flows(question, *days)} for days in question.months],
        "stages": time_in_stages(question),
        "reasons": reasons(lost),
        "forecast": forecast(question),
    }


def in_days(question: Question, begin: date, end: date) -> tuple[list[Deal], ...]:
    """What was created, won and lost in these days."""
    deals = question.deals
    created = [deal for deal in deals if begin <= question.day(deal.way[0][0]) < end]
    closed = [deal for deal in deals if begin <= question.day(deal.entered) < end]
    won, lost = ([deal for deal in closed if deal.outcome == each] for each in ("won", "lost"))
    return created, won, lost


def flows(question: Question, begin: date, end: date) -> dict[str, Any]:
    created, won, lost = in_days(question, begin, end)
    return {
        "created": (len(created), value(created)),
        "won": (len(won), value(won)),
        "lost": (len(lost), value(lost)),
        "win rate": ratio(len(won), len(won) + len(lost)),
        "median": percentile(cycles(won), 50),
    }


def cycles(deals: list[Deal]) -> list[Any]:
    return [days_between(deal.way[0][0], deal.entered) for deal in deals]


def wilson(part: int, whole: int) -> tuple[float, float]:
    share, z2 = part / whole, Z * Z
    middle = share + z2 / (2 * whole)
    width = Z * sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole))
    scale = 1 + z2 / whole
    return (middle - width) / scale, (middle + width) / scale


def time_in_stages(question: Question) -> dict[str, tuple[int, Any, int]]:
    """Of each open stage how many stays ended, how long they were, and how many stand there."""
    found = {}
    for stage in question.stages:
        stays = [
            days_between(entered, left)
            for deal in question.deals
            for (entered, stood), (left, _) in pairwise(deal.way)
            if stood is stage and question.in_period(left)
        ]
        there = [deal for deal in question.deals if deal.way[-1][1] is stage]
        if stage.outcome == "open":
            found[stage.name] = len(stays), percentile(stays, 50), len(there)
    return found


def reasons(lost: list[Deal]) -> dict[str, tuple[int, Any, Any]]:
    """How many were lost for each reason, without case and blanks; for none by ""."""
    found = {}
    for reason in {reason_of(deal) for deal in lost}:
        of_it = [deal for deal in lost if reason_of(deal) == reason]
        found[reason] = len(of_it), value(of_it), ratio(len(of_it), len(lost))
    return found


def reason_of(deal: Deal) -> str:
    return deal.reasons[-1].strip().casefold()


def forecast(question: Question) -> dict[Any, tuple[int, Any, Any]]:
    """What is expected in each month from this one on, and apart what is late, or later, or on
    no day."""
    today, months = question.today, [question.today.replace(day=1)]
    while len(months) < 12:
        months.append(month_after(months[-1]))
    rows: dict[Any, list[Deal]] = {key: [] for key in ("past due", *months, "later", "no date")}
    for deal in question.deals:
        if deal.outcome != "open":
            continue
        if deal.close is None:
            rows["no date"].append(deal)
        elif deal.close < today:
            rows["past due"].append(deal)
        else:
            month = deal.close.replace(day=1)
            rows[month if month in rows else "later"].append(deal)
    rows["all"] = [deal for row in list(rows.values()) for deal in row]
    return {key: worth(deals) for key, deals in rows.items()}


def worth(deals: Sequence[Deal]) -> tuple[int, Any, Any]:
    return len(deals), value(deals), weighted(deals)
