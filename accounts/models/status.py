"""A customer's status and the log of its changes, which cannot be filled in afterwards."""

from django.conf import settings
from django.db import models

from accounts.constraints import OnOneField
from accounts.history import Change


class Status(models.TextChoices):
    PROSPECT = "prospect", "Prospect"
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"


class StatusChange(models.Model):
    """A customer's status from a moment on; the first one dates from the customer's creation."""

    customer = models.ForeignKey(
        "accounts.Customer", models.PROTECT, related_name="status_changes", db_index=False
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    old = models.CharField(max_length=10, blank=True)
    new = models.CharField(max_length=10, choices=Status)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["customer", "at", "id"], name="status_change_of_customer")]
        constraints = [
            OnOneField(condition=models.Q(new__in=Status.values), name="status_change_new"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="status_change_changes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.old or 'nothing'} to {self.new}"

    @classmethod
    def of(cls, customer, changes: list[Change]) -> list["StatusChange"]:
        """Return the rows, still to be stored, of the changes of a customer's status."""
        return [
            cls(
                customer=customer,
                at=change.at,
                by=change.by,
                old=change.old or "",
                new=change.new or "",
            )
            for change in changes
            if change.field == "status"
        ]
