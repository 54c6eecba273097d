"""manage.py standings: what is wrong is said, and mended."""

import pytest
from django.core.management import CommandError, call_command

from reports.models import Standing


def test_what_is_right_is_said_to_be_right(halden, capsys):
    call_command("standings", "--check")
    assert capsys.readouterr().out == "All 1 standings are right.\n"


def test_what_is_wrong_is_named_left_alone_and_mended_on_request(halden, capsys):
    Standing.objects.update(lifetime_value=7)
    with pytest.raises(CommandError, match=f"1 of 1 standings differ: customers {halden.pk}\\."):
        call_command("standings", "--check")
    assert Standing.objects.filter(lifetime_value=7).exists()
    call_command("standings", "--rebuild")
    assert capsys.readouterr().out == "Recomputed 1 standings, 1 of them differed.\n"
    call_command("standings", "--check")


def test_what_is_missing_is_wrong_too_and_a_migration_fills_it_in(halden, alice):
    Standing.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("standings", "--check")
    call_command("migrate", verbosity=0)
    call_command("standings", "--check")
    assert halden.standing.owner_id == alice.pk


def test_one_of_both_must_be_said(db):
    with pytest.raises(CommandError):
        call_command("standings")
