"""The roof as an app, and the admin site in Rapport's own dress."""

from django.apps import AppConfig
from django.contrib.admin import apps


class CrmConfig(AppConfig):
    """The roof: it has commands and no models."""

    name = "crm"
    default = True


class AdminConfig(apps.AdminConfig):
    """Django's admin, open to admins alone."""

    default = False
    default_site = "crm.admin_site.AdminSite"

    def ready(self) -> None:
        from django.contrib import admin
        from django.contrib.auth.models import Group

        super().ready()
        # Roles and scopes say who may what; Django's groups and permissions say nothing here.
        admin.site.unregister(Group)
