"""Notes: what somebody wrote down about a customer or a lead, with action items in it."""

import re
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from accounts.acts import act
from accounts.addresses import address_of
from accounts.constraints import OnOneField
from accounts.history import Change
from accounts.text import ProseField
from activities.models.about import About, AboutQuerySet
from activities.models.activity import LONGEST, Activity
from activities.models.kind import Kind
from deals.models import Deal

ITEM = re.compile(r"(?P<before>\s*[-*] \[)(?P<mark>[ xX])(?P<after>\]\s+)(?P<text>\S.*)")
SHORT = 80


class Item(NamedTuple):
    """An action item: a line of a note like `- [ ] send the offer`."""

    line: int
    text: str
    done: bool

    @property
    def key(self) -> str:
        """What a task remembers of the item that it came of."""
        return self.text[:200].strip()


class NoteQuerySet(AboutQuerySet):
    """Notes follow what they are about; besides, people may change those that they wrote."""

    along = ("customer", "lead", "by", "deal")
    own = "by"

    def pinned(self):
        """Keep what is to stay in sight."""
        return self.filter(is_pinned=True)


class Note(About):
    """Plain text about a customer or a lead, of one day; `- [ ]` lines in it can be ticked."""

    customer = models.ForeignKey(
        "accounts.Customer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        db_index=False,
    )
    lead = models.ForeignKey(
        "accounts.Lead",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        db_index=False,
    )
    body = ProseField("note", max_length=LONGEST)
    noted_on = models.DateField("date", blank=True)
    deal = models.ForeignKey(
        Deal, models.PROTECT, null=True, blank=True, related_name="notes", db_index=False
    )
    is_pinned = models.BooleanField("pinned", default=False, editable=False)

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="notes",
    )
    at = models.DateTimeField(editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)

    derived: ClassVar = frozenset({"by", "at", "edited_at"})
    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(customer__isnull=False) | models.Q(lead__isnull=False),
                name="note_about_somebody",
            ),
            OnOneField(condition=~models.Q(body=""), name="note_body_not_blank"),
            OnOneField(condition=LessThanOrEqual(Length("body"), LONGEST), name="note_body_length"),
        ]
        indexes = [
            models.Index(fields=["customer", "at", "id"], name="note_of_customer"),
            models.Index(fields=["deal", "at", "id"], name="note_of_deal"),
            models.Index(
                fields=["lead", "at", "id"],
                condition=models.Q(lead__isnull=False),
                name="note_of_lead",
            ),
            models.Index(fields=["at", "id"], name="note_by_moment"),
            models.Index(
                fields=["customer", "at", "id"],
                condition=models.Q(is_pinned=True, archived_at=None),
                name="note_pinned",
            ),
        ]

    def __str__(self) -> str:
        first = next((line for line in self.body.splitlines() if line.strip()), "")
        return first if len(first) <= SHORT else f"{first[: SHORT - 1].rstrip()}…"

    def get_absolute_url(self) -> str:
        return address_of("note", self.pk)

    @property
    def items(self) -> list[Item]:
        """The action items, in their order."""
        return [
            Item(number, found["text"], found["mark"] != " ")
            for number, line in enumerate(self.body.splitlines())
            if (found := ITEM.fullmatch(line))
        ]

    @property
    def zone(self) -> ZoneInfo:
        """The author's time zone."""
        return ZoneInfo(self.by.time_zone if self.by else settings.TIME_ZONE)

    @property
    def written_on(self) -> date:
        """The author's day on which it was written."""
        return timezone.localtime(self.created_at, self.zone).date()

    def derive(self) -> None:
        """Fill the moment at which the note stands: when it was written, or noon of another day.

        The day is one of the author's time zone. `save` does it, bulk writers must.
        """
        if self.noted_on == self.written_on:
            self.at = self.created_at
        else:
            self.at = datetime.combine(self.noted_on, time(12), self.zone).astimezone(UTC)

    def save(self, *args, **kwargs) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def write(self, *, by, **how: Any) -> list[Change]:
        """Store the note; whoever stores it first is its author, and writes of today."""
        if self._state.adding:
            self.by = by
            self.noted_on = self.noted_on or self.written_on
        return super().write(by=by, **how)

    @act()
    def pin(self, *, by, version: int | None = None, at: datetime | None = None) -> None:
        """Keep the note in sight above the timeline; `at` dates it back."""
        self._pin(True, by=by, version=version, at=at)

    @act()
    def unpin(self, *, by, version: int | None = None) -> None:
        """Let the note stand at its moment alone."""
        self._pin(False, by=by, version=version)

    def _pin(self, is_pinned: bool, **how: Any) -> None:
        self.lock()
        self.is_pinned = is_pinned
        self.write(**how)

    def item_at(self, line: int, text: str) -> Item:
        """Return the action item in a line. Raises ValidationError where another text stands."""
        for item in self.items:
            if (item.line, item.text) == (line, text):
                return item
        raise ValidationError("This note was changed in the meantime. See how it stands now.")

    @act()
    def tick(
        self, line: int, text: str, *, done: bool = True, by, at: datetime | None = None
    ) -> None:
        """Mark the action item in a line as done, or as not done; `at` dates it back."""
        self.lock()
        item = self.item_at(line, text)
        lines = self.body.splitlines()
        mark = "x" if done else " "
        lines[item.line] = ITEM.sub(rf"\g<before>{mark}\g<after>\g<text>", lines[item.line])
        self.body = "\n".join(lines)
        self.write(by=by, at=at)

    @act()
    def make_task(
        self, line: int, text: str, *, by, due_on: date, at: datetime | None = None
    ) -> Activity:
        """Turn the action item in a line into a task that stays linked; the second time, return
        the task that it became. `at` dates it back."""
        self.lock()
        item = self.item_at(line, text)
        task = self.tasks.filter(item=item.key).first()
        if task is None:
            at = at or timezone.now()
            task = Activity(
                created_at=at,
                updated_at=at,
                customer_id=self.customer_id,
                lead_id=self.lead_id,
                deal_id=self.deal_id,
                kind=Kind.TASK,
                subject=item.key,
                due_on=due_on,
                owner=by,
                note=self,
                item=item.key,
            )
            task.write(by=by)
        elif task.archived_at is not None:
            task.restore(by=by)
        return task
