"""What went wrong, in the API's codes: resolvers raise as everywhere, here it is put in words."""

import logging
from enum import StrEnum
from functools import singledispatch
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest
from graphene.utils.str_converters import to_camel_case
from graphql import GraphQLError

from accounts.forms.conflict import Disagreement
from accounts.history import Conflict
from accounts.idempotency import KeyReused
from accounts.paging import InvalidCursor

logger = logging.getLogger(__name__)


class Code(StrEnum):
    """What scripts tell failures by."""

    INVALID = "INVALID"
    NOT_FOUND = "NOT_FOUND"
    FORBIDDEN = "FORBIDDEN"
    CONFLICT = "CONFLICT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    LIMIT = "LIMIT"
    BAD_REQUEST = "BAD_REQUEST"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


OURS = (Code.UNAVAILABLE, Code.INTERNAL)


class Refusal(Exception):
    """A request that is answered without being executed."""

    def __init__(
        self,
        code: Code,
        *reasons: str | GraphQLError,
        status: int = 400,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(code, *reasons)
        self.status, self.headers = status, headers
        errors = [GraphQLError(text) if isinstance(text, str) else text for text in reasons]
        self.errors = [as_answer(error, error.message, code=code) for error in errors]


def described(error: GraphQLError, request: HttpRequest) -> dict[str, Any]:
    """Return an error as scripts get it; what is ours to mend goes to the log, with the reference
    under which they may ask for it."""
    trouble = error.original_error
    if trouble is None or isinstance(trouble, GraphQLError):
        return as_answer(error, error.message, code=Code.BAD_REQUEST)
    message, extensions = told(trouble)
    if extensions["code"] in OURS:
        reference = getattr(request, "reference", "")
        logger.error("%s %s", extensions["code"], reference, exc_info=trouble)
        extensions["reference"] = reference
    return as_answer(error, message, **extensions)


def failure(trouble: Exception, request: HttpRequest) -> dict[str, Any]:
    """Return an exception that concerns the whole request as scripts get it."""
    return described(GraphQLError("", original_error=trouble), request)


def as_answer(error: GraphQLError, message: str, **extensions: Any) -> dict[str, Any]:
    return {**error.formatted, "message": message, "extensions": extensions}


@singledispatch
def told(trouble: Exception) -> tuple[str, dict[str, Any]]:
    """Return what a script is told of an exception: the message, and the code with its details."""
    return "Something went wrong on our side.", {"code": Code.INTERNAL}


@told.register
def not_found(trouble: Http404) -> tuple[str, dict[str, Any]]:
    return str(trouble), {"code": Code.NOT_FOUND}


@told.register
def forbidden(trouble: PermissionDenied) -> tuple[str, dict[str, Any]]:
    return str(trouble) or "You may not do this.", {"code": Code.FORBIDDEN}


@told.register
def invalid(trouble: ValidationError) -> tuple[str, dict[str, Any]]:
    """Name the fields as the API does; what no single field is to blame for is the payload's."""
    by_name: dict[str, list[str]] = {NON_FIELD_ERRORS: trouble.messages}
    if hasattr(trouble, "error_dict"):
        by_name = trouble.message_dict
    fields = {
        "payload" if name == NON_FIELD_ERRORS else to_camel_case(name): texts
        for name, texts in by_name.items()
    }
    message = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in fields.items())
    return message, {"code": Code.INVALID, "fields": fields}


@told.register
def unknown_cursor(trouble: InvalidCursor) -> tuple[str, dict[str, Any]]:
    return invalid(ValidationError({"after": trouble}))


@told.register
def reused_key(trouble: KeyReused) -> tuple[str, dict[str, Any]]:
    return invalid(ValidationError({"idempotency_key": trouble}))


@told.register
def conflict(trouble: Conflict) -> tuple[str, dict[str, Any]]:
    """Say which version stands and, of an edit, where the two disagree."""
    extensions: dict[str, Any] = {"code": Code.CONFLICT, "version": trouble.stands.version}
    if trouble.form is not None:
        extensions["differences"] = [
            {
                "field": to_camel_case(difference.name),
                "yours": as_text(difference.mine_value),
                "stands": as_text(difference.theirs_value),
            }
            for difference in Disagreement(trouble).differences
        ]
    return str(trouble), extensions


def as_text(value: object) -> str | None:
    return None if value is None else str(value)


@told.register(OperationalError)
@told.register(InterfaceError)
def unavailable(trouble: Exception) -> tuple[str, dict[str, Any]]:
    return "The database cannot be reached. Try again in a moment.", {"code": Code.UNAVAILABLE}
