"""The part that a contact has in the decision about a deal."""

from django.db import models

from accounts.constraints import OnOneField
from accounts.models import Contact


class Role(models.TextChoices):
    DECIDES = "decides", "Decides"
    INFLUENCES = "influences", "Influences"
    NEGOTIATES = "negotiates", "Negotiates"
    SPONSORS = "sponsors", "Sponsors"
    USES = "uses", "Uses it"
    BLOCKS = "blocks", "Blocks"


class Part(models.Model):
    """A contact on a deal, and what they do there if that is known."""

    deal = models.ForeignKey("deals.Deal", models.PROTECT, related_name="parts", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="parts")
    role = models.CharField(max_length=20, choices=Role, blank=True)

    class Meta:
        ordering = ["contact__name_key", "contact_id"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "contact"], name="part_once_a_deal"),
            OnOneField(condition=models.Q(role__in=["", *Role.values]), name="part_role"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.contact} ({self.get_role_display().lower()})"
            if self.role
            else str(self.contact)
        )
