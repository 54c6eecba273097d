"""Addresses of the room with the overview."""

from django.urls import path

from reports.views import accounts, health, report, snooze, today

urlpatterns = [
    path("", today.today, name="home"),
    path("accounts/", accounts.customers, name="customers"),
    path("accounts/<int:pk>/signs/<slug:code>/snooze/", snooze.sign_snooze, name="sign_snooze"),
    path("accounts/<int:pk>/signs/<slug:code>/wake/", snooze.sign_wake, name="sign_wake"),
    path("health/", health.how_health_works, name="how_health_works"),
    path("reports/", report.overview, name="reports"),
    path("reports/<slug:slug>/", report.report, name="report"),
    path("reports/<slug:slug>", report.report, name="report_without_slash"),
    path("reports/<slug:slug>.csv", report.report_csv, name="report_csv"),
    path("reports/<slug:slug>/rows/", report.report_rows, name="report_rows"),
]
