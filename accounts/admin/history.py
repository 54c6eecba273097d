"""Who changed what, to read and never to edit."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.record import ReadOnlyAdmin
from accounts.models import Change


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """Every change of every record."""

    list_display = ("at", "by", "door", "action", "kind", "object_id", "field", "old", "new")
    list_display_links = None
    list_filter = ("kind", "door", "action")
    list_select_related = ("by",)
    search_fields = ("=object_id",)
    search_help_text = "Number of the record"
    ordering = ("-at", "-id")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in {"kind", "object_id"} or super().lookup_allowed(lookup, value, request)
