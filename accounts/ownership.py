"""Who sees and who changes what: the one way to read (docs/architecture.md, "Who may what").

Every lookup begins with `Model.objects.visible_to(user)`; every write finds its row with `find`.
"""

import re
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

AnyModel = TypeVar("AnyModel", bound=models.Model)
NUMBER = re.compile("[0-9]{1,18}")  # what a row can have, on both databases
MOST_PARTS = 25


class OwnedQuerySet(models.QuerySet):
    """Rows that have an owner, or nobody, and follow the roles and scopes of their readers."""

    # What is loaded along with a single row, since its page shows it.
    along: ClassVar[tuple[str, ...]] = ()

    def visible_to(self, user):
        """Keep what the user may see."""
        if not user.is_active:
            return self.none()
        return self.owned_by(user.seen_owner_ids)

    def changeable_by(self, user):
        """Keep what the user may change, always within what they see."""
        if not user.is_active or user.is_viewer:
            return self.none()
        return self.visible_to(user).owned_by(user.changed_owner_ids)

    def split_for(self, user, column: str = "owner") -> list["OwnedQuerySet"]:
        """Return what the user may see in parts: each owner's and nobody's, where these are few.

        An index holds each owner's rows in order, but not those of several together, which a
        sorted list would have to read and sort all for one page of them. `column` is the one by
        which that index begins.
        """
        owners = user.seen_owner_ids if user.is_active else None
        if owners is None or len(owners) >= MOST_PARTS:
            return [self.visible_to(user)]
        return [self.filter(**{column: owner}) for owner in (*owners, None)]

    def owned_by(self, owner_ids: list[int] | None):
        """Keep what these people or nobody owns; None stands for everybody."""
        if owner_ids is None:
            return self
        return self.filter(models.Q(owner__in=owner_ids) | models.Q(owner=None))


class FollowingQuerySet(models.QuerySet):
    """Rows that hang on a customer and follow it: who may see and change it, them too."""

    along: ClassVar[tuple[str, ...]] = ("customer",)
    # The column of whoever may change a row besides, since it is their own.
    own: ClassVar[str] = ""

    def visible_to(self, user):
        """Keep what hangs on customers that the user may see."""
        return self.of_owners(user.seen_owner_ids) if user.is_active else self.none()

    def changeable_by(self, user):
        """Keep what hangs on customers that the user may change, and what is their own."""
        if not user.is_active or user.is_viewer:
            return self.none()
        visible = self.visible_to(user)
        if user.changed_owner_ids is None:
            return visible
        theirs = self.belonging_to(user.changed_owner_ids)
        return visible.filter(theirs | models.Q(**{self.own: user}) if self.own else theirs)

    def of_owners(self, owner_ids: list[int] | None):
        """Keep what hangs on these people's customers and nobody's; None stands for everybody."""
        return self if owner_ids is None else self.filter(self.belonging_to(owner_ids))

    def belonging_to(self, owner_ids: list[int]) -> models.Q:
        """Say of a row that it hangs on a customer of one of these people, or of nobody."""
        return customer_of(owner_ids)

    def unarchived(self):
        """Keep what lists show: neither the row nor its customer was put away."""
        return self.filter(archived_at=None, customer__archived_at=None)

    def standing(self):
        """Keep what was not put away itself."""
        return self.filter(archived_at=None)

    def archived(self):
        """Keep what was put away."""
        return self.filter(archived_at__isnull=False)


def customer_of(owner_ids: list[int]) -> models.Q:
    """Say of what hangs on a customer that one of these people, or nobody, owns that."""
    return models.Q(customer__owner__in=owner_ids) | models.Q(customer__owner=None)


class NotYours(PermissionDenied):
    """The user sees the record and may not change it."""

    def __init__(self, record: models.Model) -> None:
        self.record = record
        super().__init__(f"You can see {record} but not change it.")


def find(model: type[AnyModel], pk: object, *, seen_by=None, change_by=None) -> AnyModel:
    """Return the row, for a reader (`seen_by`) or for a writer (`change_by`); `is_changeable` says
    whether the user may change it.

    Raises Http404 for what the user may not see, as for what does not exist, and NotYours for
    what they see and may not change.
    """
    manager: Any = model._default_manager
    user = seen_by or change_by
    rows = manager.visible_to(user)
    theirs = models.Exists(manager.changeable_by(user).filter(pk=models.OuterRef("pk")))
    found = rows.select_related(*rows.along).annotate(is_changeable=theirs)
    record = found.filter(pk=pk).first() if NUMBER.fullmatch(str(pk)) else None
    if record is None:
        raise Http404(f"No such {model._meta.verbose_name}.")
    if change_by and not record.is_changeable:
        raise NotYours(record)
    return record
