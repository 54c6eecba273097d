"""Which leads: their states, and the questions that lists of them ask."""

from typing import Any

from django.db import models

from accounts.ownership import OwnedQuerySet, customer_of
from accounts.text import fold

MOST_SOURCES = 50


class LeadStatus(models.TextChoices):
    NEW = "new", "New"
    CONTACTED = "contacted", "Contacted"
    QUALIFIED = "qualified", "Qualified"
    UNQUALIFIED = "unqualified", "Not a fit"


class LeadQuerySet(OwnedQuerySet):
    """Leads are their owner's or nobody's; once converted they follow their customer."""

    along = ("owner", "industry", "by", "customer__owner")

    def owned_by(self, owner_ids: list[int] | None):
        """Keep what these people or nobody owns, or whose customer they do."""
        if owner_ids is None:
            return self
        theirs = models.Q(owner__in=owner_ids) | models.Q(owner=None)
        became_theirs = models.Q(customer__isnull=False) & customer_of(owner_ids)
        return self.filter(models.Q(customer=None) & theirs | became_theirs)

    def split_for(self, user, column: str = "owner") -> list[Any]:
        """Return what the user may see in parts, that of their customers as one of them."""
        parts: list[Any] = super().split_for(user, column)
        if len(parts) == 1:
            return parts
        became_theirs = self.converted().filter(customer_of(user.seen_owner_ids))
        return [*(part.unconverted() for part in parts), became_theirs]

    def unconverted(self):
        """Keep those that are no customers yet."""
        return self.filter(customer=None)

    def converted(self):
        """Keep those that became part of a customer."""
        return self.filter(customer__isnull=False)

    def open(self):
        """Keep those of which something may still come."""
        return self.unconverted().exclude(status=LeadStatus.UNQUALIFIED)

    def unqualified(self):
        """Keep those that are no customers yet and will be none."""
        return self.unconverted().filter(status=LeadStatus.UNQUALIFIED)

    def waiting(self):
        """Keep those whom nobody has answered yet."""
        return self.unconverted().filter(status=LeadStatus.NEW)

    def unarchived(self):
        """Keep what lists show: neither the lead nor what became of it was put away."""
        return self.filter(archived_at=None, customer__archived_at=None)

    def standing(self):
        """Keep what was not put away itself."""
        return self.filter(archived_at=None)

    def archived(self):
        """Keep what was put away."""
        return self.filter(archived_at__isnull=False)

    def sources(self) -> list[str]:
        """Return how these came to us, one spelling of each, the commonest first."""
        named = self.exclude(source_key="").order_by().values("source_key")
        counted = named.annotate(name=models.Min("source"), times=models.Count("pk"))
        names = counted.order_by("-times", "source_key").values_list("name", flat=True)
        return list(names[:MOST_SOURCES])

    def matching(self, text: str):
        """Keep leads in which every word of the text occurs, whatever its case and accents."""
        matches = self
        for word in fold(text).split():
            matches = matches.filter(search__contains=word)
        return matches
