"""How many leads a person sees in each state, and how long the first has waited for an answer."""

from functools import cached_property

from django.db.models import Subquery
from django.utils import timezone

from accounts.models import Lead, User
from accounts.paging import CountUpTo, told


class Waiting:
    """Counts of the leads that a person sees, each up to a bound, in one statement."""

    def __init__(self, reader: User) -> None:
        seen = Lead.objects.visible_to(reader).unarchived()
        self.new = seen.waiting()
        self.views = {
            "open": seen.open(),
            "new": self.new,
            "mine": seen.open().filter(owner=reader),
            "converted": seen.converted(),
            "unqualified": seen.unqualified(),
        }
        self.myself = User.objects.filter(pk=reader.pk)

    @cached_property
    def found(self) -> tuple:
        counts = [CountUpTo(leads) for leads in self.views.values()]
        oldest = Subquery(self.new.order_by("created_at").values("created_at")[:1])
        return self.myself.values_list(*counts, oldest).get()

    @property
    def counts(self) -> dict[str, str]:
        """The counts by view: "127", or "999+"."""
        return dict(zip(self.views, map(told, self.found[:-1]), strict=True))

    @property
    def days(self) -> int:
        """How many days, the reader's, the oldest lead has waited for an answer; 0 for none."""
        oldest = self.found[-1]
        return (timezone.localdate() - timezone.localtime(oldest).date()).days if oldest else 0
