"""Which activities: the questions that agendas, timelines and figures ask."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce, RowNumber, TruncDate
from django.utils import timezone

from accounts.acts import act
from activities.models.about import AboutQuerySet
from activities.models.kind import INTERACTIONS

# What is not due at all stands behind everything that is.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
# What an activity knows of the day on which it stands.
ON_DAY = ("stands_on", "on_day", "open_on_day")


class ActivityQuerySet(AboutQuerySet):
    """Activities follow what they are about; besides, people may change those of their own."""

    along = ("customer", "lead", "owner", "deal")
    own = "owner"

    def open(self):
        """Keep what is not done."""
        return self.filter(completed_at=None)

    def done(self):
        """Keep what is completed."""
        return self.filter(completed_at__isnull=False)

    def interactions(self):
        """Keep contact with the customer that took place: completed calls, emails, meetings."""
        return self.done().filter(kind__in=INTERACTIONS)

    def planned(self):
        """Keep what stands, is open and is due some time."""
        return self.standing().open().filter(due_key__lt=NEVER)

    def of(self, person: Any):
        """Keep what is this person's own."""
        return self.filter(owner=person)

    def done_since(self, moment: datetime):
        """Keep what was completed at a moment or later."""
        return self.filter(completed_at__gte=moment)

    def due_before(self, day: date):
        """Keep what is due before a day, which is the reader's."""
        return self._due(lt=day)

    def due_from(self, day: date):
        """Keep what is due on a day or later, which is the reader's."""
        return self._due(gte=day)

    def due_on(self, day: date):
        """Keep what is due on a day, which is the reader's."""
        return self.due_from(day).due_before(day + timedelta(days=1))

    def _due(self, **bound: date):
        ((way, day),) = bound.items()
        midnight = beginning_of(day)
        by_day = models.Q(**{f"due_on__{way}": day})
        by_moment = models.Q(**{f"due_at__{way}": midnight})
        # The sort key says roughly the same, and an index has it.
        slack = timedelta(days=1) if way == "lt" else -timedelta(days=1)
        rough = models.Q(**{f"due_key__{way}": utc(day) + slack})
        return self.filter(rough & (by_day | by_moment))

    def standing_between(self, begin: date, end: date):
        """Keep what stands on a day from `begin` to before `end`, as `stands_on`: the reader's
        day on which it is due or, where it is due on none, the one on which it was done."""
        due = self._in(begin, end, "due_on", "due_at")
        rough = models.Q(
            due_key__gte=utc(begin) - timedelta(days=1), due_key__lt=utc(end) + timedelta(days=1)
        )
        # Not by the sort key, which is the same for most of what was ever done.
        done = models.Q(due_on=None, due_at=None) & models.Q(
            completed_at__gte=beginning_of(begin), completed_at__lt=beginning_of(end)
        )
        day = Coalesce("due_on", TruncDate("due_at"), TruncDate("completed_at"))
        return self.filter(rough & due | done).annotate(stands_on=day)

    @staticmethod
    def _in(begin: date, end: date, day: str, moment: str) -> models.Q:
        by_day = models.Q(**{f"{day}__gte": begin, f"{day}__lt": end})
        first, last = beginning_of(begin), beginning_of(end)
        return by_day | models.Q(**{f"{moment}__gte": first, f"{moment}__lt": last})

    def first_on_each_day(self, most: int) -> list[Any]:
        """Return the first few of each day on which they stand, with those they are about: what is
        open before what is done, what has a time first. Each knows its day, `stands_on`, how
        many share it, `on_day`, and how many of those are open, `open_on_day`."""
        is_open = models.Q(completed_at=None)
        order = (first_where(is_open), first_where(models.Q(due_at__isnull=False)), "due_key", "pk")
        day = models.F("stands_on")
        placed = self.annotate(
            place=models.Window(RowNumber(), day, order),
            on_day=models.Window(models.Count("pk"), day),
            open_on_day=models.Window(models.Count("pk", filter=is_open), day),
        ).filter(place__lte=most)
        # A database sorts all of a month: keys alone, and not with them all that was written.
        told = list(placed.order_by("stands_on", "place").values("pk", *ON_DAY))
        rows = self.model._default_manager.select_related("customer", "lead").in_bulk(
            [row["pk"] for row in told]
        )
        for row in told:
            for name in ON_DAY:
                setattr(rows[row["pk"]], name, row[name])
        return [rows[row["pk"]] for row in told]

    @act()
    def move_all_to(self, day: date, *, by: Any) -> int:
        """Plan all of these for another day, in one transaction, and say how many they were."""
        found: list[Any] = list(self.order_by("pk"))
        for activity in found:
            activity.move_to(day, by=by)
        return len(found)

    def first_of_each(self, record: str, ids: Iterable[int]) -> dict[int, Any]:
        """Return for each of these customers, or deals, its next step: what is due first."""
        first = models.Window(
            RowNumber(), partition_by=models.F(record), order_by=["due_key", "pk"]
        )
        steps = self.planned().filter(**{f"{record}__in": list(ids)}).order_by()
        found = steps.annotate(place=first).filter(place=1).select_related("owner")
        return {getattr(step, f"{record}_id"): step for step in found}

    def last_of_each_lead(self, ids: Iterable[int]) -> dict[int, Any]:
        """Return the call, email or meeting in which we spoke last with each of these leads."""
        last = models.Window(
            RowNumber(), partition_by=models.F("lead"), order_by=["-completed_at", "-pk"]
        )
        spoken = self.standing().interactions().filter(lead__in=list(ids)).order_by()
        return {row.lead_id: row for row in spoken.annotate(place=last).filter(place=1)}


def first_where(condition: models.Q) -> models.Case:
    """Return a sort key by which comes first that of which the condition holds."""
    return models.Case(models.When(condition, then=0), default=1)


def utc(day: date) -> datetime:
    """Return the sort key of what is due on a day."""
    return datetime.combine(day, time(), UTC)


def beginning_of(day: date) -> datetime:
    """Return the moment at which a day begins in the reader's zone."""
    return timezone.make_aware(datetime.combine(day, time()))
