"""Addresses of the room with the overview."""

from django.urls import path

from reports.views import accounts, health, snooze, today

urlpatterns = [
    path("", today.today, name="home"),
    path("accounts/", accounts.customers, name="customers"),
    path("accounts/<int:pk>/signs/<slug:code>/snooze/", snooze.sign_snooze, name="sign_snooze"),
    path("accounts/<int:pk>/signs/<slug:code>/wake/", snooze.sign_wake, name="sign_wake"),
    path("health/", health.how_health_works, name="how_health_works"),
]
