"""Customers: businesses or individuals that buy from us, might, or did."""

from collections.abc import Collection
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import LessThanOrEqual

from accounts.acts import act
from accounts.addresses import address_of
from accounts.constraints import OnOneField
from accounts.history import Action, Change, Entry
from accounts.models.contact import Contact
from accounts.models.status import Status, StatusChange
from accounts.models.user import User
from accounts.ownership import OwnedQuerySet
from accounts.purge import Purgeable
from accounts.text import KeyField, LineField, fold, key

MOST_ALIKE = 25


class Kind(models.TextChoices):
    BUSINESS = "business", "Business"
    INDIVIDUAL = "individual", "Individual"


class CustomerQuerySet(OwnedQuerySet):
    along = ("owner", "industry")

    def unarchived(self):
        """Keep what lists show."""
        return self.filter(archived_at=None)

    def archived(self):
        """Keep what was put away."""
        return self.filter(archived_at__isnull=False)

    def matching(self, text: str):
        """Keep customers in which every word of the text occurs, whatever its case and accents."""
        matches = self
        for word in fold(text).split():
            matches = matches.filter(search__contains=word)
        return matches

    def like(self, *, name: str, website: str, email: str = ""):
        """Keep those that are likely the same: of the same folded name or web domain, which an
        email address may tell as well, or with a contact of the same address."""
        same = models.Q(name_key=key(name)) if key(name) else models.Q(pk=None)
        domains = {domain_of(website), email.rpartition("@")[2].casefold()} - {""}
        if domains:
            same |= models.Q(domain__in=domains)
        if email:
            known = Contact.objects.standing().with_email(email).values_list("customer", flat=True)
            same |= models.Q(pk__in=list(known[:MOST_ALIKE]))
        return self.filter(same)

    def sorted_by_owner(self):
        """Add `owner_key`, on which nobody comes last."""
        last = models.Value("\U0010ffff")
        return self.annotate(owner_key=Coalesce("owner__name_key", last))


class Customer(Purgeable):
    """A business or an individual; prospect, active or inactive; perhaps somebody's."""

    name = LineField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BUSINESS)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROSPECT)
    industry = models.ForeignKey(
        "accounts.Industry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        db_index=False,
    )
    website = LineField(max_length=500, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customers",
        db_index=False,
    )

    name_key = KeyField()
    domain = models.CharField(max_length=300, editable=False, blank=True)
    search = models.TextField(editable=False)

    derived: ClassVar = frozenset({"name_key", "domain", "search"})
    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            OnOneField(condition=~models.Q(name=""), name="customer_name_not_blank"),
            OnOneField(condition=LessThanOrEqual(Length("name"), 200), name="customer_name_length"),
            OnOneField(
                condition=LessThanOrEqual(Length("website"), 500), name="customer_website_length"
            ),
            OnOneField(
                condition=models.Q(website="")
                | models.Q(website__startswith="https://")
                | models.Q(website__startswith="http://"),
                name="customer_website_http",
            ),
            OnOneField(condition=models.Q(kind__in=Kind.values), name="customer_kind"),
            OnOneField(condition=models.Q(status__in=Status.values), name="customer_status"),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="customer_by_name"),
            models.Index(fields=["owner", "name_key", "id"], name="customer_by_owner"),
            models.Index(fields=["status", "name_key", "id"], name="customer_by_status"),
            models.Index(fields=["industry", "name_key", "id"], name="customer_by_industry"),
            models.Index(fields=["industry", "owner"], name="customer_by_industry_owner"),
            models.Index(fields=["created_at", "id"], name="customer_by_creation"),
            models.Index(fields=["updated_at", "id"], name="customer_by_change"),
            models.Index(fields=["domain"], name="customer_by_domain"),
            # The lists of few: what nobody owns, what was put away. An index on archived_at as
            # such would lure SQLite into sorting all that is not.
            models.Index(
                fields=["name_key", "id"],
                condition=models.Q(owner=None),
                name="customer_of_nobody",
            ),
            models.Index(
                fields=["name_key", "id"],
                condition=models.Q(archived_at__isnull=False),
                name="customer_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("customer", self.pk)

    @property
    def concerned_customer_id(self) -> int | None:
        return self.pk

    @classmethod
    def entry_of(cls, action: str, field: str, along: Collection[str]) -> str | None:
        """One entry tells that the customer was added, and one each change of a field."""
        if action == Action.CREATED:
            return Entry.CHANGE if field == "name" else None
        return {"status": Entry.STATUS, "archived_at": Entry.ARCHIVE}.get(field, Entry.CHANGE)

    def derive(self) -> None:
        """Fill the columns that follow from others; `save` does it, bulk writers must."""
        self.name_key = key(self.name)
        self.domain = domain_of(self.website)
        self.search = fold(f"{self.name} {self.website}")

    def save(self, *args, **kwargs) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def also_log(self, changes: list[Change]) -> None:
        StatusChange.objects.bulk_create(StatusChange.of(self, changes))
        if self.owner_id is not None and any(change.field == "owner" for change in changes):
            # Whoever deactivates the new owner at once waits, and then finds this customer too.
            User.objects.select_for_update(no_key=True).only("pk").get(pk=self.owner_id)

    @act()
    def be_own_contact(self, *, by):
        """Return the contact that this customer is to itself; the first call makes it."""
        self.lock()
        themselves = self.contacts.standing().filter(name_key=self.name_key).first()
        if themselves is None:
            themselves = self.contacts.model(customer=self, name=self.name)
            themselves.write(by=by)
        return themselves


def domain_of(website: str) -> str:
    """Return the host of a web address without `www.`, or ""."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
