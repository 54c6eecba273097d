"""Addresses of the ground floor."""

from django.urls import path

from accounts.views import contact, customer, lead, password, session, settings

urlpatterns = [
    path("accounts/add/", customer.customer_add, name="customer_add"),
    path("accounts/duplicates/", customer.customer_duplicates, name="customer_duplicates"),
    path("accounts/<int:pk>/", customer.customer, name="customer"),
    path("accounts/<int:pk>/edit/", customer.customer_edit, name="customer_edit"),
    path("accounts/<int:pk>/history/", customer.customer_history, name="customer_history"),
    path("accounts/<int:pk>/archive/", customer.customer_archive, name="customer_archive"),
    path("accounts/<int:pk>/restore/", customer.customer_restore, name="customer_restore"),
    path("accounts/<int:pk>/contacts/add/", contact.contact_add, name="contact_add"),
    path("accounts/<int:pk>/contacts/self/", contact.contact_own, name="contact_own"),
    path("contacts/", contact.contacts, name="contacts"),
    path("contacts/add/", contact.contact_pick, name="contact_pick"),
    path("contacts/<int:pk>/", contact.contact, name="contact"),
    path("contacts/<int:pk>/edit/", contact.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/history/", contact.contact_history, name="contact_history"),
    path("contacts/<int:pk>/primary/", contact.contact_primary, name="contact_primary"),
    path("contacts/<int:pk>/archive/", contact.contact_archive, name="contact_archive"),
    path("contacts/<int:pk>/restore/", contact.contact_restore, name="contact_restore"),
    path("leads/", lead.leads, name="leads"),
    path("leads/add/", lead.lead_add, name="lead_add"),
    path("leads/<int:pk>/", lead.lead, name="lead"),
    path("leads/<int:pk>/edit/", lead.lead_edit, name="lead_edit"),
    path("leads/<int:pk>/history/", lead.lead_history, name="lead_history"),
    path("leads/<int:pk>/archive/", lead.lead_archive, name="lead_archive"),
    path("leads/<int:pk>/restore/", lead.lead_restore, name="lead_restore"),
    path("settings/", settings.settings, name="settings"),
    path("settings/password/", settings.password, name="password"),
    path("settings/tokens/", settings.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", settings.token_revoke, name="token_revoke"),
    path("settings/sessions/", settings.sessions, name="sessions"),
    path("settings/sessions/<slug:pk>/end/", settings.session_end, name="session_end"),
    path("settings/sessions/end/", settings.sessions_end, name="sessions_end"),
    path("password-reset/", password.password_reset, name="password_reset"),
    path("password-reset/<uidb64>/<token>/", password.SetPassword.as_view(), name="password_set"),
    path("login/", session.Login.as_view(), name="login"),
    path("logout/", session.Logout.as_view(), name="logout"),
    path("theme/", session.theme, name="theme"),
]
