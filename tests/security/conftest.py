"""A world with one of each thing, and everybody who may knock at its doors."""

import logging
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import ApiToken, User
from reports.models import Snooze
from reports.signs import Code
from tests.conftest import (
    add_activity,
    add_contact,
    add_customer,
    add_deal,
    add_halden,
    add_lead,
    add_note,
    issue_token,
    lasting,
    person,
    signed_in,
)
from tests.security.world import World


@pytest.fixture(autouse=True)
def _refusals_are_expected(caplog) -> None:
    """Refusing is what happens here all the time: it need not be told."""
    caplog.set_level(logging.ERROR, "django.request")


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with lasting(django_db_blocker, build) as world:
        yield world


@pytest.fixture
def world(db, standing_world) -> World:
    """The world that stands for all tests of a file; what a test does to it does not last."""
    cache.clear()
    return deepcopy(standing_world)


def build() -> World:
    """Make Alice's two customers, one of them archived, and her leads; everybody with a session
    and a token.

    Dora was a manager. She is deactivated, but her session and her token were forgotten.
    """
    alice, ada = person("alice"), person("ada", is_superuser=True, is_staff=True)
    bob, dora = person("bob", role="manager"), person("dora", role="manager")
    people = {
        "stranger": person("charlie", scope="own"),
        "viewer": person("vera", role="viewer"),
        "owner": alice,
        "manager": bob,
        "admin": ada,
        "deactivated": dora,
    }
    sessions = {who: signed_in(user).session.session_key for who, user in people.items()}
    tokens = {who: issue_token(user) for who, user in people.items()}
    tokens |= {
        "read-only": issue_token(alice, may_write=False),
        "expired": issue_token(bob),
        "revoked": issue_token(bob),
    }
    ApiToken.objects.with_secret(tokens["revoked"]).revoke(by=ada)
    expired = ApiToken.objects.with_secret(tokens["expired"])
    ApiToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    ApiToken.objects.update(last_used_at=timezone.now())  # so that their use writes nothing
    User.objects.filter(pk=dora.pk).update(is_active=False)
    halden = add_halden(alice)
    put_away = add_customer(alice, "Quillon Archive", industry="Secrecy", owner=alice.pk)
    maren, gone = add_contact(alice, halden), add_contact(alice, put_away, "Quincy Archer")
    gone.archive(by=alice)
    deal = add_deal(alice, halden, value="128000", owner=alice.pk, contacts=[maren.pk])
    lost_deal = add_deal(alice, put_away, "Quagmire")
    lost_deal.lose("Too dear", by=alice)
    lost_deal.archive(by=alice)
    said = {"deal": deal.pk, "owner": alice.pk}
    add_activity(alice, halden, completed_at="2026-01-31T09:00:00Z", contacts=[maren.pk], **said)
    activity = add_activity(alice, halden, due_on="2027-01-31", contacts=[maren.pk], **said)
    note = add_note(alice, halden, "Quarrel settled\n- [ ] Send the offer", deal=deal.pk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    Snooze.put(halden, Code.NO_NEXT_STEP, until=tomorrow, reason="Quiescent till then", by=alice)
    old_activity = add_activity(alice, put_away, completed_at="2026-01-31T09:00:00Z")
    old_note = add_note(alice, put_away, "Quills\n- [x] Write")
    for record in (old_activity, old_note, put_away):
        record.archive(by=alice)
    diary = (activity, old_activity, note, old_note)
    leads = lead, old_lead = [add_lead(alice, name) for name in ("Orrin Tackett", "Quentin Quade")]
    old_lead.archive(by=alice)
    add_note(alice, lead, "Quotes wanted")
    add_lead(alice, "Maren Solheim").convert(by=alice, customer=halden)
    sales = (halden, put_away, maren, gone, deal, lost_deal)
    return World(*sales, *diary, *leads, people, sessions, tokens)
