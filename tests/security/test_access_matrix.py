"""Everybody at every door: each gets what matrix.py says, and a refusal changes nothing."""

import json
import re
from datetime import timedelta
from itertools import product

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from tests.conftest import stage
from tests.security import matrix, matrix_of_api, matrix_of_pages
from tests.security.addresses import METHODS, Address, addresses
from tests.security.documents import Document, arguments, by_place, fields, paths_to
from tests.security.world import FORM, JSON, World, anonymised, encoded, snapshot, undone, writes

PAGES, API = matrix.pages(), matrix.api()
PLACES = by_place(API)
OURS = [address for address in addresses() if not address.is_admins]
ADMINS = [address for address in addresses() if address.is_admins]


def test_every_address_has_a_row_for_every_method():
    assert {(address.name, method) for address in OURS for method in METHODS} == set(PAGES)


def test_every_field_and_every_argument_of_the_api_has_a_row():
    assert {*fields(), *arguments()} == set(API)


class TestPages:
    """The product's own addresses, and the one at which the API is found."""

    @pytest.mark.parametrize("address", OURS, ids=str)
    def test_each_gets_what_the_table_says_and_a_refusal_changes_nothing(self, world, address):
        before, wrong = snapshot(), []
        path, body = path_of(address, world), body_of(address, world)
        for method in METHODS:
            for who, column, credentials in callers():
                with undone(), writes() as written:
                    got = cell_of(world.send(method, path, **body, **credentials))
                    expected = PAGES[address.name, method][column]
                    is_act = method == "POST" and expected in {"200", "302"}
                    if got != expected or not (is_act or not written or snapshot() == before):
                        wrong.append(f"{method} {path} as {who}: {got} instead of {expected}")
        assert not wrong

    def test_the_strangers_world_is_the_one_without(self, world):
        found = dict(seen_by_stranger(world))
        world.remove_the_owners()
        for asked, answer in seen_by_stranger(world):
            assert found[asked] == answer, asked


def callers():
    """Give everybody: who, the column that tells what they get, and what they show."""
    yield "anonymous", "nobody", {}
    yield "deactivated", "nobody", {"session": "deactivated"}
    yield from ((who, who, {"session": who}) for who in matrix.PERSONS)
    yield from ((f"{who} token", "token", {"token": who}) for who in matrix.TOKENS)
    yield from ((f"{who} token", "nobody", {"token": who}) for who in matrix.DEAD_TOKENS)


def path_of(address: Address, world: World) -> str:
    return world.path_to(address, put_away=address.name.endswith("_restore"))


def body_of(address: Address, world: World, bodies=matrix_of_pages.BODIES) -> dict[str, str]:
    soon = timezone.localdate() + timedelta(days=7)
    numbers = {"{maren}": world.maren.pk, "{stage}": world.deal.stage_id, "{soon}": soon}
    body = {name: numbers.get(value, value) for name, value in bodies.get(address.name, {}).items()}
    if address.name == "graphql":
        return {"data": json.dumps(body), "content_type": JSON}
    return {"data": encoded(body), "content_type": FORM}


def cell_of(response: HttpResponse) -> str:
    sends_to_login = response.get("Location", "").startswith("/login/?next=")
    return "login" if sends_to_login else str(response.status_code)


def seen_by_stranger(world: World):
    """Give what the stranger sees: of each address, with each method and each question."""
    names = {"owner": world.people["owner"].pk, "halden": world.halden.pk}
    for address in OURS:
        path = path_of(address, world)
        body = body_of(address, world, {**matrix_of_pages.BODIES, **matrix_of_pages.LOOKALIKES})
        for question in ("", *matrix_of_pages.QUESTIONS.get(address.name, ())):
            asked = f"{path}?{question.format(**names)}"
            for method in METHODS:
                with undone():
                    response = world.send(method, asked, session="stranger", **body)
                    there = re.sub(r"\d+", "1", response.get("Location", ""))
                    yield (method, asked), (response.status_code, there, anonymised(response))


