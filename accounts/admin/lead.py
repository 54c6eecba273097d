"""Leads and their conversions in Django admin."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.record import SEARCH_LENGTH, PurgeableAdmin, ReadOnlyAdmin
from accounts.forms.lead import LeadForm
from accounts.models import Conversion, Lead
from accounts.models.conversion import AlreadyConverted


@admin.register(Lead)
class LeadAdmin(PurgeableAdmin):
    """Leads; converting them, each into a new customer, is an action of the list."""

    form = LeadForm
    autocomplete_fields = ("owner",)
    readonly_fields = ("customer", "by", "created_at", "updated_at", "archived_at")
    list_display = (
        *("name", "company", "status", "source", "owner", "customer", "created_at"),
        "archived_at",
    )
    list_filter = (
        "status",
        ("customer", admin.EmptyFieldListFilter),
        ("archived_at", admin.EmptyFieldListFilter),
        ("owner", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("owner", "customer")
    search_fields = ("search",)
    search_help_text = "Name, company, email or phone"
    actions = ("convert", "archive", "restore")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str):
        return queryset.matching(search_term[:SEARCH_LENGTH]), False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A lead that is part of a customer goes with that."""
        is_free = obj is None or not obj.is_converted
        return is_free and super().has_delete_permission(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for lead in queryset:
            try:
                lead.purge(by=request.user)
            except ValidationError as refused:
                self.message_user(request, " ".join(refused.messages), messages.ERROR)

    @admin.action(description="Convert selected leads, each into a new customer")
    def convert(self, request: HttpRequest, queryset: QuerySet) -> None:
        for lead in queryset:
            try:
                lead.convert(by=request.user)
            except AlreadyConverted as late:
                self.message_user(request, str(late), messages.ERROR)
            except ValidationError as refused:
                self.message_user(request, " ".join(refused.messages), messages.ERROR)


@admin.register(Conversion)
class ConversionAdmin(ReadOnlyAdmin):
    """Which lead became part of which customer."""

    list_display = ("at", "lead", "customer", "contact", "by")
    list_select_related = ("lead", "customer", "contact", "by")
    search_fields = ("lead__search",)
    search_help_text = "Name, company, email or phone of the lead"
