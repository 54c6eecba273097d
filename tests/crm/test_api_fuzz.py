"""Whatever valid document is sent, nothing breaks inside."""

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import from_schema, nodes

from crm.schema import limits
from tests.conftest import add_customer

SCHEMA = (django_settings.BASE_DIR / "schema.graphql").read_text()
KNOWN = "the id of a customer that stands"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
IDS = st.just(KNOWN) | st.integers().map(str) | TEXTS
MOMENTS = st.datetimes(timezones=st.none() | st.timezones()).map(lambda at: at.isoformat())
DAYS = st.dates().map(lambda day: day.isoformat())
SCALARS = {
    "ID": IDS.map(nodes.String),
    "DateTime": MOMENTS.map(nodes.String),
    "Date": DAYS.map(nodes.String),
}


@pytest.fixture
def customer(alice, bob, monkeypatch):
    """A customer, and no end of points."""
    monkeypatch.setattr(limits, "POINTS_A_MINUTE", 10**9)
    return add_customer(alice, owner=bob.pk, industry="Mining")


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(query=from_schema(SCHEMA, custom_scalars=SCALARS))
def test_no_document_breaks_anything_inside(customer, bobs, query):
    response = bobs.post({"query": query.replace(KNOWN, str(customer.pk))})
    errors = response.json().get("errors", [])
    assert response.status_code in (200, 400)
    assert "INTERNAL" not in {error["extensions"]["code"] for error in errors}
