"""The five reports, and what they could not be quicker than: their statements and a bare page."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from reports.report.all import ALL
from tests.benchmarks.tables import THE_LEAST


def reports(client: Client, who: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield each report as somebody reads it, and its statements with the least page there is."""
    for report in ALL:
        name, address = f"report {report.slug}, {who}", reverse("report", args=[report.slug])
        yield name, reading(client, address)
        yield f"{name}{THE_LEAST}", repeating(client, statements_of(client, address))


def reading(client: Client, address: str) -> Callable[[], object]:
    def read() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    return read


def statements_of(client: Client, address: str) -> list[tuple[str, Any]]:
    """Return the statements by which a page reads, with their values."""
    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "WITH")):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        reading(client, address)()
    return found


def repeating(client: Client, statements: list[tuple[str, Any]]) -> Callable[[], object]:
    """Return how these statements are sent by hand, and a page of nothing is rendered."""
    send = sending(statements)

    def repeat() -> None:
        send()
        reading(client, "/bare/?id=0")()

    return repeat


def sending(statements: list[tuple[str, Any]]) -> Callable[[], object]:
    """Return how these statements are sent by hand."""

    def send() -> None:
        with connection.cursor() as cursor:
            for sql, params in statements:
                cursor.execute(sql, params)
                cursor.fetchall()

    return send
