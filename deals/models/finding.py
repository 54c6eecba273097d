"""Which deals: the questions that lists, boards and figures ask."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models

from accounts.ownership import FollowingQuerySet
from accounts.text import fold
from deals.models.pipeline import Outcome, Stage


class DealQuerySet(FollowingQuerySet):
    """Deals follow their customers; besides, people may change deals that are their own."""

    along = ("customer", "owner", "stage__pipeline")
    own = "owner"

    def open(self):
        """Keep deals that are neither won nor lost."""
        return self.filter(outcome=Outcome.OPEN)

    def won(self):
        """Keep deals that stand in a won stage now."""
        return self.filter(outcome=Outcome.WON)

    def lost(self):
        """Keep deals that stand in a lost stage now."""
        return self.filter(outcome=Outcome.LOST)

    def closed_between(self, begin: Any, end: Any):
        """Keep what was closed in the half-open time from `begin` to `end`."""
        return self.filter(closed_at__gte=begin, closed_at__lt=end)

    def stalled(self, today: date):
        """Keep open deals that have stood in their stage for its limit in days, or longer."""
        return self.filter(is_stalled(today, Stage.objects.open()))

    def open_first(self):
        """Sort as a customer's own list does: open by their close, then the last closed first."""
        is_closed = models.Case(models.When(outcome=Outcome.OPEN, then=0), default=1)
        return self.order_by(is_closed, "-closed_at", "close_key", "name_key", "id")

    def common_reasons(self, user: Any) -> list[str]:
        """Return the commonest reasons why deals that the user sees were lost, at most ten."""
        reasons = self.visible_to(user).lost().exclude(lost_reason="").values("lost_reason")
        counted = reasons.annotate(times=models.Count("pk")).order_by("-times", "lost_reason")
        return list(counted.values_list("lost_reason", flat=True)[:10])

    def matching(self, text: str):
        """Keep deals in which, or in whose customer, every word of the text occurs."""
        matches = self
        for word in fold(text).split():
            here = models.Q(search__contains=word)
            matches = matches.filter(here | models.Q(customer__search__contains=word))
        return matches


def is_stalled(today: date, stages: Iterable[Stage]) -> models.Q:
    """Say of a deal that it is stalled today in one of these stages."""
    late = models.Q(pk=None)
    for stage in stages:
        if begin := stage.stalled_before(today):
            late |= models.Q(stage=stage.pk, entered_at__lt=begin)
    return late
