"""The demo moves into what is empty, at any hour, whole or not at all."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError

from accounts.history import Change
from accounts.models import Customer
from crm.demo import company
from tests.conftest import person
from tests.crm.demo import demo, everything

pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.mark.parametrize("hour", [0, 23])
def test_nothing_happens_in_the_future_at_any_hour(db, monkeypatch, hour):
    now = datetime(2026, 3, 1, hour, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    demo()
    assert not Change.objects.exclude(customer=None).filter(at__gt=now).exists()


def test_a_database_in_use_is_refused(alice):
    with pytest.raises(CommandError, match="--yes"):
        demo()
    assert not Customer.objects.exists()


def test_a_database_in_use_is_left_alone_quietly(alice):
    before = everything()
    assert demo(if_empty=True) == ""
    assert everything() == before


def test_names_that_are_taken_are_named(ada):
    person("maya")
    with pytest.raises(CommandError, match="maya"):
        demo(yes=True)
    assert not Customer.objects.exists()


def test_a_demo_that_breaks_off_leaves_nothing(db, monkeypatch):
    play = company.play

    def break_off(story, staff, chance) -> Customer:
        if Customer.objects.count() == 30:
            raise RuntimeError("Out of power")
        return play(story, staff, chance)

    monkeypatch.setattr(company, "play", break_off)
    with pytest.raises(RuntimeError, match="Out of power"):
        demo()
    assert company.is_empty()
