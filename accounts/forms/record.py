"""The form on a record: what pages, GraphQL, admin and imports run alike."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django import forms
from django.core.exceptions import PermissionDenied

from accounts.acts import act
from accounts.forms.moments import PastMomentField
from accounts.history import Conflict
from accounts.idempotency import answered, once
from accounts.text import LineFormField


class FreshKeyInput(forms.HiddenInput):
    """Prints a new key each time: what was sent with the old one is another try."""

    def format_value(self, value: object) -> str:
        return secrets.token_urlsafe(16)


class RecordForm(forms.ModelForm):
    """A form that one person uses on one record.

    `only` names the fields that are sent: the others keep what stands. On a new record an
    idempotency key makes a retry harmless; on an old one a version tells edits apart.
    """

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    idempotency_key = LineFormField(required=False, max_length=200, widget=FreshKeyInput)
    created_at = PastMomentField(required=False, widget=forms.HiddenInput)
    # Fields of the form that are none of the record, and fields that follow from others.
    aside: tuple[str, ...] = ("version", "idempotency_key")
    following: tuple[str, ...] = ()
    # The fields that the page's own form offers, where these are not all.
    on_page: tuple[str, ...] | None = None
    # Fields that are said once, when the record is new.
    at_first: tuple[str, ...] = ("idempotency_key", "created_at")

    def __init__(self, *args, user=None, only: Iterable[str] | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.is_new = self.instance._state.adding
        if self.is_new and user is not None and not user.may_add:
            raise PermissionDenied
        self._keep(only)
        if self.is_new:
            for name in self._defaults:
                self.fields[name].required = False
        if not self.is_new:
            self.initial["version"] = self.instance.version

    def _keep(self, only: Iterable[str] | None) -> None:
        gone = {"version"} if self.is_new else set(self.at_first)
        if only is not None:
            gone |= self.fields.keys() - set(only) - set(self.aside)
        for name in gone & self.fields.keys():
            del self.fields[name]

    @property
    def _defaults(self) -> dict[str, object]:
        """What new records get where nothing is said."""
        fields = {name: self._meta.model._meta.get_field(name) for name in self._meta.fields or ()}
        return {
            name: field.get_default()
            for name, field in fields.items()
            if field.has_default() and name in self.fields
        }

    @property
    def named(self) -> list[str]:
        """The fields of the record that this form writes."""
        return [name for name in self.fields if name not in self.aside]

    @property
    def facts(self) -> list[str]:
        """The fields that a record's page shows as facts, each edited in its place."""
        return self.named

    @property
    def written(self) -> list[str]:
        """The columns that saving writes over what stands."""
        return [*self.named, *self.following]

    @cached_property
    def earlier(self):
        """What this very try has already created, if it was sent before."""
        key = self.cleaned_data.get("idempotency_key")
        return key and answered(self._meta.model, by=self.user, key=key, content=self.content)

    @property
    def content(self) -> dict[str, object]:
        """What was sent, as sent: by this a retry is told from another try."""
        return {name: self[name].data for name in self.named}

    def clean(self) -> dict:
        super().clean()
        if self.is_new:
            for name, default in self._defaults.items():
                self.cleaned_data[name] = self.cleaned_data.get(name) or default
        return self.cleaned_data

    def clean_created_at(self) -> datetime | None:
        moment = self.cleaned_data["created_at"]
        if moment is not None and not self.user.is_manager:
            raise PermissionDenied("Only managers say when a record was created.")
        return moment

    def clean_idempotency_key(self) -> str:
        _ = self.earlier  # raises where the key has answered something else
        return self.cleaned_data["idempotency_key"]

    def _get_validation_exclusions(self) -> set[str]:
        """A record that its field has just found need not be looked up once more."""
        columns = self._meta.model._meta.concrete_fields
        found = {column.name for column in columns if column.many_to_one}
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions | found

    def save(self, commit: bool = True):
        """Store what was sent, as the user and in one transaction, and return the record.

        Raises Conflict, which then knows this form, for an edit that came too late.
        """
        if not commit:
            return super().save(commit=False)
        try:
            with act():
                return self._create() if self.is_new else self.store()
        except Conflict as conflict:
            conflict.form = self
            raise

    def _create(self):
        self.instance.created_at = self.cleaned_data.get("created_at") or self.instance.created_at
        key = self.cleaned_data.get("idempotency_key")
        if not key:
            return self.store()
        return once(self.store, self._meta.model, by=self.user, key=key, content=self.content)

    def store(self):
        """Write the record; forms whose records bring others along extend this."""
        fields = None if self.is_new else self.written
        self.instance.write(by=self.user, fields=fields, version=self.cleaned_data.get("version"))
        return self.instance
