"""The figures of customers: lifetime value, active and inactive, industries."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.reports.oracle import Customer, Oracle
from tests.reports.report_oracle import (
    STATUSES,
    Question,
    last_spoken,
    percentile,
    ratio,
    stands,
    value,
    weighted,
)

# How a customer's status can change, from what to what.
FLOWS = {
    "new": [("", status) for status in STATUSES],
    "became": [("prospect", "active"), ("", "active")],
    "back": [("inactive", "active")],
    "lost": [("active", "inactive")],
    "stepped back": [("active", "prospect")],
}


def lifetime(customer: Customer) -> Any:
    return value(stands(customer).won)


def ranking(customers: list[Customer]) -> list[Customer]:
    """The most valuable first."""
    return sorted(customers, key=lambda row: (lifetime(row), row.pk), reverse=True)


def lifetime_value(
    question: Question, which: Callable[[Customer], bool] = lambda customer: True
) -> dict[str, Any]:
    ranked = ranking([customer for customer in question.asked if which(customer)])
    values = [lifetime(customer) for customer in ranked]
    total = sum(values)
    return {
        "customers": len(ranked),
        "total": total,
        "mean": ratio(total, len(ranked)),
        "median": percentile(values, 50),
        "p90": percentile(values, 90),
        "top ten": ratio(sum(values[:10]), total),
        "open": sum(value(stands(row).open) for row in ranked),
        "weighted": weighted(deal for row in ranked for deal in stands(row).open),
        "classes": classes(values),
        "rows": [
            worth(question, row, told) for row, told in zip(ranked, letters(values), strict=True)
        ],
    }


def letters(values: list[Any]) -> list[str]:
    """The class of each, the most valuable being first: by what those before it come to."""
    total, before, told = sum(values), 0, []
    for each in values:
        a, b = before * 100 < 80 * total, before * 100 < 95 * total
        told.append("" if not each else "A" if a else "B" if b else "C")
        before += each
    return told


def classes(values: list[Any]) -> dict[str, tuple[int, Any]]:
    told = letters(values)
    found = {}
    for letter in ("A", "B", "C", ""):
        of_it = [each for each, is_ in zip(values, told, strict=True) if is_ == letter]
        found[letter] = len(of_it), sum(of_it)
    return found


def worth(question: Question, customer: Customer, letter: str) -> dict[str, Any]:
    is_, worth = stands(customer), lifetime(customer)
    n = len(is_.won)
    first = min((question.day(deal.entered) for deal in is_.won), default=None)
    years = None
    if first is not None:
        years = max(Fraction((question.today - first).days), Fraction(365)) / Fraction(36525, 100)
    return {
        "pk": customer.pk,
        "value": worth,
        "won": n,
        "average": ratio(worth, n),
        "since": first,
        "years": years,
        "per year": years and Fraction(worth) / years,
        "purchases per year": years and n / years,
        "open": value(is_.open),
        "weighted": weighted(is_.open),
        "class": letter,
    }


def stock_at(customers: list[Customer], moment: datetime, status: str) -> int:
    """How many had the status just before the moment."""
    count = 0
    for customer in customers:
        before = [new for at, _, new in customer.statuses if at < moment]
        count += before[-1:] == [status]
    return count


def active_inactive(question: Question) -> dict[str, Any]:
    asked = question.asked
    now = {status: len([row for row in asked if row.status == status]) for status in STATUSES}
    return {
        "stock": {status: (now[status], ratio(now[status], len(asked))) for status in STATUSES},
        "customers": len(asked),
        "since": min((row.statuses[0][0] for row in asked), default=None),
        "months": [month_of_statuses(question, *month) for month in question.months],
        "silent": [row.pk for row in asked if is_silent(question, row)],
        "talking": [row.pk for row in asked if is_talking(question, row)],
    }


def month_of_statuses(question: Question, begin: date, end: date) -> dict[str, Any]:
    """Of a month that has not come nothing is known, and no stock of one before the log."""
    names = ("begin", *STATUSES, *FLOWS, "churn", "retention")
    if begin > question.today:
        return dict.fromkeys(names) | {"begin": begin}
    asked, log = question.asked, [row for each in question.asked for row in each.statuses]
    last = question.midnight(end)
    is_known = any(at < last for at, _, _ in log)
    before = stock_at(asked, question.midnight(begin), "active")
    changes = [(old, new) for at, old, new in log if begin <= question.day(at) < end]
    month: dict[str, Any] = {
        name: len([change for change in changes if change in ways]) for name, ways in FLOWS.items()
    }
    month["begin"], month["active before"] = begin, before
    for status in STATUSES:
        month[status] = stock_at(asked, last, status) if is_known else None
    month["churn"] = ratio(month["lost"], before)
    month["retention"] = None if month["churn"] is None else 1 - month["churn"]
    return month


def is_silent(question: Question, customer: Customer) -> bool:
    is_ = stands(customer)
    if customer.status != "active" or is_.open or is_.planned:
        return False
    rhythm = rhythm_of(question, customer)
    since = question.day(last_spoken(customer) or customer.created)
    return since + timedelta(days=max(90, int(2 * (rhythm or 0)))) <= question.today


def rhythm_of(question: Question, customer: Customer) -> float | None:
    """Days between interactions are the installation's, as all that is kept of a customer."""
    is_ = Oracle(customer, question.home)
    return is_.median_gap([row.done for row in is_.spoken], 20)


def is_talking(question: Question, customer: Customer) -> bool:
    return customer.status == "inactive" and (
        bool(stands(customer).open) or is_reached(question, customer, 90)
    )


def is_reached(question: Question, customer: Customer, days: int) -> bool:
    last = last_spoken(customer)
    return last is not None and question.day(last) > question.today - timedelta(days=days)


def industries(question: Question) -> dict[str, dict[str, Any]]:
    """The figures of each by its name without case and blanks; of those without one by ""."""
    asked = question.asked
    total = sum(lifetime(row) for row in asked)
    found = {}
    for name in {"", *(row.industry.strip().casefold() for row in asked)}:
        of_it = [row for row in asked if row.industry.strip().casefold() == name]
        won = sum(len(stands(row).won) for row in of_it)
        lost = sum(len(stands(row).lost) for row in of_it)
        theirs = sum(lifetime(row) for row in of_it)
        found[name] = {
            "customers": len(of_it),
            "active": len([row for row in of_it if row.status == "active"]),
            "share": ratio(len(of_it), len(asked)),
            "value": theirs,
            "share of value": ratio(theirs, total),
            "won": won,
            "lost": lost,
            "win rate": ratio(won, won + lost),
        }
    return found
