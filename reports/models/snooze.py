"""Snoozes: signs that somebody knows of and does not want to see before a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Length, NullIf
from django.db.models.lookups import LessThanOrEqual

from accounts.acts import act
from accounts.constraints import OnOneField
from accounts.history import Change, Recorded
from accounts.models import Customer
from accounts.ownership import FollowingQuerySet
from accounts.text import LineField
from reports.signs import Code, signs_of


class SnoozeQuerySet(FollowingQuerySet):
    def asleep(self):
        """Keep those that let a sign rest, until a day that may have come."""
        return self.filter(until__isnull=False)

    def resting(self, today: date):
        """Keep those that let a sign rest on a day, which is the reader's."""
        return self.filter(until__gt=today)

    def with_who(self):
        """Add `called`: what the person is called who wrote each of them last."""
        name = Coalesce(NullIf("by__name", models.Value("")), "by__username")
        changes = Change.objects.filter(kind=Snooze.kind_of_record(), object_id=OuterRef("pk"))
        return self.annotate(called=Subquery(changes.order_by("-at", "-pk").values(who=name)[:1]))


class Snooze(Recorded):
    """Why a sign of a customer is not to be seen until a day; each sign has one at most."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="snoozes", db_index=False)
    code = models.CharField("sign", max_length=20, choices=Code)
    until = models.DateField(null=True)
    reason = LineField(max_length=500, blank=True)

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        ordering = ["customer_id", "code"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "code"], name="snooze_once_a_sign"),
            models.CheckConstraint(
                condition=models.Q(until=None) | ~models.Q(reason=""), name="snooze_has_reason"
            ),
            OnOneField(condition=models.Q(code__in=Code.values), name="snooze_code"),
            OnOneField(
                condition=LessThanOrEqual(Length("reason"), 500), name="snooze_reason_length"
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()

    @staticmethod
    def possible(customer: Customer) -> list[Code]:
        """Return the signs of a customer that may rest: all that it can have."""
        return [] if customer.archived_at else signs_of(customer.status)

    @classmethod
    @act()
    def put(cls, customer: Customer, code: Code, *, until: date, reason: str, by) -> Self:
        """Let a sign of a customer rest until a day, whatever was said of it before."""
        customer.lock()
        snooze = cls.objects.filter(customer=customer, code=code).first()
        snooze = snooze or cls(customer=customer, code=code)
        snooze.until, snooze.reason = until, reason
        snooze.write(by=by)
        return snooze

    @act()
    def wake(self, *, by) -> None:
        """Let the sign be seen again from its own day on."""
        self.lock()
        self.until, self.reason = None, ""
        self.write(by=by)
