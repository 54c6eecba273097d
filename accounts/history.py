"""The one way to write: every change of a record leaves who, when, by which door, old and new.

A record is stored by `write`, in one transaction that locks its row, holds the version that the
writer knew against the one that stands, and writes one `Change` for each changed field.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.acts import act, touch
from accounts.paging import Order

NEWEST_FIRST = Order(("at",), descending=True)


class Door(models.TextChoices):
    """The ways into the product."""

    PAGE = "page", "Page"
    API = "api", "API"
    ADMIN = "admin", "Admin"
    IMPORT = "import", "Import"
    COMMAND = "command", "Command"
    DEMO = "demo", "Demo data"


class Action(models.TextChoices):
    """What a change did to its record."""

    CREATED = "created", "Created"
    CHANGED = "changed", "Changed"
    PURGED = "purged", "Purged"


class Entry(models.TextChoices):
    """What a change is on the timeline of its customer, where it is told there."""

    CHANGE = "change", "Change"
    STATUS = "status", "Status"
    CONTACT = "contact", "Contact"
    ARCHIVE = "archive", "Archive"


class ChangeQuerySet(models.QuerySet):
    def of(self, record: "Recorded"):
        """Keep the changes of this record."""
        return self.filter(kind=record.kind_of_record(), object_id=record.pk)

    def of_all(self, records: models.QuerySet):
        """Keep the changes of these records, which are all of one kind."""
        kind = records.model.kind_of_record()
        return self.filter(kind=kind, object_id__in=records.values("pk"))

    def of_customers(self):
        """Keep the changes of customers themselves, not of what hangs on them."""
        return self.filter(kind="customer", object_id=models.F("customer"))

    def told(self):
        """Keep what stands on a timeline."""
        return self.filter(entry__isnull=False)

    def since(self, version: int):
        """Keep what came after a version of the record."""
        return self.filter(version__gt=version)


class Change(models.Model):
    """One field of one record, changed by somebody at one moment. Never edited."""

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    door = models.CharField(max_length=10, choices=Door)
    action = models.CharField(max_length=10, choices=Action)
    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    customer = models.ForeignKey(
        "accounts.Customer", models.PROTECT, null=True, related_name="changes", db_index=False
    )
    version = models.PositiveIntegerField()
    field = models.CharField(max_length=50)
    old = models.TextField(null=True)  # noqa: DJ001 - None says that nothing stood there
    new = models.TextField(null=True)  # noqa: DJ001
    entry = models.CharField(  # noqa: DJ001 - None says that it is told on no timeline
        max_length=10, choices=Entry, null=True, editable=False
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "object_id", "at", "id"], name="change_of_record"),
            models.Index(fields=["customer", "at", "id"], name="change_of_customer"),
            models.Index(fields=["by", "at"], name="change_by_person"),
            # Of a customer's changes the timeline tells few: what is logged has none there.
            models.Index(
                fields=["customer", "at", "id"],
                condition=models.Q(entry__isnull=False),
                name="change_on_timeline",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(door__in=Door.values), name="change_door"),
            models.CheckConstraint(
                condition=models.Q(action__in=Action.values), name="change_action"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.field}"


class Conflict(Exception):
    """Somebody else wrote the record after the version that this writer knew."""

    form: Any = None  # what the writer sent, where it was a form

    def __init__(self, stands: "Recorded", version: int) -> None:
        self.stands = stands
        self.version = version
        super().__init__(f"{stands} was changed by somebody else in the meantime.")


class Recorded(models.Model):
    """A record with a version and a history."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    # Columns that follow from others or from the act of writing: they have no history.
    derived: ClassVar[frozenset[str]] = frozenset()
    # Columns whose content is nobody's business: history says that they changed, not from what.
    secret: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    @classmethod
    def recorded_fields(cls) -> list[models.Field]:
        skipped = {"id", "created_at", "updated_at", "version"} | cls.derived
        return [field for field in cls._meta.concrete_fields if field.name not in skipped]

    @classmethod
    def kind_of_record(cls) -> str:
        """The word by which history knows records of this kind."""
        return cls._meta.model_name or ""

    @property
    def concerned_customer_id(self) -> int | None:
        """The customer in whose history this record's changes stand."""
        return getattr(self, "customer_id", None)

    @classmethod
    def entry_of(cls, action: str, field: str, along: Collection[str]) -> str | None:
        """Say as what a change of a field stands on the customer's timeline, if it does at all;
        `along` names all fields that changed by the same write.

        What is an entry of its own, like a note, needs no other one for its changes.
        """
        return None

    def lock(self, *, wholly: bool = False) -> Self:
        """Reload this record with its row locked; to be called in a transaction, by verbs.

        Others may refer to it all the same, unless it is locked wholly, by who removes it: they
        hold standings when the database looks whether it is there, and its locker waits for these.
        """
        rows = type(self)._base_manager.select_for_update(no_key=not wholly)
        self.refresh_from_db(from_queryset=rows)
        return self

    @act()
    def write(
        self,
        *,
        by: Any,
        fields: Iterable[str] | None = None,
        version: int | None = None,
        at: datetime | None = None,
    ) -> list[Change]:
        """Store the record, or the named fields over what stands, and return what changed.

        Raises Conflict, and stores nothing, where `version` is given and not the one that stands.
        `at` dates a change back, at most to the record's creation; a creation has `created_at`.
        """
        if self._state.adding:
            return self._log(by, Action.CREATED, self.differences(None), at=self.created_at)
        stands = type(self)._base_manager.select_for_update(no_key=True).get(pk=self.pk)
        if version is not None and version != stands.version:
            raise Conflict(stands, version)
        if fields is not None:
            self._take_over(stands, but=set(fields))
        differences = self.differences(stands)
        if not differences:
            return []
        self.version = stands.version + 1
        if at is not None and not self.created_at <= at <= timezone.now():
            raise ValueError(f"{self} cannot have been changed at {at}.")
        self.updated_at = at or timezone.now()
        return self._log(by, Action.CHANGED, differences, at=self.updated_at)

    def concerned_customers(self, changes: list[Change]) -> Iterable[int]:
        """Return the customers whose figures depend on what these changes changed."""
        customer = self.concerned_customer_id
        return [] if customer is None else [customer]

    def also_log(self, changes: list[Change]) -> None:
        """Write further logs of these changes, in the same transaction; models may add theirs."""

    def _take_over(self, stands: Self, *, but: set[str]) -> None:
        for field in self._meta.concrete_fields:
            if field.name not in but:
                setattr(self, field.attname, getattr(stands, field.attname))

    def differences(self, stands: Self | None) -> list[tuple[str, str | None, str | None]]:
        """Return the names of what the record says otherwise than what stands, old and new;
        models add what they keep in rows of their own."""
        found = []
        for field in self.recorded_fields():
            old = None if stands is None else getattr(stands, field.attname)
            new = getattr(self, field.attname)
            if old != new and (stands is not None or as_text(self, field.name) is not None):
                was = None if stands is None else as_text(stands, field.name)
                found.append((field.name, was, as_text(self, field.name)))
        return found

    def _log(self, by: Any, action: str, differences: list, *, at: datetime) -> list[Change]:
        self.save()
        names = [name for name, _, _ in differences]
        changes = [
            Change(
                at=at,
                by=by,
                door=by.door if by else Door.COMMAND,
                action=action,
                kind=self.kind_of_record(),
                object_id=self.pk,
                customer_id=self.concerned_customer_id,
                version=self.version,
                field=name,
                old=old,
                new=new,
                entry=self.entry_of(action, name, names),
            )
            for name, old, new in differences
        ]
        Change.objects.bulk_create(changes)
        self.also_log(changes)
        touch(self.concerned_customers(changes))
        return changes


def as_text(record: Recorded, name: str) -> str | None:
    """Return a field's value as history keeps it: dots for what is nobody's business."""
    text = text_of(getattr(record, name))
    return "•••" if text is not None and name in record.secret else text


def text_of(value: object) -> str | None:
    """Return a value as history keeps it: names for people and records, ISO for moments."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
