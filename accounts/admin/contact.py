"""Contacts in Django admin."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.record import SEARCH_LENGTH, ArchivableAdmin
from accounts.forms.contact import ContactForm
from accounts.models import Contact


@admin.register(Contact)
class ContactAdmin(ArchivableAdmin):
    """Contacts; their customer is said once."""

    form = ContactForm
    autocomplete_fields = ("customer",)
    readonly_fields = ("is_primary", "created_at", "updated_at", "archived_at")
    list_display = ("name", "customer", "title", "email", "phone", "is_primary", "archived_at")
    list_filter = ("is_primary", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("customer",)
    search_fields = ("search",)
    search_help_text = "Name, title, email or phone"
    actions = ("make_primary", "archive", "restore")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str):
        return queryset.matching(search_term[:SEARCH_LENGTH]), False

    @admin.action(description="Make selected contacts the primary ones of their customers")
    def make_primary(self, request: HttpRequest, queryset: QuerySet) -> None:
        for contact in queryset.select_related("customer"):
            try:
                contact.make_primary(by=request.user)
            except ValidationError as refused:
                self.message_user(request, " ".join(refused.messages), messages.ERROR)
