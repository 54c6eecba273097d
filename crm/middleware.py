"""What happens around every request, and to every answer."""

import secrets
import zoneinfo
from contextlib import suppress

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from accounts.forms.conflict import Disagreement
from accounts.history import Conflict, Door
from accounts.request import Request


def security_headers(get_response):
    """Put the Content-Security-Policy and its companions on every answer of any kind."""
    policy = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())

    def middleware(request: Request) -> HttpResponse:
        request.reference = secrets.token_hex(4)
        request.encoding = "utf-8"  # we speak UTF-8, whatever codec a header names
        # A cookie may quote a NUL, which PostgreSQL refuses to look for.
        request.COOKIES = {n: text for n, text in request.COOKIES.items() if "\0" not in text}
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        # Customers' pages stay neither in a shared machine's cache nor in a proxy's. Files, which
        # whitenoise dates itself, may.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def fragments(get_response):
    """Set `request.fragment`: htmx wants the piece, not the page."""

    def middleware(request: Request) -> HttpResponse:
        htmx = request.htmx
        request.fragment = bool(htmx) and not htmx.boosted and not htmx.history_restore_request
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request", "HX-Boosted"])
        if request.fragment and response.status_code == 302:
            # Left alone, the browser would follow and htmx swap a whole page into a piece's place.
            if response["Location"].startswith(reverse(settings.LOGIN_URL)):
                response = redirect_to_login(
                    page_of(request), login_url=reverse(settings.LOGIN_URL)
                )
            cookies = response.cookies  # the toast that the next page shows is in one
            response = HttpResponseClientRedirect(response["Location"])
            response.cookies = cookies
        return response

    return middleware


def page_of(request: Request) -> str:
    """Return the address of the page on which htmx asked, where it says a sensible one."""
    with suppress(ValueError):
        return request.htmx.current_url_abs_path or reverse("home")
    return reverse("home")


class Reader:
    """Shows days and moments in the reader's time zone, and remembers the door they came by."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        with timezone.override(None):
            return self.get_response(request)

    def process_view(self, request: Request, view, args, kwargs) -> None:
        if getattr(view, "login_required", True) and request.user.is_authenticated:
            is_admin = request.path.startswith(reverse("admin:index"))
            request.user.door = Door.ADMIN if is_admin else Door.PAGE
            request.session.mark_seen()
            timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))


class Conflicts:
    """Answers edits that cross with both values, on a page of their own or in the form's place."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, trouble: Exception) -> HttpResponse | None:
        if isinstance(trouble, Conflict):
            context = {"conflict": Disagreement(trouble), "record": trouble.stands}
            name = "conflict.html" if trouble.form is not None else "overtaken.html"
            template = f"record/_{name}" if request.fragment else f"record/{name}"
            return render(request, template, context, status=409)
        return None
