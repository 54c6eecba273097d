"""Today: what is late, what is due, what may be sold, who shows warning signs, what happened."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Customer, User
from accounts.paging import CountUpTo, told
from activities.agenda import DAY, Section, load
from activities.models import Activity
from activities.timeline import Entry
from deals.board import Totals, month_of
from deals.models import Deal, Stage
from reports import feed
from reports.signs import Level
from reports.warned import Warned, gravest, warned_among

MINE, TEAM = "mine", "team"


class Counts(NamedTuple):
    """How much there is, each counted up to a bound, "" for nothing."""

    overdue: str
    due_today: str
    tomorrow: str
    warned: str
    customers: str


class Sales(Totals):
    """What the open deals among these come to in the default pipeline."""

    def __init__(self, deals: Any, today: date) -> None:
        stages = list(Stage.objects.standing().open().select_related("pipeline"))
        default = [stage for stage in stages if stage.pipeline.is_default]
        super().__init__(deals, default, today)
        self.pipeline = default[0].pipeline
        self.is_only = len(default) == len(stages)


class Today:
    """What a reader finds in the morning: of their own or, as `whose` says, of all that they see.

    Each part is looked up when it is first asked for.
    """

    def __init__(self, reader: User, whose: str = "") -> None:
        self.reader, self.day = reader, timezone.localdate()
        self.is_mine = whose == MINE or (whose != TEAM and begins_with_their_own(reader))
        seen = Activity.objects.visible_to(reader).unarchived()
        planned = (seen.of(reader) if self.is_mine else seen).open()
        self.overdue = Section("overdue", planned, end=self.day)
        self.due_today = Section("today", planned, self.day, self.day + DAY)
        self.tomorrow = Section("tomorrow", planned, self.day + DAY, self.day + 2 * DAY)

    def address(self, name: str, **asked: Any) -> str:
        """Return where more of what this page shows is to be found."""
        owner = {"owner": self.reader.pk} if self.is_mine else {}
        return reverse(name, query=asked | owner)

    @cached_property
    def counts(self) -> Counts:
        """All counts, in one statement."""
        sections = [part.all for part in (self.overdue, self.due_today, self.tomorrow)]
        counted = map(CountUpTo, [*sections, warned_among(self.customers, self.day)])
        any_customer = CountUpTo(Customer.objects.visible_to(self.reader).unarchived(), 1)
        me = User.objects.filter(pk=self.reader.pk)
        found = me.values_list(*counted, any_customer).get()
        return Counts(*(told(count) if count else "" for count in found))

    @cached_property
    def to_do(self) -> list[Activity]:
        """What is overdue and due today, as far as it is shown."""
        load([self.overdue, self.due_today])
        return [*self.overdue.rows, *self.due_today.rows]

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing yet with which a day could begin."""
        return not self.counts.customers and not self.to_do

    @cached_property
    def sales(self) -> Sales:
        deals = Deal.objects.visible_to(self.reader).unarchived()
        return Sales(deals.filter(owner=self.reader) if self.is_mine else deals, self.day)

    @property
    def closing_address(self) -> str:
        """Where the deals stand that are to be closed this month."""
        first, last = month_of(self.day)
        pipeline = {} if self.sales.is_only else {"pipeline": self.sales.pipeline.pk}
        days = {"closing_from": first, "closing_until": last}
        return self.address("deal_list", outcome="open", **days, **pipeline)

    @property
    def warned_address(self) -> str:
        """Where all customers with warning signs stand."""
        return self.address("customers", health=[Level.AT_RISK.value, Level.WATCH.value])

    @property
    def customers(self) -> QuerySet[Customer]:
        """The customers whom the page is about."""
        seen = Customer.objects.visible_to(self.reader).unarchived()
        return seen.filter(standing__owner=self.reader) if self.is_mine else seen

    @cached_property
    def parts(self) -> Sequence[QuerySet[Customer]]:
        """The same in the parts by which the standings' indexes hold them."""
        if self.is_mine:
            return [self.customers]
        return Customer.objects.unarchived().split_for(self.reader, "standing__owner")

    @cached_property
    def warned(self) -> list[Warned]:
        """The customers with warning signs, the gravest first, as many as are shown."""
        return gravest(self.parts, self.day, reader=self.reader)

    @cached_property
    def feed(self) -> list[Entry]:
        """What happened last with these customers."""
        sees_all = not self.is_mine and self.reader.seen_owner_ids is None
        return feed.newest(None if sees_all else self.parts)


def begins_with_their_own(reader: User) -> bool:
    """Say whether a reader is shown what is theirs at first: a viewer, only if there is any."""
    if not reader.is_viewer:
        return True
    mine = [Exists(rows.filter(owner=reader.pk)) for rows in (Customer.objects, Activity.objects)]
    deals = Exists(Deal.objects.filter(owner=reader.pk))
    return any(User.objects.filter(pk=reader.pk).values_list(*mine, deals).get())
