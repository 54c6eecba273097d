"""Failed sign-ins in Django admin: whoever is locked out is let in again by deleting theirs."""

from axes.models import AccessAttempt
from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.record import ReadOnlyAdmin


@admin.register(AccessAttempt)
class FailedSignInAdmin(ReadOnlyAdmin):
    """Failures that count, by the account tried and the address they came from."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    search_fields = ("username", "ip_address")
    fields = ("attempt_time", "username", "ip_address", "user_agent", "failures_since_start")

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return request.user.is_superuser
