"""Tokens with which scripts sign in to the API."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.history import Recorded
from accounts.text import LineField


def digest(secret: str) -> str:
    """A token has 256 random bits, so one round of SHA-256 keeps it as safe as many."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def alive(self):
        """Keep what still opens the door."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), user__is_active=True)

    def with_secret(self, secret: str) -> "ApiToken | None":
        """Return the living token of this secret with its user, or None."""
        return self.alive().select_related("user").filter(digest=digest(secret)).first()


class ApiToken(Recorded):
    """A person's key for a script. Only its digest is kept; the secret is shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    name = LineField(max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    may_write = models.BooleanField("may write", default=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)

    derived = frozenset({"last_used_at"})
    secret = frozenset({"digest"})
    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = "API token"

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"

    @classmethod
    def issue(cls, user, *, name: str, days: int = 365, may_write: bool = True, by) -> tuple:
        """Make a token for the user and return it with its secret, which nothing else knows."""
        secret = f"rapport_{secrets.token_urlsafe(32)}"
        token = cls(
            user=user,
            name=name,
            digest=digest(secret),
            may_write=may_write,
            expires_at=timezone.now() + timedelta(days=days),
        )
        token.write(by=by)
        return token, secret

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def revoke(self, *, by) -> None:
        """Close the door for good."""
        self.revoked_at = self.revoked_at or timezone.now()
        self.write(by=by, fields=["revoked_at"])

    def mark_used(self) -> None:
        """Remember the use, at most once a minute, so that reading stays reading."""
        now = timezone.now()
        if self.last_used_at is None or self.last_used_at < now - timedelta(minutes=1):
            type(self).objects.filter(pk=self.pk).update(last_used_at=now)
