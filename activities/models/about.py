"""What activities and notes have alike: they are about a customer, or about a lead."""

from typing import Any, cast

from django.db import models

from accounts.acts import act
from accounts.archive import Archivable
from accounts.history import Change
from accounts.models import Customer, Lead
from accounts.ownership import FollowingQuerySet, customer_of


class AboutQuerySet(FollowingQuerySet):
    """Rows that follow their customer and, while they have none, their lead."""

    def belonging_to(self, owner_ids: list[int]) -> models.Q:
        """Say of a row that its customer, or its lead, is one of these people's or nobody's."""
        of_customer = models.Q(customer__isnull=False) & customer_of(owner_ids)
        of_lead = models.Q(lead__owner__in=owner_ids) | models.Q(lead__owner=None)
        return of_customer | models.Q(customer=None) & of_lead

    def unarchived(self):
        """Keep what lists show: neither the row nor what it is about was put away."""
        lead_stands = models.Q(customer__isnull=False) | models.Q(lead__archived_at=None)
        return super().unarchived().filter(lead_stands)


class About(Archivable):
    """Something about a customer or a lead; from the lead's conversion on, about both."""

    customer: Customer | None
    lead: Lead | None

    class Meta:
        abstract = True

    @property
    def about(self) -> Customer | Lead:
        """The customer or, while there is none, the lead."""
        return self.customer or cast(Lead, self.lead)

    @act()
    def write(self, *, by, **how: Any) -> list[Change]:
        """Store it; what is new about a lead waits for a conversion that is under way."""
        if self._state.adding and self.lead is not None:
            self.customer_id = self.lead.lock().customer_id
        return super().write(by=by, **how)
