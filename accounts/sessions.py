"""Sessions in the database, each with the person and the browser that it belongs to."""

from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models.session import SEEN_EVERY, Session
from accounts.text import normalise

SOURCE, AGENT, STARTED = "source", "agent", "started"


class SessionStore(DatabaseStore):
    """What Django's own store does, with a row that tells whose session it is."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.source, row.agent = data.get(SOURCE, ""), data.get(AGENT, "")
        if STARTED in data:
            row.started_at = datetime.fromisoformat(data[STARTED])
        return row

    def _get_session_from_db(self) -> Session | None:
        row: Any = super()._get_session_from_db()  # type: ignore[misc]
        self.seen_at = row.seen_at if row else None
        return row

    def mark_seen(self) -> None:
        """Remember the visit, once in a while, so that reading stays reading."""
        now = timezone.now()
        if self.seen_at is not None and self.seen_at < now - SEEN_EVERY:
            # A database that takes no writes for a while still lets people read.
            with suppress(DatabaseError), transaction.atomic():
                Session.objects.filter(session_key=self.session_key).update(seen_at=now)


def source_of(request: HttpRequest) -> str:
    """Return the address that a request came from, past the proxies of ours (PROXIES).

    Where they name none, it is the address of the last of them.
    """
    if settings.PROXIES:
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(named) >= settings.PROXIES:
            with suppress(ValueError):
                return str(ip_address(named[-settings.PROXIES].strip()))
    return request.META.get("REMOTE_ADDR", "")


def remember_browser(request: HttpRequest) -> None:
    """Keep where somebody has just signed in, and take away all sessions that have expired."""
    request.session[SOURCE] = source_of(request)[:45]
    request.session[AGENT] = normalise(request.headers.get("User-Agent", ""))[:300]
    request.session[STARTED] = timezone.now().isoformat()
    Session.objects.expired().delete()
