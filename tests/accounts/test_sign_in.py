"""Signing in and out: by name or email, throttled, telling nothing."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings

from tests.conftest import PASSWORD

WRONG = {"password": "wrong"}


@pytest.mark.parametrize("login", ["alice", "alice@rapport.example", "ALICE@Rapport.example"])
@pytest.mark.parametrize("address", ["/login/", "/admin/login/"])
def test_name_or_email_and_password_open_the_door(ada, alice, client, login, address):
    if address == "/admin/login/":
        login = login.lower().replace("alice", "ada")
    response = client.post(address, {"username": login, "password": PASSWORD})
    assert response.status_code == 302
    assert client.get("/accounts/").status_code == 200


def test_a_page_asks_the_unknown_to_sign_in_and_leads_back(client, db):
    response = client.get("/accounts/?status=active")
    assert response["Location"] == "/login/?next=/accounts/%3Fstatus%3Dactive"


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(client, db):
    response = client.get("/accounts/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/login/?next=/"
    assert response.status_code == 200


def test_a_foreign_next_is_not_followed(alice, client):
    data = {"username": "alice", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/login/", data)["Location"] == "/"


def test_an_error_says_nothing_of_who_exists(alice, ada, client):
    alice.deactivate(by=ada)
    texts = set()
    for login in ("alice", "nobody", "ada"):
        response = client.post("/login/", {"username": login, **WRONG})
        assert response.status_code == 422
        texts.add("do not belong together" in response.text)
    assert texts == {True}


@pytest.mark.parametrize("address", ["/login/", "/admin/login/"])
@pytest.mark.parametrize("login", ["alice", "nobody"])
def test_an_account_is_closed_after_too_many_failures(alice, client, login, address):
    for number in range(settings.AXES_FAILURE_LIMIT):
        source = f"10.0.0.{number}"
        client.post(address, {"username": login, **WRONG}, REMOTE_ADDR=source)
    data = {"username": login, "password": PASSWORD}
    response = client.post(address, data, REMOTE_ADDR="10.1.1.1")
    assert response.status_code == 429
    assert response["Retry-After"]


def test_name_and_email_count_for_one_account(alice, client):
    for number in range(settings.AXES_FAILURE_LIMIT):
        login = ("alice", "alice@rapport.example")[number % 2]
        client.post("/login/", {"username": login, **WRONG}, REMOTE_ADDR=f"10.0.0.{number}")
    response = client.post("/login/", {"username": "alice", "password": PASSWORD})
    assert response.status_code == 429


def test_a_source_is_closed_after_too_many_failures(alice, client):
    for number in range(settings.AXES_FAILURE_LIMIT):
        client.post("/login/", {"username": f"guess{number}", **WRONG})
    response = client.post("/login/", {"username": "alice", "password": PASSWORD})
    assert response.status_code == 429
    elsewhere = {"username": "alice", "password": PASSWORD}
    assert client.post("/login/", elsewhere, REMOTE_ADDR="10.9.9.9").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "source"), [(0, "127.0.0.1"), (1, "203.0.113.7"), (2, "198.51.100.1")]
)
def test_the_source_is_found_behind_our_proxies_and_cannot_be_made_up(
    rf, settings, proxies, source
):
    from accounts.sessions import source_of

    settings.PROXIES = proxies
    request = rf.get("/", headers={"X-Forwarded-For": "1.2.3.4, 198.51.100.1, 203.0.113.7"})
    assert source_of(request) == source


@pytest.mark.parametrize("named", ["", "unknown", "203.0.113.7:4711", "\0", "9" * 400, "<b>"])
def test_what_is_no_address_counts_for_the_proxys_own(alice, client, settings, named):
    settings.PROXIES = 1
    headers = {"X-Forwarded-For": named}
    client.post("/login/", {"username": "alice", **WRONG}, headers=headers)
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"
    right = {"username": "alice", "password": PASSWORD}
    assert client.post("/login/", right, headers=headers).status_code == 302
    assert alice.sessions.get().source == "127.0.0.1"


def test_signing_out_is_a_post(alice, as_user):
    client = as_user(alice)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/accounts/").status_code == 302


@pytest.mark.parametrize(("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("x", None)])
def test_the_theme_is_a_cookie_that_the_server_writes_into_the_page(client, db, chosen, kept):
    response = client.post("/theme/", {"theme": chosen, "next": "/login/"})
    assert response["Location"] == "/login/"
    page = client.get("/login/").text
    assert (f'data-bs-theme="{kept}"' in page) if kept else ("data-bs-theme" not in page)
