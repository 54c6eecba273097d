"""The admin site: for admins alone, which here means superusers."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from accounts.sessions import remember_browser


class AdminSite(admin.AdminSite):
    """Django's admin for superusers; `is_staff` alone opens nothing."""

    site_header = site_title = "Rapport admin"
    index_title = "People, customers and settings"

    def password_change(self, request: HttpRequest, extra_context=None) -> Any:
        """Lead to the admin's own page, whose form leaves history."""
        return redirect("admin:accounts_user_change", request.user.pk)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context=None) -> Any:
        """Let admins in as Django does, and remember in which browser."""
        response = super().login(request, extra_context)
        if request.method == "POST" and request.user.is_authenticated:
            remember_browser(request)
        return response

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser
