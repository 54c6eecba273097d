"""The stages that a deal went through, which cannot be filled in afterwards."""

from django.conf import settings
from django.db import models


class Move(models.Model):
    """A deal's way into a stage at one moment; the first one dates from its creation."""

    deal = models.ForeignKey("deals.Deal", models.PROTECT, related_name="moves", db_index=False)
    customer = models.ForeignKey(
        "accounts.Customer", models.PROTECT, related_name="moves", db_index=False
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    from_stage = models.ForeignKey("deals.Stage", models.PROTECT, null=True, related_name="+")
    to_stage = models.ForeignKey("deals.Stage", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["deal", "at", "id"], name="move_of_deal"),
            models.Index(fields=["customer", "at", "id"], name="move_of_customer"),
            models.Index(fields=["at", "id"], name="move_by_moment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_stage=models.F("to_stage")), name="move_moves"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.from_stage_id or 'nothing'} to {self.to_stage_id}"
