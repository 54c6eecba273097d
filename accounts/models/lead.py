"""Leads: people who may become customers, and the customers that they became."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from accounts.acts import act
from accounts.addresses import address_of
from accounts.constraints import OnOneField
from accounts.history import Action, Change, Entry, Recorded
from accounts.models.contact import Contact
from accounts.models.conversion import AlreadyConverted, Conversion
from accounts.models.customer import Customer, Kind, domain_of
from accounts.models.lead_states import LeadQuerySet, LeadStatus
from accounts.phone import dialled
from accounts.purge import Purgeable
from accounts.text import KeyField, LineField, fold, key


class Lead(Purgeable):
    """Somebody who may become a customer, perhaps for a company; converted at most once."""

    name = LineField(max_length=200)
    company = LineField(max_length=200, blank=True)
    title = LineField(max_length=200, blank=True)
    email = LineField(max_length=254, blank=True)
    phone = LineField(max_length=60, blank=True)
    website = LineField(max_length=500, blank=True)
    industry = models.ForeignKey(
        "accounts.Industry", models.PROTECT, null=True, blank=True, related_name="leads"
    )
    source = LineField(max_length=100, blank=True)
    status = models.CharField(max_length=20, choices=LeadStatus, default=LeadStatus.NEW)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        db_index=False,
    )
    # What it became, and whoever wrote it down first.
    customer = models.ForeignKey(
        "accounts.Customer",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="leads",
        db_index=False,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    name_key = KeyField()
    source_key = KeyField(blank=True)
    search = models.TextField(editable=False)

    derived: ClassVar = frozenset({"by", "name_key", "source_key", "search"})
    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            OnOneField(condition=~models.Q(name=""), name="lead_name_not_blank"),
            OnOneField(condition=LessThanOrEqual(Length("name"), 200), name="lead_name_length"),
            OnOneField(
                condition=LessThanOrEqual(Length("company"), 200), name="lead_company_length"
            ),
            OnOneField(condition=LessThanOrEqual(Length("title"), 200), name="lead_title_length"),
            OnOneField(condition=LessThanOrEqual(Length("email"), 254), name="lead_email_length"),
            OnOneField(condition=LessThanOrEqual(Length("phone"), 60), name="lead_phone_length"),
            OnOneField(
                condition=LessThanOrEqual(Length("website"), 500), name="lead_website_length"
            ),
            OnOneField(
                condition=models.Q(website="")
                | models.Q(website__startswith="https://")
                | models.Q(website__startswith="http://"),
                name="lead_website_http",
            ),
            OnOneField(condition=LessThanOrEqual(Length("source"), 100), name="lead_source_length"),
            OnOneField(condition=models.Q(status__in=LeadStatus.values), name="lead_status"),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="lead_by_creation"),
            models.Index(fields=["updated_at", "id"], name="lead_by_change"),
            models.Index(fields=["name_key", "id"], name="lead_by_name"),
            models.Index(fields=["owner", "created_at", "id"], name="lead_of_owner"),
            models.Index(fields=["source_key", "source"], name="lead_by_source"),
            models.Index(
                fields=["customer", "created_at", "id"],
                condition=models.Q(customer__isnull=False),
                name="lead_of_customer",
            ),
            # What is looked at first, and whom nobody has answered.
            models.Index(
                fields=["created_at", "id"],
                condition=models.Q(customer=None, archived_at=None),
                name="lead_unconverted",
            ),
            models.Index(
                fields=["status", "created_at", "id"],
                condition=models.Q(customer=None, archived_at=None),
                name="lead_by_status",
            ),
            models.Index(
                fields=["created_at", "id"],
                condition=models.Q(archived_at__isnull=False),
                name="lead_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("lead", self.pk)

    @property
    def full_name(self) -> str:
        """The name, and the company if there is one: Orrin Tackett, Grainfield Mills."""
        return ", ".join(filter(None, (self.name, self.company)))

    @property
    def is_converted(self) -> bool:
        return self.customer_id is not None

    @property
    def dialled(self) -> str:
        """The phone number as a `tel:` link takes it, with the extension if there is one."""
        return dialled(self.phone)

    @property
    def domain(self) -> str:
        """The host of its website without `www.`, or ""."""
        return domain_of(self.website)

    @classmethod
    def entry_of(cls, action: str, field: str, along: Collection[str]) -> str | None:
        """Creation and conversion are entries of their own, each other change is one."""
        if action == Action.CREATED or field == "customer":
            return None
        return Entry.ARCHIVE if field == "archived_at" else Entry.CHANGE

    def derive(self) -> None:
        """Fill the columns that follow from others; `save` does it, bulk writers must."""
        self.name_key = key(self.name)
        self.source_key = key(self.source)
        self.search = fold(f"{self.name} {self.company} {self.email} {self.phone}")

    def save(self, *args, **kwargs) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def write(self, *, by, **how: Any) -> list[Change]:
        """Store the lead; whoever stores it first is kept."""
        if self._state.adding:
            self.by = by
        return super().write(by=by, **how)

    def likely_customers(self, user) -> models.QuerySet[Customer]:
        """Return customers that the user sees and that the lead may belong to: see `like`."""
        seen = Customer.objects.visible_to(user).unarchived()
        return seen.like(name=self.company or self.name, website=self.website, email=self.email)

    @act()
    def convert(
        self,
        *,
        by,
        customer: Customer | None = None,
        contact: bool = True,
        at: datetime | None = None,
    ) -> Customer:
        """Make the lead part of a customer, a new one unless one is named, and return that.

        All that hangs on the lead hangs on the customer from then on. `contact` makes the person a
        contact there, unless one has the name or the email address; `at` dates it back.
        Raises AlreadyConverted the second time, and ValidationError for what was archived.
        """
        self.lock()
        if self.is_converted:
            raise AlreadyConverted(self)
        if self.archived_at is not None:
            raise ValidationError("This lead is archived. Restore it first.", code="archived")
        at = at or timezone.now()
        self.customer = self._hold(customer) if customer else self._new_customer(at, by=by)
        person = self._person(at, by=by) if contact else None
        self.write(by=by, at=at)
        Conversion.objects.create(lead=self, customer=self.customer, contact=person, at=at, by=by)
        self._carry_over()
        return self.customer

    @act()
    def purge(self, *, by) -> None:
        """Remove the lead and all that hangs on it; once converted it is its customer's."""
        self.lock()
        if self.is_converted:
            raise ValidationError(f"{self} is part of {self.customer}. Purge that instead.")
        super().purge(by=by)

    def _hold(self, customer: Customer) -> Customer:
        held = Customer.objects.select_for_update(no_key=True).filter(pk=customer.pk).first()
        if held is None or held.archived_at is not None:
            raise ValidationError({"customer": "This customer is archived. Restore it first."})
        return held

    def _new_customer(self, at: datetime, *, by) -> Customer:
        new = Customer(
            name=self.company or self.name,
            kind=Kind.BUSINESS if self.company else Kind.INDIVIDUAL,
            industry=self.industry,
            website=self.website,
            owner=self.owner if self.owner and self.owner.may_add else by,
            created_at=at,
            updated_at=at,
        )
        new.write(by=by)
        return new

    def _person(self, at: datetime, *, by) -> Contact:
        there = Contact.objects.standing().filter(customer=self.customer)
        same = there.filter(name_key=self.name_key) | there.with_email(self.email)
        person = same.primary_first().first()
        if person is None:
            said = {name: getattr(self, name) for name in ("name", "title", "email", "phone")}
            person = Contact(customer=self.customer, created_at=at, updated_at=at, **said)
            person.write(by=by)
        return person

    def _carry_over(self) -> None:
        """Give the customer's key to every row that hangs on the lead, and to their changes.

        The database's own knowledge says which: a table added later is covered.
        """
        for rows in (self._myself(), *self._hanging_rows()):
            if issubclass(rows.model, Recorded):
                Change.objects.of_all(rows).update(customer=self.customer)
            if any(column.name == "customer" for column in rows.model._meta.concrete_fields):
                rows.update(customer=self.customer)
