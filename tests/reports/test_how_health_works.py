"""The page on which every sign stands with its limit."""

import pytest

from reports import signs
from reports.explained import WHEN
from reports.signs import Code, Level
from tests.conftest import stage
from tests.reports.test_health_card import words


@pytest.fixture
def told(vera, as_user) -> str:
    return words(as_user(vera).get("/health/").text)


def test_every_sign_and_every_level_is_explained(told):
    assert list(WHEN) == list(Code)
    for code in Code:
        assert f"{code.label} {signs.RULES[code].weight.label} {WHEN[code]}" in told
    for level in Level:
        assert level.label in told


def test_the_limits_are_those_that_hold(told):
    for said in (
        f"{signs.SILENT_FROM} days, or twice as long as usual",
        f"at most for {signs.SILENT_AT_MOST} days",
        f"the last {signs.GAPS} gaps",
        f"the last won deal {signs.REORDER_RHYTHMS} times as long",
        f"due for {signs.OVERDUE_FROM} days",
        "moved to a later day twice",
        f"or {signs.WARNINGS_AT_RISK} warnings",
        f"Fewer than {signs.KNOWN_FROM} activities",
    ):
        assert said in told, said


def test_the_limits_of_the_stages_are_those_of_the_default_pipeline(bob, as_user):
    commit = stage("Commit")
    commit.stalled_after = 1
    commit.write(by=bob)
    proposal = stage("Proposal")
    proposal.stalled_after = None
    proposal.write(by=bob)
    told = words(as_user(bob).get("/health/").text)
    assert (
        "Qualified 30 days Discovery 21 days Proposal None Negotiation 21 days Commit 1 day" in told
    )


def test_it_says_for_whom_a_sign_holds(told):
    assert "Something planned has been due for 7 days or longer. Active customers. Stalled" in told
    assert "or longer. Active customers and prospects. Slipping deal" in told
    assert "Active customers. A notice never changes the level." in told


def test_whoever_is_signed_in_reads_it_and_nobody_else(charlie, as_user, client):
    assert as_user(charlie).get("/health/").status_code == 200
    assert client.get("/health/")["Location"] == "/login/?next=/health/"
