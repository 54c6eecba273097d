"""Where deals stood and for how long: on a move, on the deal's page, and of moves made before."""

import re
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from deals.models import Deal, Move
from deals.models.move import whole_seconds
from deals.stays import stays_of
from tests.conftest import add_deal, stage

BEGIN = datetime(2026, 3, 2, 12, 0, 0, 999_700, tzinfo=UTC)


@pytest.fixture
def deal(halden, bob) -> Deal:
    """Created in March, in Proposal ten days later, won after twenty more."""
    deal = add_deal(bob, halden, created_at=BEGIN, stage=stage("Qualified").pk)
    deal.move_to(stage("Proposal"), by=bob, at=BEGIN + timedelta(days=10, microseconds=300))
    deal.win(by=bob, at=BEGIN + timedelta(days=30))
    return deal


def stood(deal: Deal) -> list[int | None]:
    return list(deal.moves.values_list("stood", flat=True))


def test_a_move_keeps_how_many_whole_seconds_the_deal_had_stood(deal):
    # From 0.9997 to 1.0, and from there to 0.9997: seconds are those that clocks show.
    assert stood(deal) == [None, 10 * 86_400 + 1, 20 * 86_400 - 1]


def test_a_move_taken_back_never_was(deal, bob):
    deal.take_back_move(by=bob)
    deal.win(by=bob, at=BEGIN + timedelta(days=40))
    assert stood(deal)[-1] == 30 * 86_400 - 1


def test_a_deal_that_is_moved_again_at_once_stood_no_second(deal, bob):
    now = timezone.now()
    deal.reopen(by=bob, at=now)
    deal.lose("The price", by=bob, at=now)
    assert stood(deal)[-1] == 0


def test_a_clock_that_was_put_back_makes_no_time():
    assert whole_seconds(BEGIN, BEGIN - timedelta(seconds=5)) == 0


def test_only_the_first_move_has_no_stay_before_it(deal):
    for moves in (deal.moves.filter(from_stage=None), deal.moves.exclude(from_stage=None)):
        first = moves.first()
        with pytest.raises(IntegrityError), transaction.atomic():
            Move.objects.filter(pk=first.pk).update(stood=5 if first.stood is None else None)


def test_moves_made_before_are_told_as_well(deal, monkeypatch):
    right = stood(deal)
    migration = import_module("deals.migrations.0004_moves_say_how_long")
    monkeypatch.setattr(migration, "CHUNK", 2)
    Move.objects.exclude(from_stage=None).update(stood=0)
    migration.say_how_long(apps, connection.schema_editor())
    assert stood(deal) == right


def test_the_page_lists_each_stay(deal, bob, as_user):
    deal.reopen(by=bob, at=BEGIN + timedelta(days=40))
    page = as_user(bob).get(f"/deals/{deal.pk}/").text
    (table,) = re.findall(r'id="stages".*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    rows = [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in table.split("</tr>")]
    days = (timezone.localdate() - (BEGIN + timedelta(days=40)).date()).days
    assert rows[:-1] == [
        "Qualified Bob 2 Mar 12 Mar 10",
        "Proposal Bob 12 Mar 1 Apr 20",
        "Won Bob 1 Apr 11 Apr 10",
        f"Proposal Bob 11 Apr Now {days}",
    ]


def test_days_are_the_readers(deal):
    with timezone.override("Pacific/Kiritimati"):
        stays = stays_of(deal, timezone.localdate())
        assert [stay.days for stay in stays][:2] == [10, 20]
    assert stays[-1].end is None


def test_a_stranger_does_not_see_it(deal, charlie, as_user):
    assert as_user(charlie).get(f"/deals/{deal.pk}/").status_code == 404
