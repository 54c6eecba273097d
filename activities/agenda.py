"""The agenda: what is overdue, due today and to come, by the days of its reader."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.paging import PAGE_SIZE, CountUpTo, Cursor, InvalidCursor, Order, ids_of, told
from activities.models import Activity
from activities.models.finding import NEVER, beginning_of, utc

BY_DUE = Order(("due_key",))
NEWEST_DONE = Order(("completed_at",), descending=True)
DAY = timedelta(days=1)
FORTNIGHT = timedelta(days=14)
MOST_DONE = 5
# More than this many are moved to another day only after a question, and no more than that at all.
UNASKED, MOST_AT_ONCE = 20, 500


class Section:
    """Open activities that are due from `begin` to before `end`, the reader's days: day by day,
    what has a time first, and last what is due on no day; a page of them after a cursor.

    Indexes hold what is due at moments in its order and what is due on days in its own, but the
    days of a reader mix the two. So a page is merged from what each of both begins with.
    """

    signer = signing.Signer(salt="activities.agenda")

    def __init__(
        self,
        name: str,
        activities: Any,
        begin: date = date.min,
        end: date = date.max,
        after: str | None = None,
    ) -> None:
        self.name, self.activities, self.begin, self.end = name, activities, begin, end
        self.after = self._read(after)
        self.found: list[Activity] = []

    def _read(self, text: str | None) -> Cursor | None:
        try:
            return Cursor.read(text, self.signer) if text else None
        except InvalidCursor:
            return None

    @property
    def all(self) -> QuerySet:
        """What the section holds on all its pages, in no order."""
        return self.activities.filter(self._timed() | self._untimed())

    def _timed(self, begin: date | None = None) -> Q:
        begin = begin or self.begin
        kept = Q(due_at__isnull=False)
        kept &= Q(due_key__gte=beginning_of(begin)) if begin > date.min else Q()
        return kept & (Q(due_key__lt=beginning_of(self.end)) if self.end < date.max else Q())

    def _untimed(self, begin: date | None = None) -> Q:
        begin = begin or self.begin
        kept = Q(due_at=None)
        kept &= Q(due_key__gte=utc(begin)) if begin > date.min else Q()
        return kept & (Q(due_key__lt=utc(self.end)) if self.end < date.max else Q())

    @property
    def windows(self) -> list[QuerySet]:
        """What has a time and what has none, each with one row more than a page shows."""
        timed, untimed = self._timed(), self._untimed()
        if self.after:
            text, is_timed, pk = self.after.key
            key = datetime.fromisoformat(text)
            beyond = BY_DUE.beyond([key, pk])
            day = self.day_reached or self.begin
            timed = timed & beyond if is_timed else self._timed(day + DAY)
            untimed = self._untimed(day) if is_timed else untimed & beyond
        return [
            BY_DUE.sort(self.activities.filter(kept))[: PAGE_SIZE + 1] for kept in (timed, untimed)
        ]

    @property
    def day_reached(self) -> date | None:
        """The day on which the page before this one ended."""
        if not self.after:
            return None
        text, is_timed, _ = self.after.key
        key = datetime.fromisoformat(text)
        return timezone.localtime(key).date() if is_timed else key.date()

    def take(self, rows: Iterable[Activity]) -> None:
        """Keep from these what is the section's, in its order."""
        mine = [row for row in rows if self.begin <= day_of(row) < self.end]
        self.found = sorted(mine, key=place_of)

    @property
    def rows(self) -> list[Activity]:
        return self.found[:PAGE_SIZE]

    @property
    def days(self) -> list[tuple[date, list[Activity]]]:
        """The rows by their days."""
        return [(day, list(rows)) for day, rows in groupby(self.rows, day_of)]

    @property
    def is_of_one_day(self) -> bool:
        return self.begin > date.min and self.end == self.begin + DAY

    @property
    def next(self) -> str | None:
        """The cursor of the page after this one, if there is one."""
        if len(self.found) <= PAGE_SIZE:
            return None
        last = self.rows[-1]
        key = [last.due_key, last.due_at is not None, last.pk]
        return Cursor(key).sign(self.signer)


