"""What the reports must say, worked out in plain Python from a record of what happened.

It asks no database and shares no code with what it judges. Here is what all reports have alike: who
asks about what, days and months, and numbers. The figures of each are in the `figures_of_…` files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import quantiles
from typing import Any
from zoneinfo import ZoneInfo

from tests.reports import oracle
from tests.reports.oracle import Activity, Customer, Deal, Person

EVERYONE = -1
INTERACTIONS = ("call", "email", "meeting")
STATUSES = ("prospect", "active", "inactive")


@dataclass
class Question:
    """Who asks, when and where, about whose rows and which days; and all that ever happened."""

    customers: Sequence[Customer]
    stages: Sequence[oracle.Stage]
    now: datetime
    zone: ZoneInfo  # the reader's
    home: ZoneInfo  # the installation's, by which standings go
    begin: date
    end: date
    sees: int | None = None  # whose customers beside nobody's; None is everybody's
    owner: int | None = EVERYONE  # None is nobody

    @property
    def today(self) -> date:
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)

    def asks_for(self, owner: Person | None) -> bool:
        return self.owner in (EVERYONE, owner and owner.pk)

    def is_seen(self, customer: Customer) -> bool:
        is_theirs = customer.owner is None or self.sees in (None, customer.owner.pk)
        return is_theirs and not customer.archived

    @property
    def seen(self) -> list[Customer]:
        """All customers that the reader sees, whoever is asked for."""
        return [customer for customer in self.customers if self.is_seen(customer)]

    @property
    def asked(self) -> list[Customer]:
        """Those of the owner who is asked for."""
        return [customer for customer in self.seen if self.asks_for(customer.owner)]

    @property
    def deals(self) -> list[Deal]:
        deals = [deal for customer in self.seen for deal in customer.deals]
        return [deal for deal in deals if not deal.archived and self.asks_for(deal.owner)]

    @property
    def activities(self) -> list[tuple[Customer, Activity]]:
        rows = [(customer, row) for customer in self.seen for row in customer.activities]
        return [pair for pair in rows if not pair[1].archived and self.asks_for(pair[1].owner)]

    def in_period(self, moment: datetime) -> bool:
        return self.begin <= self.day(moment) < self.end

    @property
    def months(self) -> list[tuple[date, date]]:
        """The months of the period, from which day to before which, clipped to it."""
        firsts = [self.begin]
        while (after := month_after(firsts[-1])) < self.end:
            firsts.append(after)
        return list(pairwise([*firsts, self.end]))

    @property
    def weeks(self) -> list[tuple[date, date]]:
        """The weeks of the period up to the one of today, clipped to it."""
        days = [self.begin]
        while (after := monday(days[-1]) + timedelta(days=7)) < self.end:
            days.append(after)
        weeks = pairwise([*days, self.end])
        return [week for week in weeks if monday(week[0]) <= self.today]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def year_until(today: date) -> tuple[date, date]:
    """The twelve calendar months that end with the one of this day."""
    end = month_after(today)
    return end.replace(year=end.year - 1), end


def stands(customer: Customer) -> oracle.Oracle:
    """The customer's rows by what they are; whose zone it is makes no difference to that."""
    return oracle.Oracle(customer, ZoneInfo("UTC"))


def value(deals: Iterable[Deal]) -> Decimal:
    return sum((deal.value or Decimal(0) for deal in deals), Decimal(0))


def weighted(deals: Iterable[Deal]) -> Decimal:
    percents = sum((value([deal]) * deal.way[-1][1].percent for deal in deals), Decimal(0))
    return printed(Fraction(percents) / 100)


def ratio(part: Any, whole: Any) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole else None


def printed(amount: Fraction | None) -> Decimal | None:
    """Money that was divided: half up to the minor unit."""
    if amount is None:
        return None
    cents = Decimal(amount.numerator) * 100 / Decimal(amount.denominator)
    return cents.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-2)


def percentile(numbers: Iterable[Any], percent: int) -> Fraction | None:
    """Between two of the numbers it is on the straight line."""
    exact = [Fraction(number) for number in numbers]
    if len(exact) < 2:
        return exact[0] if exact else None
    return quantiles(exact, n=100, method="inclusive")[percent - 1]


def days_between(begin: datetime, end: datetime) -> Fraction:
    """Whole seconds on both clocks, as days."""
    return Fraction(int(end.timestamp()) - int(begin.timestamp()), 86_400)


def last_spoken(customer: Customer) -> datetime | None:
    return max((row.done for row in stands(customer).spoken), default=None)
