"""What the admin pages of all records share."""

from copy import deepcopy
from functools import partialmethod
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst

from accounts.history import Recorded
from accounts.ownership import NUMBER

SEARCH_LENGTH = 200


class Picker(AutocompleteSelect):
    """A select that searches as one types; what cannot be an id is nobody's, not an error."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> list:
        numbers = [chosen for chosen in value if NUMBER.fullmatch(str(chosen))]
        return super().optgroups(name, numbers, attrs)


class List(ChangeList):
    """A list that treats what no column can hold, as NUL or the year 99999, as a wrong filter."""

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
        except (DataError, OverflowError) as trouble:
            raise IncorrectLookupParameters(trouble) from trouble


class Admin(admin.ModelAdmin):
    """What all our admin lists share."""

    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return List

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Search for no more words than a statement may hold conditions."""
        return super().get_search_results(request, queryset, search_term[:SEARCH_LENGTH])


class ReadOnlyAdmin(Admin):
    """Rows to look at: nobody adds, edits or deletes them here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class RecordAdmin(Admin):
    """Saves through the record's own form, as the admin who is signed in."""

    readonly_fields: ClassVar[tuple[str, ...]] = ("created_at", "updated_at")

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs):
        as_the_admin = partialmethod(self.form.__init__, user=request.user)
        form: Any = type(self.form.__name__, (self.form,), {"__init__": as_the_admin})
        form.base_fields = deepcopy(form.base_fields)
        for name in set(self.autocomplete_fields) & form.base_fields.keys():
            column = self.model._meta.get_field(name)
            picker = Picker(column, self.admin_site)
            picker.choices = form.base_fields[name].choices
            form.base_fields[name].widget = picker
        return form

    def get_fields(self, request: HttpRequest, obj=None):
        form: Any = self.form
        said = [*form.Meta.fields, *(name for name in form.aside if name in self.typed)]
        if obj is None:
            return [*said, "idempotency_key"]
        fixed = set(form.at_first)
        return [
            *(name for name in said if name not in fixed),
            "version",
            *self.get_readonly_fields(request, obj),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj=None):
        """What is said once can be read afterwards."""
        form: Any = self.form
        said_once = [name for name in form.Meta.fields if name in form.at_first]
        return [*(said_once if obj else ()), *self.readonly_fields]

    # Fields that a person types and that are no columns.
    typed: frozenset[str] = frozenset()

    def save_model(self, request: HttpRequest, obj: Recorded, form, change: bool) -> None:
        # A form sent twice answers with what it made at first.
        obj.pk = form.save().pk

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """The form has stored what hangs on the record."""

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context=None
    ) -> HttpResponse:
        """Lead to the record's changes, by whatever door they came."""
        changes = reverse("admin:accounts_change_changelist")
        return redirect(f"{changes}?kind={self.opts.model_name}&object_id={object_id}")

    # The record's own history is the one log: a second one would outlive a purge.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None


class ArchivableAdmin(RecordAdmin):
    """Records that are put away and brought back by the list's actions."""

    @admin.action(description="Archive selected %(verbose_name_plural)s")
    def archive(self, request: HttpRequest, queryset: Any) -> None:
        for record in queryset.select_related(*queryset.along):
            record.archive(by=request.user)

    @admin.action(description="Restore selected %(verbose_name_plural)s")
    def restore(self, request: HttpRequest, queryset: Any) -> None:
        for record in queryset.select_related(*queryset.along):
            record.restore(by=request.user)


class PurgeableAdmin(ArchivableAdmin):
    """Records that can be purged here, and here alone."""

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return request.user.is_superuser

    def get_deleted_objects(self, objs, request: HttpRequest):
        """List what a purge takes along, history included."""
        going: list = []
        counts: dict[str, int] = {}
        for record in objs:
            hanging = record.hanging()
            kind = capfirst(str(self.opts.verbose_name))
            going += [f"{kind}: {record}", [f"{n} {what}" for what, n in hanging.items()]]
            for what, number in hanging.items():
                counts[what] = counts.get(what, 0) + number
        return going, {str(self.opts.verbose_name_plural): len(objs), **counts}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj.purge(by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for record in queryset:
            record.purge(by=request.user)
