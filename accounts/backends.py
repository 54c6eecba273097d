"""Signing in with a user name or an email address in one field."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User
from accounts.text import normalise


class NameOrEmailBackend(ModelBackend):
    """Django's own check of passwords, for the person that the typed text names."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        person = User.objects.by_login(normalise(username or ""))
        # An unknown name costs one hash as well: the time of an answer tells nothing.
        name = person.username if person else ""
        return super().authenticate(request, username=name, password=password, **kwargs)


def account_tried(request, credentials: dict | None = None) -> str:
    """Return the user name under which a failed sign-in counts, whatever was typed for it."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    login = normalise(typed)
    person = User.objects.by_login(login)
    return person.username if person else login[:150]
