"""The pulse, and the pages for what went wrong."""

import logging
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.ownership import NotYours

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            cursor.fetchone()
    except DatabaseError:
        logger.exception("The database does not answer.")
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what the reader may see but not change, and who owns it."""
    record = exception.record if isinstance(exception, NotYours) else None
    return render(request, "403.html", {"record": record}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Give a number that the log knows too; render without anything that may be broken itself.

    A database that cannot be reached, is locked or full, is no fault of ours and soon over: 503.
    """
    reference = getattr(request, "reference", "")
    is_database = isinstance(sys.exception(), OperationalError | InterfaceError)
    status = 503 if is_database else 500
    logger.error("%s %s %s", status, reference, request.path)
    response = render(None, f"{status}.html", {"reference": reference}, status=status)
    if is_database:
        response["Retry-After"] = "5"
    return response
