"""Browsers in which people are signed in, so that they can see and end them."""

import hashlib
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

SEEN_EVERY = timedelta(minutes=5)
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


class SessionManager(BaseSessionManager.from_queryset(models.QuerySet)):  # type: ignore[misc]
    def alive(self):
        """Keep those that have not expired."""
        return self.filter(expire_date__gt=timezone.now())

    def expired(self):
        """Keep those that nobody can use any more."""
        return self.exclude(expire_date__gt=timezone.now())


class Session(AbstractBaseSession):
    """A browser's session and, once somebody has signed in, whose it is and where it is."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    source = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.browser

    @classmethod
    def get_session_store_class(cls):
        from accounts.sessions import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """What names this session on pages: its key would let others in."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:16]

    @property
    def browser(self) -> str:
        """What the browser calls itself, in words: Firefox on Linux."""
        name = next((word for sign, word in BROWSERS.items() if sign in self.agent), "A browser")
        system = next((word for sign, word in SYSTEMS.items() if sign in self.agent), "")
        return f"{name} on {system}" if system else name
