"""What a customer and we had with each other: leads, closed deals, how often we spoke, silence."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, cast

from django.db.models import TextField
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from accounts.models import Customer, Lead
from deals.models import Deal
from deals.models.pipeline import Outcome
from deals.money import in_full

QUIET_FROM = 14


class Origin(NamedTuple):
    """A lead that became part of the customer, and when it led to a won deal, if it has."""

    lead: Lead
    won: Deal | None

    @property
    def days_to_won(self) -> int | None:
        closed = self.won and self.won.closed_at
        return (closed - self.lead.created_at).days if closed else None


class Relationship:
    """The relationship with a customer up to now; `closed` are its won and lost deals by their
    close, `leads` those that became it by their creation, `minutes` those in which we spoke."""

    def __init__(
        self, customer: Customer, leads: list[Lead], closed: list[Deal], minutes: Iterable[str]
    ) -> None:
        self.customer, self.leads, self.closed = customer, leads, closed
        self.minutes = sorted(minutes)
        self.now = timezone.localtime()

    @classmethod
    def of(cls, customer: Customer, closed: list[Deal]) -> "Relationship":
        """Look up what else there is to tell of a customer, in two statements."""
        leads = customer.leads.standing().select_related("conversion__by", "by")
        spoken = customer.activities.standing().interactions().order_by()
        minute = Substr(Cast("completed_at", TextField()), 1, len("2026-11-26 10:30"))
        minutes = spoken.values_list(minute, flat=True)
        return cls(customer, list(leads.order_by("created_at", "pk")), closed, minutes)

    @property
    def won(self) -> list[Deal]:
        return [deal for deal in self.closed if deal.outcome == Outcome.WON]

    @property
    def lost(self) -> list[Deal]:
        return [deal for deal in self.closed if deal.outcome == Outcome.LOST]

    @property
    def origins(self) -> list[Origin]:
        """The leads, each with the first deal that was won after it came."""
        return [
            Origin(lead, next((d for d in self.won if closed_at(d) >= lead.created_at), None))
            for lead in self.leads
        ]

    @property
    def last_contact(self) -> datetime | None:
        if not self.minutes:
            return None
        return timezone.localtime(datetime.fromisoformat(self.minutes[-1]).replace(tzinfo=UTC))

    @property
    def quiet_days(self) -> int:
        """For how many days, the reader's, nobody has spoken with the customer."""
        last = self.last_contact
        return (self.now.date() - last.date()).days if last else 0

    @property
    def is_quiet(self) -> bool:
        return self.quiet_days >= QUIET_FROM

    @property
    def quiet_text(self) -> str:
        return f"Quiet for {self.quiet_days} days"

    @cached_property
    def begin(self) -> datetime:
        """When it began: with the first lead, deal or contact, or when the customer was added."""
        first = [self.customer.created_at, *(lead.created_at for lead in self.leads[:1])]
        first += [closed_at(deal) for deal in self.closed[:1]]
        first += [datetime.fromisoformat(m).replace(tzinfo=UTC) for m in self.minutes[:1]]
        return timezone.localtime(min(first))

    @cached_property
    def months(self) -> dict[date, int]:
        """How often we spoke in each month of the reader's, for those in which we did."""
        begins = list(months_from(self.begin.date().replace(day=1), self.now.date()))
        minutes = [f"{midnight(day).astimezone(UTC):%Y-%m-%d %H:%M}" for day in begins]
        counts = Counter(bisect(minutes, minute) - 1 for minute in self.minutes)
        return {begins[place]: counts[place] for place in sorted(counts)}

    @property
    def title(self) -> str:
        return f"Relationship with {self.customer}, {self.begin:%B %Y} to today"

    @property
    def words(self) -> str:
        """All that the line shows, as text."""
        return " ".join(filter(None, self._sentences()))

    def _sentences(self) -> Iterator[str]:
        since = timezone.localtime(self.customer.created_at)
        yield f"Customer since {long_day(since)}."
        for lead in self.leads:
            yield f"Lead {lead.full_name} on {long_day(timezone.localtime(lead.created_at))}."
        for deals, word in ((self.won, "won"), (self.lost, "lost")):
            worth = sum((deal.value or Decimal(0) for deal in deals), Decimal(0))
            number = f"{len(deals)} deal{'s' * (len(deals) != 1)}"
            yield f"{number} {word}, worth {in_full(worth)}." if deals else f"No deal {word}."
        by_year = Counter(month.year for month in self.months for _ in range(self.months[month]))
        counts = ", ".join(f"{year}: {count}" for year, count in by_year.items())
        yield f"Calls, emails and meetings by year: {counts}." if counts else "No contact yet."
        if self.is_quiet and self.last_contact:
            yield f"Quiet since {long_day(self.last_contact)}, for {self.quiet_days} days."


def closed_at(deal: Deal) -> datetime:
    """Return when a deal was closed that is not open."""
    return cast(datetime, deal.closed_at)


def months_from(first: date, last: date) -> Iterator[date]:
    """Give the first days of the months from one to the one that holds the last day."""
    while first <= last:
        yield first
        first = following(first)


def following(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def midnight(day: date) -> datetime:
    """Return the moment at which a day of the reader's begins."""
    return timezone.make_aware(datetime.combine(day, time()))


def long_day(moment: datetime) -> str:
    """Return a moment's day: 2 June 2023."""
    return f"{moment.day} {moment:%B %Y}"
