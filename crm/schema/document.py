"""From the bytes of a request to an operation that may be executed, or a refusal."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

from django.http import HttpRequest, UnreadablePostError
from graphql import (
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    parse,
    validate,
    visit,
)
from graphql.execution.values import get_variable_values

from crm.schema import limits, schema
from crm.schema.cost import Bill, SelectionVisitor
from crm.schema.errors import Code, Refusal


@dataclass(frozen=True)
class Operation:
    """What a script wants done, valid and within the limits, and what it costs."""

    document: DocumentNode
    name: str | None
    variables: dict[str, Any]
    is_mutation: bool
    points: int


def asked(request: HttpRequest) -> Operation:
    """Return the operation that a request asks for. Raises Refusal."""
    said = read(request)
    query, name = said.get("query"), said.get("operationName")
    variables = said.get("variables")
    variables = {} if variables is None else variables
    if not isinstance(query, str) or not isinstance(name, str | None):
        raise Refusal(Code.BAD_REQUEST, "Send `query` and `operationName` as texts.")
    if not isinstance(variables, dict):
        raise Refusal(Code.BAD_REQUEST, "Send `variables` as an object.")
    if len(query.encode()) > limits.DOCUMENT_BYTES:
        kilobytes = limits.DOCUMENT_BYTES // 1024
        raise Refusal(Code.LIMIT, f"A document may have {kilobytes} kB at most; use variables.")
    refuse_long_lists(variables)
    document, errors = checked(query)
    if errors:
        raise Refusal(limit_or_mistake(errors), *errors)
    operation = chosen(document, name)
    given = coerced(operation, variables)
    bill = Bill(schema.graphql_schema, document, given)
    bill.add(operation)
    is_mutation = operation.operation is OperationType.MUTATION
    return Operation(document, name, variables, is_mutation, bill.points)


def read(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object in a request's body, of which no more is read than may be sent."""
    charset = (request.content_params or {}).get("charset", "utf-8")
    if request.content_type != "application/json" or charset.lower() != "utf-8":
        raise Refusal(Code.BAD_REQUEST, "Send application/json in UTF-8.", status=415)
    try:
        body = request.read(limits.REQUEST_BYTES + 1)
    except UnreadablePostError:
        raise Refusal(Code.BAD_REQUEST, "The request broke off.") from None
    if len(body) > limits.REQUEST_BYTES:
        kilobytes = limits.REQUEST_BYTES // 1024
        raise Refusal(Code.LIMIT, f"A request may have {kilobytes} kB at most.", status=413)
    try:
        said = json.loads(body.decode(), parse_constant=no_number)
        json.dumps(said, ensure_ascii=False).encode()  # fails on lone surrogates
    except (ValueError, RecursionError):
        raise Refusal(Code.BAD_REQUEST, "This is not JSON in UTF-8.") from None
    if not isinstance(said, dict):
        raise Refusal(Code.BAD_REQUEST, "Send one JSON object.")
    return said


def refuse_long_lists(said: Any) -> None:
    """Refuse what would make a statement longer than a database takes."""
    ahead = [said]
    while ahead:
        value = ahead.pop()
        if isinstance(value, dict):
            ahead += value.values()
        elif isinstance(value, list):
            limits.refuse_beyond(limits.VALUES, len(value), "A list may have at most {} values.")
            ahead += value


def no_number(name: str) -> NoReturn:
    """JSON has no NaN and no Infinity; Python's parser would take them."""
    raise ValueError(name)


# A document at the limit takes half a megabyte, so the cache 64 at most.
@lru_cache(128)
def checked(query: str) -> tuple[DocumentNode, list[GraphQLError]]:
    """Return the document of a text, and what is wrong with it."""
    try:
        document = parse(query, max_lexical_tokens=limits.TOKENS)
    except GraphQLError as error:
        return DocumentNode(), [error]
    visit(document, SelectionVisitor(document))
    return document, validate(schema.graphql_schema, document)


def limit_or_mistake(errors: list[GraphQLError]) -> Code:
    """Tell them apart by the words: the library has no other sign for its own limits."""
    ends = ("Parsing aborted.", "Validation aborted.", "Maximum introspection depth exceeded")
    beyond = any(error.message.endswith(ends) for error in errors)
    return Code.LIMIT if beyond else Code.BAD_REQUEST


def chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """Return the operation of this name; without a name, the only one."""
    operation = get_operation_ast(document, name)
    if operation is None:
        raise Refusal(Code.BAD_REQUEST, "Name one operation of the document in `operationName`.")
    if schema.graphql_schema.get_root_type(operation.operation) is None:
        raise Refusal(Code.BAD_REQUEST, f"There is no {operation.operation.value} here.")
    return operation


def coerced(operation: OperationDefinitionNode, variables: dict[str, Any]) -> dict[str, Any]:
    """Return the variables as the schema's types."""
    definitions = operation.variable_definitions
    values = get_variable_values(schema.graphql_schema, definitions, variables, max_errors=20)
    if isinstance(values, list):
        raise Refusal(Code.BAD_REQUEST, *values)
    return values
