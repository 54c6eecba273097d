"""The schema keeps what was promised, and the committed copy of it is true."""

from pathlib import Path

import pytest
from django.conf import settings
from graphql import (
    GraphQLInputObjectType,
    GraphQLObjectType,
    build_schema,
    is_required_argument,
    is_required_input_field,
    print_schema,
)

from crm.schema import schema

CONTRACT = build_schema((Path(__file__).parent / "contract.graphql").read_text())
PROMISED = [
    (owner, name, field)
    for owner in CONTRACT.type_map.values()
    if isinstance(owner, GraphQLObjectType) and not owner.name.startswith("__")
    for name, field in owner.fields.items()
]
PROMISED_INPUTS = [
    (owner, name, field)
    for owner in CONTRACT.type_map.values()
    if isinstance(owner, GraphQLInputObjectType)
    for name, field in owner.fields.items()
]


def test_the_committed_copy_is_what_is_served():
    committed = (settings.BASE_DIR / "schema.graphql").read_text()
    assert print_schema(schema.graphql_schema) == committed, "run: manage.py graphql_schema"


@pytest.mark.parametrize(
    ("owner", "name", "field"), PROMISED, ids=[f"{owner}.{name}" for owner, name, _ in PROMISED]
)
def test_a_promised_field_stands(owner, name, field):
    served = schema.graphql_schema.type_map[owner.name].fields[name]
    assert str(served.type) == str(field.type)
    promised = {key: str(argument.type) for key, argument in field.args.items()}
    assert promised.items() <= {key: str(arg.type) for key, arg in served.args.items()}.items()
    added = served.args.keys() - promised.keys()
    assert not any(is_required_argument(served.args[key]) for key in added)


@pytest.mark.parametrize(
    ("owner", "name", "field"),
    PROMISED_INPUTS,
    ids=[f"{owner}.{name}" for owner, name, _ in PROMISED_INPUTS],
)
def test_a_promised_input_stands(owner, name, field):
    served = schema.graphql_schema.type_map[owner.name].fields
    assert str(served[name].type) == str(field.type)
    added = served.keys() - owner.fields.keys()
    assert not any(is_required_input_field(served[key]) for key in added)
