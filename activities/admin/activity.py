"""Activities in Django admin."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.record import ArchivableAdmin
from activities.forms.activity import ActivityForm
from activities.models import Activity


@admin.register(Activity)
class ActivityAdmin(ArchivableAdmin):
    """Activities; whom they are about is said once, and then deal and contacts among its own."""

    form = ActivityForm
    autocomplete_fields = ("customer", "lead", "owner")
    readonly_fields = ("completed_by", "note", "created_at", "updated_at", "archived_at")
    list_display = (
        *("subject", "kind", "customer", "lead", "deal", "owner", "due_on", "due_at"),
        *("completed_at", "archived_at"),
    )
    list_filter = (
        "kind",
        ("completed_at", admin.EmptyFieldListFilter),
        ("archived_at", admin.EmptyFieldListFilter),
        ("owner", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("customer", "lead", "deal", "owner")
    search_fields = ("subject", "customer__name", "lead__name")
    search_help_text = "Subject, customer or lead"
    actions = ("complete", "reopen", "archive", "restore")

    def get_fields(self, request: HttpRequest, obj=None):
        """No deal and nobody can be chosen before the customer is known."""
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name not in {"deal", "contacts"}]

    @admin.action(description="Mark selected activities as done")
    def complete(self, request: HttpRequest, queryset: QuerySet) -> None:
        for activity in queryset:
            activity.complete(by=request.user)

    @admin.action(description="Reopen selected activities")
    def reopen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for activity in queryset:
            activity.reopen(by=request.user)
