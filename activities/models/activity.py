"""Activities: calls, emails, meetings and tasks, planned or done."""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar
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
from accounts.models import Contact
from accounts.text import LineField, ProseField
from activities.models.about import About
from activities.models.finding import NEVER, ActivityQuerySet
from activities.models.kind import Kind
from deals.models import Deal

LONGEST = 20_000


class Activity(About):
    """A call, an email, a meeting or a task with somebody; completed, or open and perhaps due.

    It is due on a day or at a moment, never both.
    """

    customer = models.ForeignKey(
        "accounts.Customer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        db_index=False,
    )
    lead = models.ForeignKey(
        "accounts.Lead",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        db_index=False,
    )
    kind = models.CharField(max_length=10, choices=Kind)
    subject = LineField(max_length=200)
    body = ProseField("details", max_length=LONGEST, blank=True)
    outcome = LineField(max_length=500, blank=True)
    due_on = models.DateField("due", null=True, blank=True)
    due_at = models.DateTimeField("due", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        db_index=False,
    )
    deal = models.ForeignKey(
        Deal, models.PROTECT, null=True, blank=True, related_name="activities", db_index=False
    )
    contacts = models.ManyToManyField(
        Contact, through="activities.Participant", related_name="activities", blank=True
    )
    # The action item of a note that this task came of.
    note = models.ForeignKey(
        "activities.Note",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="tasks",
        db_index=False,
    )
    item = LineField(max_length=200, blank=True, editable=False)

    # What lists sort by: what is due on a day stands before what is due at its moments.
    due_key = models.DateTimeField(editable=False)

    derived: ClassVar = frozenset({"due_key", "completed_by", "item"})
    objects = ActivityQuerySet.as_manager()
    # Who is to take part once the activity is written; None leaves them as they are.
    people: list[Contact] | None = None

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["due_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(customer__isnull=False) | models.Q(lead__isnull=False),
                name="activity_about_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on=None) | models.Q(due_at=None),
                name="activity_due_once",
                violation_error_message="Say a day or a moment, not both.",
            ),
            models.CheckConstraint(
                condition=models.Q(completed_by=None) | models.Q(completed_at__isnull=False),
                name="activity_completed_by",
            ),
            models.UniqueConstraint(
                fields=["note", "item"],
                condition=models.Q(note__isnull=False),
                name="activity_once_an_item",
            ),
            OnOneField(condition=models.Q(kind__in=Kind.values), name="activity_kind"),
            OnOneField(condition=~models.Q(subject=""), name="activity_subject_not_blank"),
            OnOneField(
                condition=LessThanOrEqual(Length("subject"), 200), name="activity_subject_length"
            ),
            OnOneField(
                condition=LessThanOrEqual(Length("outcome"), 500), name="activity_outcome_length"
            ),
            OnOneField(
                condition=LessThanOrEqual(Length("body"), LONGEST), name="activity_body_length"
            ),
        ]
        indexes = [
            # What was done, for timelines; what is open stands together, without a moment.
            models.Index(fields=["customer", "completed_at", "id"], name="activity_of_customer"),
            models.Index(fields=["deal", "completed_at", "id"], name="activity_of_deal"),
            models.Index(
                fields=["lead", "completed_at", "id"],
                condition=models.Q(lead__isnull=False),
                name="activity_of_lead",
            ),
            # How often we spoke: counted from the index alone.
            models.Index(
                fields=["customer", "completed_at", "kind"],
                condition=models.Q(completed_at__isnull=False, archived_at=None),
                name="activity_done_with_customer",
            ),
            # What is open is left out: SQLite would look for it here instead of in the agenda.
            models.Index(
                fields=["owner", "completed_at", "id"],
                condition=models.Q(completed_at__isnull=False),
                name="activity_of_owner",
            ),
            models.Index(
                fields=["completed_at", "id"],
                condition=models.Q(completed_at__isnull=False),
                name="activity_by_completion",
            ),
            # How often all of us spoke, and when: counted from the index alone.
            models.Index(
                fields=["completed_at", "kind", "customer", "owner", "archived_at"],
                condition=models.Q(completed_at__isnull=False),
                name="activity_done",
            ),
            # What is planned, for agendas.
            models.Index(
                fields=["owner", "due_key", "id"],
                condition=models.Q(completed_at=None, archived_at=None),
                name="activity_agenda_of_owner",
            ),
            models.Index(
                fields=["due_key", "id"],
                condition=models.Q(completed_at=None, archived_at=None),
                name="activity_agenda",
            ),
            models.Index(
                fields=["customer", "due_key", "id"],
                condition=models.Q(completed_at=None, archived_at=None),
                name="activity_planned_of_customer",
            ),
            models.Index(
                fields=["deal", "due_key", "id"],
                condition=models.Q(completed_at=None, archived_at=None),
                name="activity_planned_of_deal",
            ),
            models.Index(
                fields=["lead", "due_key", "id"],
                condition=models.Q(lead__isnull=False, completed_at=None, archived_at=None),
                name="activity_planned_of_lead",
            ),
            models.Index(fields=["due_key", "id"], name="activity_by_due"),
            models.Index(fields=["created_at", "id"], name="activity_by_creation"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return address_of("activity", self.pk)

    @property
    def is_open(self) -> bool:
        return self.completed_at is None

    @property
    def due(self) -> date | datetime | None:
        """The day or the moment at which it is due, if there is one."""
        return self.due_at or self.due_on

    def due_day(self, zone: ZoneInfo | None = None) -> date | None:
        """Return the day on which it is due, of a moment the day in the zone, else the reader's."""
        return timezone.localtime(self.due_at, zone).date() if self.due_at else self.due_on

    @property
    def is_overdue(self) -> bool:
        """Whether it was due before today, which is the reader's."""
        return self.days_late(timezone.localdate()) > 0

    def days_late(self, today: date) -> int:
        """How many days ago it was due, today being the reader's; 0 for what is not overdue."""
        day = self.due_day() if self.is_open else None
        return max((today - day).days, 0) if day else 0

    def derive(self) -> None:
        """Fill the column that follows from others; `save` does it, bulk writers must."""
        day = self.due_on and datetime.combine(self.due_on, time(), UTC)
        self.due_key = self.due_at or day or NEVER

    def save(self, *args, **kwargs) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def settle(self, completed_at: datetime | None, *, by) -> None:
        """Be completed at a moment, or open again, for `by`; to be written after."""
        if completed_at is not None and completed_at > timezone.now():
            raise ValidationError({"completed_at": "This moment has not come yet."})
        self.completed_at = completed_at
        self.completed_by = by if completed_at else None

    @act()
    def complete(self, *, by, at: datetime | None = None, version: int | None = None) -> None:
        """Mark as done; `at` is when it really happened. What is done already stays as it is,
        unless a moment is named."""
        self.lock()
        if self.is_open or at is not None:
            self.settle(at or timezone.now(), by=by)
        self.write(by=by, version=version)

    @act()
    def reopen(self, *, by, version: int | None = None) -> None:
        """Take back that it is done."""
        self.lock()
        self.settle(None, by=by)
        self.write(by=by, version=version)

    @act()
    def move_to(self, due: date | datetime, *, by, version: int | None = None) -> None:
        """Plan it for another day, or another moment."""
        self.lock()
        is_moment = isinstance(due, datetime)
        self.due_at, self.due_on = (due, None) if is_moment else (None, due)
        self.write(by=by, version=version)

    def differences(self, stands: Any) -> list:
        found = super().differences(stands)
        if self.people is not None:
            old = None if stands is None else named(self.contacts.all())
            new = named(self.people)
            found += [("contacts", old, new)] if old != new else []
        return found

    def also_log(self, changes: list[Change]) -> None:
        if self.people is not None:
            self.participants.all().delete()
            Participant.objects.bulk_create(
                Participant(activity=self, contact=contact) for contact in self.people
            )
            self.people = None


class Participant(models.Model):
    """A contact who takes part in an activity."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="participants", db_index=False
    )
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="participations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "contact"], name="participant_once_an_activity"
            )
        ]

    def __str__(self) -> str:
        return str(self.contact)


def named(contacts: Any) -> str | None:
    """Return who takes part as history keeps it, in the order of their names."""
    return ", ".join(sorted(map(str, contacts))) or None
