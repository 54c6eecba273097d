"""How leads became part of customers."""

from typing import Any

from django.conf import settings
from django.db import models

from accounts.history import Conflict


class AlreadyConverted(Conflict):
    """Somebody made the lead part of a customer before."""

    def __init__(self, lead: Any) -> None:
        super().__init__(lead, lead.version)
        self.args = (f"{lead} was converted already.",)


class Conversion(models.Model):
    """How a lead became part of a customer: when, by whom, and as which contact."""

    lead = models.OneToOneField("accounts.Lead", models.PROTECT, related_name="conversion")
    customer = models.ForeignKey(
        "accounts.Customer", models.PROTECT, related_name="conversions", db_index=False
    )
    contact = models.ForeignKey(
        "accounts.Contact", models.PROTECT, null=True, related_name="conversions"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["customer", "at", "id"], name="conversion_of_customer"),
            models.Index(fields=["at", "id"], name="conversion_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} to {self.customer_id}"
