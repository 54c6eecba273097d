"""The front door, the pulse, what went wrong, and what every request is given."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from accounts.models import Customer
from crm.settings import kept_secret
from tests.conftest import add_customer


def test_the_front_door_is_today(alice, as_user):
    assert "<h1>Today</h1>" in as_user(alice).get("/").text


def test_the_pulse_asks_the_database(client, db):
    assert client.get("/healthz/").content == b"ok\n"
    with patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        response = client.get("/healthz/")
    assert (response.status_code, response.content) == (503, b"database unreachable\n")


class TestWhatWentWrong:
    @pytest.fixture
    def client(self, alice, as_user) -> Client:
        client = as_user(alice)
        client.raise_request_exception = False
        return client

    def test_a_fault_of_ours_gives_a_number_that_the_log_knows(self, client, caplog):
        with patch("reports.views.accounts.CustomerFilter", side_effect=KeyError("inner detail")):
            response = client.get("/accounts/")
        assert response.status_code == 500
        assert "inner detail" not in response.text
        reference = next(r.args[1] for r in caplog.records if r.name == "crm.views")
        assert reference in response.text

    @pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
    @pytest.mark.parametrize(
        "place", ["reports.views.accounts.CustomerFilter", "accounts.backends.User.objects.get"]
    )
    def test_a_database_out_of_reach_is_said_plainly(self, client, trouble, place):
        with patch(place, side_effect=trouble("gone")):
            response = client.get("/accounts/")
        assert response.status_code == 503
        assert response["Retry-After"] == "5"
        assert "What was sent twice is stored once." in response.text
        assert client.get("/accounts/").status_code == 200

    def test_a_page_that_does_not_exist_says_so_inside_the_shell(self, client):
        response = client.get("/nowhere/")
        assert response.status_code == 404
        assert "Accounts" in response.text


def test_moments_are_the_readers(alice, bob, as_user):
    late = datetime(2025, 1, 31, 23, 30, tzinfo=UTC)
    customer = add_customer(bob, created_at=late.isoformat())
    for zone, day in (("UTC", "31 Jan"), ("Asia/Tokyo", "1 Feb"), ("America/Lima", "31 Jan")):
        alice.time_zone = zone
        alice.save()
        assert f"{day} 2025</time>" in as_user(alice).get(f"/accounts/{customer.pk}/").text


def test_pages_know_their_door(alice, as_user):
    as_user(alice).post("/accounts/add/", {"name": "Halden"})
    assert set(Customer.objects.get().changes.values_list("door", flat=True)) == {"page"}


def test_the_secret_is_made_once(tmp_path):
    path = tmp_path / "secret_key"
    secret = kept_secret(path)
    assert len(secret) > 50
    assert kept_secret(path) == secret
    assert path.stat().st_mode & 0o077 == 0
    assert [kept.name for kept in tmp_path.iterdir()] == ["secret_key"]