def day_of(activity: Activity) -> date:
    """Return the reader's day on which it is due; a far one for what is due on none."""
    return activity.due_day() or NEVER.date()


def place_of(activity: Activity) -> tuple:
    """Return by what a section is sorted."""
    return day_of(activity), activity.due_at is None, activity.due_key, activity.pk


def load(sections: list[Section]) -> list[Section]:
    """Fill the sections with their rows, in one statement for all."""
    ids = ids_of([window for section in sections for window in section.windows])
    rows = list(Activity.objects.filter(pk__in=ids).select_related("customer", "lead", "owner"))
    for section in sections:
        section.take(rows)
    return sections


class Agenda:
    """What of these activities is overdue today, due today, and to come; what was done lately.

    Today is the reader's.
    """

    def __init__(self, activities: Any, reader: User, today: date) -> None:
        self.reader, self.today = reader, today
        planned = activities.open()
        self.overdue = Section("overdue", planned, end=today)
        self.due_today = Section("today", planned, today, today + DAY)
        self.upcoming = Section("upcoming", planned, today + DAY)
        self.sections = [self.overdue, self.due_today, self.upcoming]
        fortnight = Section("fortnight", planned, today + DAY, today + DAY + FORTNIGHT)
        monday = today - timedelta(days=today.weekday())
        self.done = activities.done().done_since(beginning_of(monday))
        self.counted = [*(section.all for section in (*self.sections, fortnight)), self.done]

    def load(self) -> None:
        """Load what the page shows."""
        load(self.sections)
        done = NEWEST_DONE.sort(self.done).select_related("customer", "lead")
        self.just_done = list(done[:MOST_DONE])
        self.count()

    def count(self) -> "Agenda":
        """Count, each up to a bound, in one statement."""
        me = User.objects.filter(pk=self.reader.pk)
        numbers = me.values_list(*map(CountUpTo, self.counted)).get()
        (
            self.overdue_count,
            self.today_count,
            self.upcoming_count,
            self.fortnight_count,
            self.done_count,
        ) = map(told, numbers)
        return self

    @property
    def rows(self) -> list[Activity]:
        return [row for section in self.sections for row in section.rows]


class Day:
    """What stands on one day of the reader: what is open, and what is done."""

    def __init__(self, activities: Any, day: date, after: str | None = None) -> None:
        self.day, self.before, self.later = day, day - DAY, day + DAY
        self.open = Section("day", activities.open(), day, day + DAY, after)
        (self.open,) = load([self.open])
        done = activities.done().standing_between(day, day + DAY)
        found = list(
            NEWEST_DONE.sort(done).select_related("customer", "lead", "owner")[: PAGE_SIZE + 1]
        )
        self.done, self.more_done = found[:PAGE_SIZE], len(found) > PAGE_SIZE
        self.rows = [*self.open.rows, *self.done]


class Late:
    """What is overdue of these activities and may be changed by a person, the oldest first."""

    def __init__(self, activities: Any, today: date, *, by: User) -> None:
        late = activities.open().due_before(today).changeable_by(by)
        ids = BY_DUE.sort(late).values_list("pk", flat=True)
        self.today, self.by = today, by
        found = list(ids[: MOST_AT_ONCE + 1])
        self.ids, self.more = found[:MOST_AT_ONCE], len(found) > MOST_AT_ONCE

    @property
    def is_much(self) -> bool:
        """Whether they are so many that they are moved only after a question."""
        return len(self.ids) > UNASKED

    def move_to_today(self) -> int:
        """Plan them for today, and say how many they were."""
        late = Activity.objects.filter(pk__in=self.ids)
        return late.move_all_to(self.today, by=self.by)


def changeable(rows: Iterable[Activity], *, by: User) -> set[int]:
    """Return the numbers of those that a person may change."""
    mine = Activity.objects.changeable_by(by).filter(pk__in=[row.pk for row in rows])
    return set(mine.values_list("pk", flat=True))
