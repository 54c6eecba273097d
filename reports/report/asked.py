"""What is asked of a report: who reads it, whose records count, and for which time."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.filters.fields import NOBODY
from accounts.models import Customer, User
from activities.models import Activity
from deals.models import Deal
from reports.report.period import Period


@dataclass(frozen=True)
class Asked:
    """A question: `owner` is a person's number, NOBODY, or "" for everyone; it is the owner of
    what is counted. `params` are the words in which an address asks it."""

    reader: User
    today: date
    period: Period
    owner: str = ""
    statuses: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    params: list[tuple[str, str]] = field(default_factory=list)

    @property
    def customers(self) -> Any:
        """The customers that count: seen by the reader, not put away, the owner's."""
        return self.owned(Customer.objects.visible_to(self.reader).unarchived())

    @property
    def deals(self) -> Any:
        """The deals that count, whoever owns their customers."""
        return self.owned(Deal.objects.visible_to(self.reader).unarchived())

    @property
    def activities(self) -> Any:
        """The activities with customers that count, whoever owns these."""
        with_customers = Activity.objects.filter(customer__isnull=False)
        return self.owned(with_customers.visible_to(self.reader).unarchived())

    def owned(self, rows: QuerySet, path: str = "owner") -> Any:
        """Keep what belongs to the owner that was asked for."""
        if not self.owner:
            return rows
        return rows.filter(Q(**{path: None if self.owner == NOBODY else int(self.owner)}))
