"""Customers whose contacts say otherwise than their status: active ones who are silent, and
inactive ones who talk."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate
from django.db.models.lookups import LessThanOrEqual

from accounts.models import Customer
from accounts.models.status import Status
from activities.models.finding import NEVER, beginning_of
from reports.models.standing import NEVER_YET
from reports.report.moments import DAY_SECONDS, Epoch
from reports.report.rows import BY_VALUE, TOLD, Rows
from reports.report.table import Cell, Look, Table

LATELY_DAYS = 90
RHYTHMS = 2
EPOCH = date(1970, 1, 1)
VALUE = "standing__lifetime_value"
# How many of them a report lists before it is asked for all.
FIRST = 25


class Contrary(NamedTuple):
    """A kind of such customers; `is_it` says on a day, the reader's, who they are."""

    name: str
    title: str
    note: str
    is_it: Callable[[date], Q]

    def rows(self, customers: Any, today: date) -> Rows:
        return Rows(self.title, customers.filter(self.is_it(today)), BY_VALUE, VALUE)

    def table(self, customers: Any, today: date) -> Table:
        """Return the first of them among some customers, and in the foot all."""
        rows, told = self.rows(customers, today), TOLD[Customer]
        all_value = Sum(VALUE, default=Decimal(0))
        sums = rows.queryset.aggregate(number=Count("pk"), value=all_value)
        foot = [
            Cell(sums["number"], self.name, note="in all", look=Look.COUNT),
            *(Cell("", look=Look.TEXT) for _ in told.columns[2:]),
            Cell(sums["value"], self.name),
        ]
        first = [told.row(row) for row in rows.order.sort(rows.loaded)[:FIRST]]
        return Table(self.name, self.title, told.columns, first, foot, self.note)


def lately_begins(today: date) -> datetime:
    """Return the moment from which on a contact is less than 90 days ago."""
    return beginning_of(today - timedelta(days=LATELY_DAYS - 1))


def is_silent(today: date) -> Q:
    """Say of a customer that it is active, has no open deal and nothing planned, and that the last
    contact, or with none its creation, is 90 days and twice its rhythm ago."""
    is_idle = Q(status=Status.ACTIVE, standing__open_count=0, standing__next_key=NEVER)
    begin = lately_begins(today)
    never = Q(standing__contact_key=NEVER_YET, created_at__lt=begin)
    quiet = never | Q(standing__contact_key__gt=NEVER_YET, standing__contact_key__lt=begin)
    is_quick = Q(standing__rhythm=None) | Q(standing__rhythm__lte=LATELY_DAYS / RHYTHMS)
    # Days are slow to reckon on SQLite, so of the few alone who are left then.
    return is_idle & quiet & (is_quick | Q(is_past_rhythm(today)))


def is_past_rhythm(today: date) -> Any:
    """Say of a customer that its last contact is twice its rhythm ago, by the reader's days."""
    days = (today - EPOCH).days
    spoken = Epoch(TruncDate("standing__contact_key"))
    ago = days * DAY_SECONDS - spoken
    return LessThanOrEqual(F("standing__rhythm"), ago / float(RHYTHMS * DAY_SECONDS))


def is_talking(today: date) -> Q:
    """Say of a customer that it is inactive, and has an open deal or spoke with us lately."""
    lately = Q(standing__contact_key__gte=lately_begins(today))
    return Q(Q(standing__open_count__gt=0) | lately, status=Status.INACTIVE)


CONTRARY = {
    "silent": Contrary(
        "silent",
        "Active but silent",
        "Active customers with no open deal and nothing planned, whose last contact is 90 days and"
        f" twice their rhythm ago. The {FIRST} of the highest lifetime value stand here.",
        is_silent,
    ),
    "talking": Contrary(
        "talking",
        "Inactive but talking",
        "Inactive customers with an open deal, or a contact in the last 90 days."
        f" The {FIRST} of the highest lifetime value stand here.",
        is_talking,
    ),
}
