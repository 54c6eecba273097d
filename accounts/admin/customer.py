"""Customers and industries in Django admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.record import SEARCH_LENGTH, PurgeableAdmin, RecordAdmin
from accounts.forms.customer import CustomerForm
from accounts.forms.person import IndustryForm
from accounts.models import Customer, Industry


@admin.register(Customer)
class CustomerAdmin(PurgeableAdmin):
    """Customers; here alone they can be purged."""

    form = CustomerForm
    autocomplete_fields = ("owner",)
    readonly_fields = ("created_at", "updated_at", "archived_at")
    list_display = ("name", "status", "industry", "owner", "created_at", "archived_at")
    list_filter = (
        "status",
        "kind",
        ("archived_at", admin.EmptyFieldListFilter),
        ("industry", admin.RelatedOnlyFieldListFilter),
        ("owner", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("industry", "owner")
    search_fields = ("search",)
    search_help_text = "Name or website"
    actions = ("archive", "restore")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str):
        return queryset.matching(search_term[:SEARCH_LENGTH]), False


@admin.register(Industry)
class IndustryAdmin(RecordAdmin):
    """The spelling of industries."""

    form = IndustryForm
    list_display = ("name", "created_at")
    search_fields = ("name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
