"""Scripts: programs that come with somebody's token."""

from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client


class Script:
    """A program that speaks to the API."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client()

    def post(
        self, body: Any = None, *, content_type: str = "application/json", **headers: str
    ) -> HttpResponse:
        """Send a body, of which anything but bytes becomes JSON."""
        shown = {"Authorization": f"Bearer {self.secret}"} | headers
        return self.client.post("/graphql/", body, content_type, headers=shown)

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Run a document and return the whole answer."""
        response = self.post({"query": query, "variables": variables})
        assert response.status_code == 200, response.content
        return response.json()

    def data(self, query: str, **variables: Any) -> dict[str, Any]:
        """Run a document of which nothing fails."""
        answer = self.ask(query, **variables)
        assert "errors" not in answer, answer
        return answer["data"]

    def error(self, query: str, **variables: Any) -> dict[str, Any]:
        """Run a document of which one field fails, and return its error's extensions."""
        (error,) = self.ask(query, **variables)["errors"]
        assert error["message"]
        return error["extensions"]

    def refusal(self, body: Any = None, **more: Any) -> tuple[int, str]:
        """Send what is not executed, and return the status and the code."""
        response = self.post(body, **more)
        answer = response.json()
        assert "data" not in answer
        (code,) = {error["extensions"]["code"] for error in answer["errors"]}
        return response.status_code, code


@pytest.fixture(autouse=True)
def full_purse():
    """No test pays for another."""
    cache.clear()


@pytest.fixture
def script_of(token_of):
    """Return a script with a new token of this person."""

    def start(user, **details) -> Script:
        return Script(token_of(user, **details))

    return start


@pytest.fixture
def alices(script_of, alice) -> Script:
    return script_of(alice)


@pytest.fixture
def bobs(script_of, bob) -> Script:
    return script_of(bob)


@pytest.fixture
def charlies(script_of, charlie) -> Script:
    return script_of(charlie)


@pytest.fixture
def veras(script_of, vera) -> Script:
    return script_of(vera)


@pytest.fixture
def data_dir(settings, tmp_path):
    """Where the demo keeps how to sign in."""
    settings.DATA_DIR = tmp_path
    return tmp_path
