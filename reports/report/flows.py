"""Flows: customers that came and went, as the log of their statuses tells it."""

from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from accounts.models.status import Status

# A status that a customer had, "" for a new one, and the one that it has since.
Way = tuple[str, str]


class Flow(NamedTuple):
    """Changes of statuses that count as one thing."""

    title: str
    ways: tuple[Way, ...]

    @property
    def is_it(self) -> Q:
        """Say of a row of the log that it is one of these changes."""
        return reduce(or_, (Q(old=old, new=new) for old, new in self.ways))


FLOWS = {
    "new": Flow("New", tuple(("", status.value) for status in Status)),
    "became_active": Flow("Became active", (("", Status.ACTIVE), (Status.PROSPECT, Status.ACTIVE))),
    "came_back": Flow("Came back", ((Status.INACTIVE, Status.ACTIVE),)),
    "lost": Flow("Lost", ((Status.ACTIVE, Status.INACTIVE),)),
    "stepped_back": Flow("Stepped back", ((Status.ACTIVE, Status.PROSPECT),)),
}
