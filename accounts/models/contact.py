"""Contacts: the people whom we know at a customer, one of them the primary one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact, LessThanOrEqual
from django.utils import timezone

from accounts.acts import act
from accounts.addresses import address_of
from accounts.archive import Archivable
from accounts.constraints import OnOneField
from accounts.history import Action, Change, Entry
from accounts.ownership import FollowingQuerySet
from accounts.phone import dialled
from accounts.text import KeyField, LineField, fold, key


class ContactQuerySet(FollowingQuerySet):
    def primary(self):
        """Keep each customer's primary contact."""
        return self.filter(is_primary=True)

    def primary_first(self):
        """Sort as a customer's own list does."""
        return self.order_by("-is_primary", "name_key", "id")

    def with_email(self, address: str):
        """Keep those with this email address, whatever its case."""
        return self.filter(Exact(Lower("email"), address.lower())) if address else self.none()

    def matching(self, text: str):
        """Keep contacts in which every word of the text occurs, whatever its case and accents."""
        matches = self
        for word in fold(text).split():
            matches = matches.filter(search__contains=word)
        return matches


class Contact(Archivable):
    """A person at a customer. The first one becomes the primary one."""

    customer = models.ForeignKey(
        "accounts.Customer", models.PROTECT, related_name="contacts", db_index=False
    )
    name = LineField(max_length=200)
    title = LineField(max_length=200, blank=True)
    email = LineField(max_length=254, blank=True)
    phone = LineField(max_length=60, blank=True)
    is_primary = models.BooleanField("primary", default=False, editable=False)

    name_key = KeyField()
    search = models.TextField(editable=False)

    derived: ClassVar = frozenset({"name_key", "search"})
    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(is_primary=True),
                name="contact_one_primary",
                violation_error_message="This customer has a primary contact already.",
            ),
            models.CheckConstraint(
                condition=models.Q(is_primary=False) | models.Q(archived_at=None),
                name="contact_primary_stands",
                violation_error_message="An archived contact is nobody's primary one.",
            ),
            OnOneField(condition=~models.Q(name=""), name="contact_name_not_blank"),
            OnOneField(condition=LessThanOrEqual(Length("name"), 200), name="contact_name_length"),
            OnOneField(
                condition=LessThanOrEqual(Length("title"), 200), name="contact_title_length"
            ),
            OnOneField(
                condition=LessThanOrEqual(Length("email"), 254), name="contact_email_length"
            ),
            OnOneField(condition=LessThanOrEqual(Length("phone"), 60), name="contact_phone_length"),
        ]
        indexes = [
            models.Index(fields=["customer", "name_key", "id"], name="contact_of_customer"),
            models.Index(fields=["name_key", "id"], name="contact_by_name"),
            models.Index(Lower("email"), name="contact_by_email"),
            models.Index(fields=["created_at", "id"], name="contact_by_creation"),
            models.Index(fields=["updated_at", "id"], name="contact_by_change"),
            models.Index(
                fields=["name_key", "id"],
                condition=models.Q(archived_at__isnull=False),
                name="contact_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("contact", self.pk)

    @property
    def owner(self):
        """Whoever looks after the customer looks after its contacts."""
        return self.customer.owner

    @property
    def dialled(self) -> str:
        """The phone number as a `tel:` link takes it, with the extension if there is one."""
        return dialled(self.phone)

    @classmethod
    def entry_of(cls, action: str, field: str, along: Collection[str]) -> str | None:
        """One entry tells that the contact was added, and one each change of a field."""
        if action == Action.CREATED:
            return Entry.CONTACT if field == "name" else None
        return Entry.ARCHIVE if field == "archived_at" else Entry.CONTACT

    def derive(self) -> None:
        """Fill the columns that follow from others; `save` does it, bulk writers must."""
        self.name_key = key(self.name)
        self.search = fold(f"{self.name} {self.title} {self.email} {self.phone}")

    def save(self, *args, **kwargs) -> None:
        self.derive()
        super().save(*args, **kwargs)

    @act()
    def write(self, **how: Any) -> list[Change]:
        """Store the contact; a new one is primary where the customer has no other."""
        if self._state.adding:
            self.customer.lock()  # of two first ones at once, one is the first
            self.is_primary = not self.customer.contacts.standing().exists()
        return super().write(**how)

    @act()
    def make_primary(self, *, by, version: int | None = None) -> None:
        """Make this the customer's primary contact, in the place of the one that was."""
        self._lock_with_customer()
        if self.archived_at is not None:
            raise ValidationError("This contact is archived. Restore it first.", code="archived")
        for other in self.customer.contacts.primary().exclude(pk=self.pk):
            other.is_primary = False
            other.write(by=by, fields=["is_primary"])
        self.is_primary = True
        self.write(by=by, version=version)

    @act()
    def archive(self, *, by, version: int | None = None, at: datetime | None = None) -> None:
        """Put the contact away; where it was the primary one, the customer is left with none."""
        self._lock_with_customer()
        if self.archived_at is None:
            self.archived_at = at or timezone.now()
            self.is_primary = False
        self.write(by=by, version=version, at=at)

    @act()
    def restore(self, *, by, version: int | None = None) -> None:
        """Bring an archived contact back, as primary if it was that and nobody is since."""
        self._lock_with_customer()
        if self.archived_at is not None:
            self.archived_at = None
            was_primary = Change.objects.of(self).filter(version=self.version, field="is_primary")
            taken = self.customer.contacts.primary()
            self.is_primary = was_primary.exists() and not taken.exists()
        self.write(by=by, version=version)

    def _lock_with_customer(self) -> None:
        # All that decides which contact is primary waits for the customer's row, in this order.
        self.customer.lock()
        self.lock()
