"""Notes in Django admin."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.record import ArchivableAdmin
from activities.forms.note import NoteForm
from activities.models import Note


@admin.register(Note)
class NoteAdmin(ArchivableAdmin):
    """Notes; whom they are about is said once, and then a deal among its own."""

    form = NoteForm
    autocomplete_fields = ("customer", "lead")
    readonly_fields = (
        *("by", "is_pinned", "edited_at"),
        *("created_at", "updated_at", "archived_at"),
    )
    list_display = (
        *("__str__", "customer", "lead", "deal", "by", "noted_on", "is_pinned"),
        "archived_at",
    )
    list_filter = (
        "is_pinned",
        ("archived_at", admin.EmptyFieldListFilter),
        ("by", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("customer", "lead", "deal", "by")
    search_fields = ("body", "customer__name", "lead__name")
    search_help_text = "Words of the note, the customer or the lead"
    actions = ("pin", "unpin", "archive", "restore")

    def get_fields(self, request: HttpRequest, obj=None):
        """No deal can be chosen before the customer is known."""
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name != "deal"]

    @admin.action(description="Pin selected notes")
    def pin(self, request: HttpRequest, queryset: QuerySet) -> None:
        for note in queryset:
            note.pin(by=request.user)

    @admin.action(description="Unpin selected notes")
    def unpin(self, request: HttpRequest, queryset: QuerySet) -> None:
        for note in queryset:
            note.unpin(by=request.user)
