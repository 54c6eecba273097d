"""How a customer stands: what it bought and may buy, when we spoke, what comes next, and its signs.

One row for each customer, worked out anew by `reports.recount` in every transaction that touched
the customer. Nobody else writes it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from activities.models import Activity
from activities.models.finding import NEVER
from deals.models import Deal
from deals.money import MoneyField
from reports.signs import FAR, RULES, Code, Level

# Stands for the moment of a contact that there was not: lists sort by it.
NEVER_YET = datetime(1800, 1, 1, tzinfo=UTC)
# What points at activities and deals.
POINTERS = (
    *("last_contact", "next_step"),
    *("reorder_deal", "stalled_deal", "slipping_deal", "lost_deal"),
)


class StandingQuerySet(models.QuerySet["Standing"]):
    def of_level(self, levels: Iterable[str], today: date):
        """Keep those of one of these levels on a day, which is the reader's."""
        return self.filter(is_of_level(levels, today))


def is_of_level(levels: Iterable[str], today: date, prefix: str = "") -> models.Q:
    """Say of a standing, or of what has one by the prefix, that it is of one of these levels."""
    watch, at_risk = f"{prefix}watch_on", f"{prefix}at_risk_on"
    conditions = {
        Level.AT_RISK: models.Q(**{f"{at_risk}__lte": today}),
        Level.WATCH: models.Q(**{f"{at_risk}__gt": today, f"{watch}__lte": today}),
        # Who is not watched is not at risk either: said, since an index begins with that day.
        Level.GOOD: models.Q(
            **{f"{at_risk}__gt": today, f"{watch}__gt": today, f"{prefix}is_new": False}
        ),
        Level.NEW: models.Q(**{f"{prefix}is_new": True}),
    }
    found = models.Q(pk__in=())
    for level in levels:
        found |= conditions[Level(level)]
    return found


def pointing_at(name: str) -> models.Index:
    """Return an index by which the standings are found that point at a record."""
    condition = models.Q(**{f"{name}__isnull": False})
    return models.Index(fields=[name], condition=condition, name=f"standing_{name}")


def day_column() -> models.DateField:
    return models.DateField(default=FAR)


def sorted_by(name: str, *columns: str) -> list[models.Index]:
    """Return what sorts the standings of all, those of each owner, and nobody's, which PostgreSQL
    does not find in order by the owner."""
    key, nobodys = [*columns, "customer"], models.Q(owner=None)
    return [
        models.Index(fields=key, name=f"standing_{name}"),
        models.Index(fields=["owner", *key], name=f"standing_own_{name}"),
        models.Index(fields=key, condition=nobodys, name=f"standing_nobodys_{name}"),
    ]


class Standing(models.Model):
    """A customer's figures and the day from which each of its warning signs holds."""

    customer = models.OneToOneField(
        "accounts.Customer", models.PROTECT, primary_key=True, related_name="standing"
    )
    # The customer's own, since lists of few owners' customers are sorted by an index.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="standings",
        db_index=False,
    )

    lifetime_value = MoneyField(default=0)
    open_value = MoneyField(default=0)
    won_count = models.PositiveIntegerField(default=0)
    open_count = models.PositiveIntegerField(default=0)
    lost_count = models.PositiveIntegerField(default=0)
    first_won_at = models.DateTimeField(null=True)
    # Medians of whole numbers of days: halves are exact.
    rhythm = models.FloatField(null=True)
    order_rhythm = models.FloatField(null=True)
    contact_key = models.DateTimeField(default=NEVER_YET)
    last_contact = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="last_contact_in", db_index=False
    )
    next_key = models.DateTimeField(default=NEVER)
    next_step = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="next_step_in", db_index=False
    )

    silent_on = day_column()
    reorder_on = day_column()
    overdue_on = day_column()
    stalled_on = day_column()
    slipping_on = day_column()
    no_step_on = day_column()
    lost_on = day_column()
    unowned_on = day_column()
    no_primary_on = day_column()
    # The deals that show it.
    reorder_deal = models.ForeignKey(
        Deal, models.PROTECT, null=True, related_name="reorder_in", db_index=False
    )
    stalled_deal = models.ForeignKey(
        Deal, models.PROTECT, null=True, related_name="stalled_in", db_index=False
    )
    slipping_deal = models.ForeignKey(
        Deal, models.PROTECT, null=True, related_name="slipping_in", db_index=False
    )
    lost_deal = models.ForeignKey(
        Deal, models.PROTECT, null=True, related_name="lost_in", db_index=False
    )

    is_new = models.BooleanField(default=True)
    watch_on = day_column()
    at_risk_on = day_column()

    objects = StandingQuerySet.as_manager()
    # What `signs` tells of; whoever lists standings loads these along.
    evidence: ClassVar = (
        *("last_contact", "next_step"),
        *("reorder_deal", "stalled_deal__stage", "slipping_deal", "lost_deal"),
    )

    class Meta:
        indexes = [
            *sorted_by("health", "at_risk_on", "watch_on"),
            *sorted_by("contact", "contact_key"),
            *sorted_by("next", "next_key"),
            *sorted_by("open", "open_value"),
            *sorted_by("lifetime", "lifetime_value"),
            # Whoever removes an activity or a deal asks here whether it is still pointed at.
            *map(pointing_at, POINTERS),
        ]

    def __str__(self) -> str:
        return f"Standing of customer {self.pk}"

    @property
    def last_contact_at(self) -> datetime | None:
        """When we last spoke, if we ever did."""
        return None if self.contact_key == NEVER_YET else self.contact_key

    @property
    def deal_count(self) -> int:
        return self.won_count + self.open_count + self.lost_count

    def level(self, today: date) -> Level:
        """Return how the customer does on a day, which is the reader's."""
        if self.at_risk_on <= today:
            return Level.AT_RISK
        if self.watch_on <= today:
            return Level.WATCH
        return Level.NEW if self.is_new else Level.GOOD

    def since(self, code: Code) -> date:
        """Return the day from which a sign holds."""
        return getattr(self, RULES[code].column)

    def signs(self, today: date) -> list[Code]:
        """Return the signs that hold on a day, which is the reader's, the gravest first."""
        return [code for code in RULES if self.since(code) <= today]