class TestAdmin:
    """Django admin: whatever its addresses, admins alone come in."""

    @pytest.mark.parametrize(
        "credentials",
        [
            {},
            *({"session": who} for who in ("deactivated", *matrix.PERSONS) if who != "admin"),
            {"token": "admin"},
        ],
        ids=lambda credentials: " ".join(f"{who} {kind}" for kind, who in credentials.items()),
    )
    def test_everybody_else_is_sent_away(self, world, credentials):
        User.objects.filter(is_superuser=False).update(is_staff=True)
        before = snapshot()
        for address in ADMINS:
            for method in METHODS:
                path = admins_path(address, world)
                response = world.send(method, path, encoded({"post": "yes"}), **credentials)
                if address.name == "admin:login":
                    assert response.status_code in {200, 405}
                elif address.name == "admin:logout":
                    assert response["Location"] in {"/admin/", "/admin/login/?next=/admin/logout/"}
                else:
                    assert re.match(r"(/admin)?/login/\?next=", response["Location"]), path
        assert snapshot() == before

    def test_the_admin_comes_in(self, world):
        for address in ADMINS:
            with undone():
                path = admins_path(address, world)
                response = world.send("GET", path, session="admin")
                assert response.status_code in {200, 302, 403, 404, 405}, path
                assert "/login/" not in response.get("Location", ""), path


def admins_path(address: Address, world: World) -> str:
    """Fill an address of the admin site with what its page is about."""
    models = {
        f"{model._meta.label_lower.replace('.', '_')}": model for model in admin.site._registry
    }
    model = models.get(address.name.removeprefix("admin:").rpartition("_")[0])
    record = model and model._base_manager.first()
    return address.fill(
        {
            "object_id": record.pk if record else world.halden.pk,
            "content_type_id": ContentType.objects.get_for_model(world.halden).pk,
            "app_label": "accounts",
            "url": "nowhere/",
        }
    )


class TestApi:
    """Every field and every argument, with every token."""

    @pytest.mark.parametrize("place", PLACES)
    def test_each_gets_what_the_table_says_and_a_refusal_changes_nothing(self, world, place):
        before, wrong = snapshot(), []
        for name, who in product(PLACES[place], ("", *matrix.DEAD_TOKENS, *matrix.TOKENS)):
            for document in [asked(world, name, path) for path in paths_to(name)]:
                with undone(), writes() as written:
                    response = world.run(who, *document)
                    got, expected = (
                        code_of(response),
                        matrix_of_api.CODES[API[name].get(who, "nobody")],
                    )
                    is_act = document[0].startswith("mutation") and expected == "ok"
                    if got != expected or not (is_act or not written or snapshot() == before):
                        wrong.append(f"{document} as {who or 'nobody'}: {got}, not {expected}")
        assert not wrong

    @pytest.mark.parametrize("place", PLACES)
    def test_the_strangers_world_is_the_one_without(self, world, place):
        hidden = [name for name in PLACES[place] if API[name]["stranger"] in {"missing", "blind"}]
        documents = [asked(world, name, path) for name in hidden for path in paths_to(name)]
        found = [strangers(world, document) for document in documents]
        world.remove_the_owners()
        assert found == [strangers(world, document) for document in documents]


def strangers(world: World, document: tuple[str, dict]) -> dict:
    """Return what the stranger is answered, as if it had not been asked."""
    with undone():
        return world.run("stranger", *document).json()


def asked(world: World, name: str, path) -> tuple[str, dict]:
    """Return a document that asks for a field, and its variables with the world's own numbers."""
    document = Document(path, matrix_of_api.VALUES, name)
    variables = json.dumps(document.variables)
    records = (
        *("halden", "put_away", "maren", "gone", "deal", "lost_deal"),
        *("activity", "old_activity", "note", "old_note", "lead", "old_lead"),
    )
    places = {place: getattr(world, place) for place in records} | world.people
    places |= {"stage": stage("Proposal"), "pipeline": world.deal.stage.pipeline}
    for place, record in places.items():
        variables = variables.replace(f"{{{place}}}", str(record.pk))
    variables = variables.replace("{entered}", world.deal.entered_at.isoformat())
    if "{cursor}" in variables:
        variables = variables.replace("{cursor}", cursor_before_halden(world))
    return document.text, json.loads(variables)


def cursor_before_halden(world: World) -> str:
    answer = world.run("manager", "{ customers(first: 1) { pageInfo { endCursor } } }", {})
    return answer.json()["data"]["customers"]["pageInfo"]["endCursor"]


def code_of(response: HttpResponse) -> str:
    errors = response.json().get("errors", [])
    return errors[0]["extensions"]["code"] if errors else "ok"
