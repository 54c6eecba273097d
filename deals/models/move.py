"""The stages that a deal went through, which cannot be filled in afterwards."""

from datetime import datetime

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
    # For how many whole seconds the deal had stood in `from_stage`.
    stood = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["deal", "at", "id"], name="move_of_deal"),
            models.Index(fields=["customer", "at", "id"], name="move_of_customer"),
            models.Index(fields=["at", "id"], name="move_by_moment"),
            # How long stays in a stage were, with all that is asked of them.
            models.Index(
                fields=["from_stage", "stood", "at", "deal", "customer"], name="move_stays"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_stage=models.F("to_stage")), name="move_moves"
            ),
            models.CheckConstraint(
                condition=models.Q(from_stage=None, stood=None)
                | models.Q(from_stage__isnull=False, stood__isnull=False, stood__gte=0),
                name="move_stood_somewhere",
                violation_error_message="A move says how long the deal stood where it came from.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.from_stage_id or 'nothing'} to {self.to_stage_id}"


def whole_seconds(begin: datetime, end: datetime) -> int:
    """Return the whole seconds from one moment to another, as their clocks show these."""
    span = end.replace(microsecond=0) - begin.replace(microsecond=0)
    return max(int(span.total_seconds()), 0)
