"""A real client library asks a served Rapport: introspection, and what the documents show."""

import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport

from tests.crm.test_docs_graphql import DOCUMENT, README, examples, fits

PROGRAM = re.compile(r"^```python\n(.*?)^```\n+(?:It prints:\n+```text\n(.*?)^```)?", re.S | re.M)


@pytest.fixture
def client_of(live_server):
    """Return a function that connects with a token and fetches the schema."""
    cache.clear()

    def connect(secret: str) -> Client:
        transport = RequestsHTTPTransport(
            url=f"{live_server.url}/graphql/",
            headers={"Authorization": f"Bearer {secret}"},
            use_json=True,
        )
        return Client(transport=transport, fetch_schema_from_transport=True)

    return connect


@pytest.mark.django_db(transaction=True, reset_sequences=True)
class TestClient:
    def test_fetches_the_schema_and_runs_the_documented_examples(self, alice, token_of, client_of):
        client = client_of(token_of(alice))
        with client as session:
            assert client.schema.type_map["Customer"].fields.keys() >= {"name", "primaryContact"}
            for example in examples(DOCUMENT):
                request = gql(example.query)
                request.variable_values = example.variables
                try:
                    found = {"data": session.execute(request)}
                except TransportQueryError as failed:
                    found = {"data": failed.data, "errors": failed.errors}
                assert fits(example.answer, found), (example.query, found)

    def test_is_refused_without_a_token(self, client_of, transactional_db):
        with pytest.raises(TransportQueryError, match="UNAUTHENTICATED"), client_of("wrong"):
            pass


@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.parametrize("number", range(len(PROGRAM.findall(DOCUMENT.read_text()))))
def test_the_documented_programs_print_what_is_printed(alice, token_of, live_server, number):
    cache.clear()
    program, printed = PROGRAM.findall(DOCUMENT.read_text())[number]
    program = program.replace("http://127.0.0.1:8000", live_server.url)
    program = program.replace("rapport_...", token_of(alice))
    done = subprocess.run(  # noqa: S603 - what our own page shows
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=settings.BASE_DIR,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == printed


def test_there_are_programs_to_run():
    assert len(PROGRAM.findall(DOCUMENT.read_text())) >= 3
    assert README.exists()
