"""`manage.py api_token`: the secret stands alone on the last line."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import ApiToken, Change
from tests.crm.conftest import Script


def api_token(*arguments: str) -> str:
    output = StringIO()
    call_command("api_token", *arguments, stdout=output)
    return output.getvalue().splitlines()[-1]


def test_the_token_works(alice):
    script = Script(api_token("alice"))
    assert script.data("{ me { username } }") == {"me": {"username": "alice"}}
    token = ApiToken.objects.get()
    assert token.may_write
    assert token.expires_at - timezone.now() > timedelta(days=364)


def test_it_may_be_for_reading_only_and_for_some_days(alice):
    script = Script(api_token("alice", "--read-only", "--days", "2"))
    create = 'mutation { createCustomer(payload: {name: "Halden"}) { id } }'
    assert script.error(create) == {"code": "FORBIDDEN"}
    assert ApiToken.objects.get().expires_at - timezone.now() < timedelta(days=2)


def test_only_a_digest_is_kept(alice):
    secret = api_token("alice")
    token = ApiToken.objects.get()
    assert secret not in str(vars(token))
    changes = Change.objects.filter(kind="apitoken")
    assert {change.door for change in changes} == {"command"}
    assert token.digest not in str(list(changes.values()))


@pytest.mark.parametrize("username", ["nobody", "", "Alice", "alice@rapport.example"])
def test_nobody_unknown_gets_one(alice, username):
    with pytest.raises(CommandError):
        api_token(username)


def test_nobody_who_was_deactivated_gets_one(alice, bob):
    alice.deactivate(by=bob)
    with pytest.raises(CommandError):
        api_token("alice")
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("days", ["0", "-1", "x", "1e9", "999999999999"])
def test_days_are_a_sensible_number(alice, days):
    with pytest.raises(CommandError):
        api_token("alice", "--days", days)
