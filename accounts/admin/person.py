"""People, teams and tokens in Django admin."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.record import ReadOnlyAdmin, RecordAdmin
from accounts.forms.person import PersonForm, TeamForm
from accounts.models import ApiToken, Team, User


@admin.register(User)
class UserAdmin(RecordAdmin):
    """People; they are deactivated, never deleted, since history speaks of them."""

    form = PersonForm
    typed = frozenset({"new_password"})
    autocomplete_fields = ("team",)
    readonly_fields = ("is_active", "last_login", "created_at", "updated_at")
    list_display = ("username", "name", "email", "role", "scope", "team", "is_active", "last_login")
    list_filter = ("role", "scope", "is_active", "is_superuser", "team")
    list_select_related = ("team",)
    search_fields = ("username", "name", "email")
    actions = ("deactivate", "activate")

    @admin.action(description="Deactivate selected people (sessions and tokens end)")
    def deactivate(self, request: HttpRequest, queryset: QuerySet) -> None:
        for person in queryset:
            try:
                person.deactivate(by=request.user)
            except ValidationError as refused:
                self.message_user(request, refused.message, messages.ERROR)

    @admin.action(description="Let selected people sign in again")
    def activate(self, request: HttpRequest, queryset: QuerySet) -> None:
        for person in queryset:
            person.activate(by=request.user)


@admin.register(Team)
class TeamAdmin(RecordAdmin):
    """Teams."""

    form = TeamForm
    list_display = ("name", "created_at")
    search_fields = ("name",)


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Tokens, to look at and to revoke; their secrets are shown once, to whoever made them."""

    fields = ("user", "name", "may_write", "expires_at", "revoked_at", "last_used_at")
    list_display = (
        "name",
        "user",
        "may_write",
        "created_at",
        "expires_at",
        "revoked_at",
        "last_used_at",
    )
    list_filter = ("may_write", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("name", "user__username", "user__name")
    actions = ("revoke",)

    @admin.action(description="Revoke selected tokens")
    def revoke(self, request: HttpRequest, queryset: QuerySet) -> None:
        for token in queryset:
            token.revoke(by=request.user)
