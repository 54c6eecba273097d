"""The API's one address: POST, JSON, a bearer token; no cookies (docs/graphql.md)."""

from contextlib import suppress
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from graphql import execute_sync

from accounts.history import Door
from accounts.models import ApiToken
from crm.schema import limits, schema
from crm.schema.document import asked
from crm.schema.errors import Code, Refusal, described, failure


@csrf_exempt  # it looks at no cookie, so there is none to abuse
@login_not_required
def graphql(request: HttpRequest) -> JsonResponse:
    """Execute a script's document, or say in the same form why not."""
    try:
        with timezone.override(UTC):
            body = executed(request)
    except Refusal as refusal:
        body = {"errors": refusal.errors}
        return JsonResponse(body, status=refusal.status, headers=refusal.headers)
    except Exception as trouble:
        body = {"errors": [failure(trouble, request)]}
    codes = {error["extensions"]["code"] for error in body.get("errors", [])}
    if Code.UNAVAILABLE in codes:
        return JsonResponse(body, status=503, headers={"Retry-After": "5"})
    return JsonResponse(body, status=200 if "data" in body else 500)


def executed(request: HttpRequest) -> dict[str, Any]:
    """Return what the document asks for and what failed of it. Raises Refusal."""
    if request.method != "POST":
        raise Refusal(
            Code.BAD_REQUEST, "Send a POST request.", status=405, headers={"Allow": "POST"}
        )
    token = token_of(request)
    request.user = token.user
    request.user.door = Door.API
    limits.spend(token, 1)
    operation = asked(request)
    limits.spend(token, operation.points)
    if operation.is_mutation and not token.may_write:
        refused = PermissionDenied("This token may only read.")
        return {"data": None, "errors": [failure(refused, request)]}
    # Moments are told in UTC; days, like today, are those of whoever asks, as on pages.
    with timezone.override(ZoneInfo(request.user.time_zone)):
        result = execute_sync(
            schema.graphql_schema,
            operation.document,
            context_value=request,
            variable_values=operation.variables,
            operation_name=operation.name,
        )
    if not result.errors:
        return {"data": result.data}
    errors = [described(error, request) for error in result.errors]
    return {"data": result.data, "errors": errors}


def token_of(request: HttpRequest) -> ApiToken:
    """Return the living token that the request shows. Raises Refusal for any other."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = ApiToken.objects.with_secret(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise Refusal(
            Code.UNAUTHENTICATED,
            "Show a valid token in the header: Authorization: Bearer <token>",
            status=401,
            headers={"WWW-Authenticate": "Bearer"},
        )
    remember_use(token)
    return token


def remember_use(token: ApiToken) -> None:
    """Have the token's use written down, once a minute; where that fails, reading goes on."""
    if cache.add(f"api-token-{token.pk}-used", True, timeout=60):
        with suppress(OperationalError):
            token.mark_used()
