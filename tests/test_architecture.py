"""Arrows point one way: crm -> reports -> activities -> deals -> accounts."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["accounts", "deals", "activities", "reports", "crm"]


def imports_of(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


@pytest.mark.parametrize("app", FLOORS)
def test_no_app_imports_one_above_it(app):
    above = set(FLOORS[FLOORS.index(app) + 1 :])
    for path in (ROOT / app).rglob("*.py"):
        for module in imports_of(path):
            assert module.split(".")[0] not in above, f"{path} imports {module}"


@pytest.mark.parametrize("app", FLOORS)
def test_no_foreign_key_points_upwards(app):
    above = set(FLOORS[FLOORS.index(app) + 1 :])
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete:
                assert field.related_model._meta.app_label not in above, f"{field} points upwards"


def test_nothing_is_called_by_what_says_nothing():
    for path in ROOT.rglob("*.py"):
        if not {".venv", "var"} & set(path.relative_to(ROOT).parts):
            assert path.stem not in {"utils", "helpers", "common", "services", "misc"}, path


def test_only_the_roof_knows_graphql():
    for app in FLOORS[:-1]:
        for path in (ROOT / app).rglob("*.py"):
            for module in imports_of(path):
                assert module.split(".")[0] not in {"graphene", "graphene_django", "graphql"}, path
