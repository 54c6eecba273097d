"""The browser is on our side: headers on every kind of answer, cookies, CSRF, hosts."""

from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, override_settings

from accounts.models import Customer
from tests.conftest import PASSWORD
from tests.security.addresses import addresses

KINDS = {
    "a page": ("GET", "/accounts/", 200),
    "a piece": ("GET", "/accounts/", 200),
    "a redirect": ("GET", "/login/", 302),
    "not allowed": ("GET", "/logout/", 405),
    "missing": ("GET", "/accounts/999999/", 404),
    "missing altogether": ("GET", "/nowhere/", 404),
    "refused": ("POST", "/accounts/add/", 422),
    "a file": ("GET", "/static/css/rapport.css", 200),
    "a missing file": ("GET", "/static/nothing.css", 404),
    "admin, not for her": ("GET", "/admin/", 302),
    "the API": ("POST", "/graphql/", 401),
    "the pulse": ("GET", "/healthz/", 200),
}


def assert_guarded(response) -> None:
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cache-Control"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_guarded(kind, alice, as_user):
    method, address, status = KINDS[kind]
    headers = {"HX-Request": "true"} if kind == "a piece" else {}
    response = as_user(alice).generic(method, address, headers=headers)
    assert response.status_code == status
    assert_guarded(response)


@pytest.mark.parametrize(("trouble", "status"), [(KeyError, 500), (OperationalError, 503)])
def test_so_are_the_answers_to_faults(alice, as_user, trouble, status):
    client = as_user(alice)
    client.raise_request_exception = False
    with patch("reports.views.accounts.CustomerFilter", side_effect=trouble("inside")):
        response = client.get("/accounts/")
    assert response.status_code == status
    assert_guarded(response)


def test_a_foreign_host_is_refused(client, db):
    response = client.get("/login/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert_guarded(response)


def test_customers_pages_are_kept_by_no_cache_and_files_are(alice, as_user):
    client = as_user(alice)
    assert client.get("/accounts/")["Cache-Control"] == "no-store"
    assert "max-age" in client.get("/static/css/rapport.css")["Cache-Control"]


@pytest.mark.parametrize("address", [a for a in addresses() if not a.is_admins], ids=str)
def test_no_post_is_taken_without_the_forms_token(address, halden, ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, "accounts.backends.NameOrEmailBackend")
    response = client.post(address.fill(dict.fromkeys(address.blanks, halden.pk)))
    assert response.status_code in {403, 405, 401}
    assert Customer.objects.get().version == 1


def test_the_session_cookie_is_out_of_scripts_reach(alice, client):
    client.post("/login/", {"username": "alice", "password": PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_over_https_everything_is_said_to_stay_there(alice, client):
    over_tls = {
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_SECURE": True,
    }
    with override_settings(**over_tls):
        assert Client().get("/login/")["Location"] == "https://testserver/login/"
        safe = Client(headers={"X-Forwarded-Proto": "https"})
        response = safe.post("/login/", {"username": "alice", "password": PASSWORD})
        assert response["Strict-Transport-Security"].startswith("max-age=31536000")
        assert safe.cookies[settings.SESSION_COOKIE_NAME]["secure"]


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:x"])
@pytest.mark.parametrize("address", ["/theme/", "/login/", "/accounts/{pk}/archive/"])
def test_nobody_is_led_out_of_the_house(alice, halden, as_user, address, next_page):
    client = Client() if address == "/login/" else as_user(alice)
    data = {"next": next_page, "theme": "dark", "username": "alice", "password": PASSWORD}
    location = client.post(address.format(pk=halden.pk), data)["Location"]
    assert location.startswith("/")
    assert not location.startswith("//")
