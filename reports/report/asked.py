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
        return self.owned(self.with_standing_customers(Deal.objects.standing()))

    @property
    def activities(self) -> Any:
        """The activities with customers that count, whoever owns these."""
        rows = Activity.objects.standing().filter(customer__isnull=False)
        return self.owned(self.with_standing_customers(rows))

    def with_standing_customers(self, rows: Any) -> Any:
        """Keep what hangs on customers that the reader sees and that were not put away.

        Customers are not joined to a million rows: of all few are put away, or few are seen.
        """
        if self.reader.is_active and self.reader.seen_owner_ids is None:
            return rows.exclude(customer__in=Customer.objects.archived().values("pk"))
        seen = Customer.objects.visible_to(self.reader).unarchived()
        return rows.filter(customer__in=seen.values("pk"))

    def owned(self, rows: QuerySet, path: str = "owner") -> Any:
        """Keep what belongs to the owner that was asked for."""
        if not self.owner:
            return rows
        return rows.filter(Q(**{path: None if self.owner == NOBODY else int(self.owner)}))
