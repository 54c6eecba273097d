"""All addresses."""

from django.contrib import admin
from django.urls import include, path

from crm import views
from crm.schema.explorer import explorer
from crm.schema.view import graphql

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("deals.urls")),
    path("", include("activities.urls")),
    path("", include("reports.urls")),
    path("graphql/", graphql, name="graphql"),
    path("graphql/explorer/", explorer, name="explorer"),
    path("admin/", admin.site.urls),
    path("healthz/", views.healthz, name="healthz"),
]

handler400 = "crm.views.bad_request"
handler403 = "crm.views.forbidden"
handler404 = "crm.views.not_found"
handler500 = "crm.views.broken"
