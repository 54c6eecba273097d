"""Deals and their moves in Django admin."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.record import SEARCH_LENGTH, ArchivableAdmin, ReadOnlyAdmin
from deals.forms.deal import DealForm
from deals.models import Deal, Move


@admin.register(Deal)
class DealAdmin(ArchivableAdmin):
    """Deals; their customer is said once, and contacts are chosen among the customer's."""

    form = DealForm
    autocomplete_fields = ("customer", "owner")
    readonly_fields = (
        *("outcome", "entered_at", "closed_at"),
        *("created_at", "updated_at", "archived_at"),
    )
    list_display = (
        *("name", "customer", "stage", "value", "owner", "expected_close", "outcome"),
        "archived_at",
    )
    list_filter = (
        "outcome",
        ("archived_at", admin.EmptyFieldListFilter),
        ("stage", admin.RelatedOnlyFieldListFilter),
        ("owner", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("customer", "stage", "owner")
    search_fields = ("search",)
    search_help_text = "Name of the deal or the customer"
    actions = ("archive", "restore", "win", "reopen")

    def get_fields(self, request: HttpRequest, obj=None):
        """Nobody can be chosen before the customer is known."""
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name != "contacts"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str):
        return queryset.matching(search_term[:SEARCH_LENGTH]), False

    @admin.action(description="Close selected deals as won")
    def win(self, request: HttpRequest, queryset: QuerySet) -> None:
        for deal in queryset.select_related("stage__pipeline"):
            deal.win(by=request.user)

    @admin.action(description="Reopen selected deals where they stood last")
    def reopen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for deal in queryset.select_related("stage__pipeline"):
            try:
                deal.reopen(by=request.user)
            except ValidationError as refused:
                self.message_user(request, " ".join(refused.messages), messages.ERROR)


@admin.register(Move)
class MoveAdmin(ReadOnlyAdmin):
    """Every way of a deal into a stage."""

    list_display = ("at", "deal", "from_stage", "to_stage", "by")
    list_display_links = None
    list_filter = (("to_stage", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("deal", "from_stage", "to_stage", "by")
    search_fields = ("deal__search",)
    search_help_text = "Name of the deal"
    ordering = ("-at", "-id")
