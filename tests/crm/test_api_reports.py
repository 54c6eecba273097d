"""The five reports through the API: what it tells is what pages show and files hold."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from accounts.models import Customer, User
from reports.report.table import Look, plain
from tests.conftest import add_activity, lasting, person, signed_in
from tests.reports.clock import stopped_at
from tests.reports.figures import page_of
from tests.reports.histories import History

PERIOD = {"from": "2025-12-10", "to": "2028-06-20"}
ASKED = """query ($from: Date, $to: Date, $owner: ID) { reports(owner: $owner) {
  lifetimeValue(first: 100) {
    total customers mean median nodes { customer { name } value wonDeals }
  }
  activeInactive(from: $from, to: $to) {
    prospect active inactive
    months { month prospect active inactive becameActive cameBack lost }
  }
  industries { nodes { industry customers active share value valueShare winRate } }
  dealHistory(from: $from, to: $to) {
    created won lost wonValue lostValue withoutValue winRate medianCycleDays
    months { month created won lost wonValue lostValue winRate }
  }
  activityFrequency(from: $from, to: $to) {
    total byKind { kind count } weeks { week count } coverage30 coverage60 coverage90
  }
} }"""
ASKED_OF_DEALS = """query ($from: Date, $to: Date, $owner: ID) {
  reports(owner: $owner) { dealHistory(from: $from, to: $to) { won } }
}"""
PAGED = """query ($after: String) { reports { lifetimeValue(first: 2, after: $after) {
  nodes { customer { name owner { name } } } pageInfo { hasNextPage endCursor }
} } }"""


def build() -> datetime:
    """Let much happen, between people in different places."""
    anna = person("anna", time_zone="America/Los_Angeles")
    colin = person("colin", scope="own", time_zone="Asia/Kolkata")
    mary = person("mary", role="manager", time_zone="Asia/Tokyo")
    with stopped_at(datetime(2026, 3, 5, 15, 30, tzinfo=UTC)) as clock:
        history = History(Random(3), clock, mary, [anna, colin], 6)
        for _ in range(120):
            history.step()
        for customer in Customer.objects.unarchived():
            add_activity(mary, customer, completed_at=clock.moment)
        return clock.moment


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[datetime]:
    with lasting(django_db_blocker, build) as moment:
        yield moment


@pytest.fixture
def now(db, built) -> Iterator[datetime]:
    with stopped_at(built):
        yield built


@pytest.fixture
def readers(now) -> list[User]:
    """Who sees all, and who sees a part of it, in two time zones."""
    User.objects.update(is_active=True)
    return list(User.objects.order_by("username"))


def lines_of(user: User, slug: str, **asked: Any) -> list[list[str]]:
    """Return the lines of a report's file, without their names; its page shows the same cells."""
    client, asked = signed_in(user), {**PERIOD, **asked}
    file = client.get(f"/reports/{slug}.csv", asked).getvalue().decode()
    lines = list(csv.reader(io.StringIO(file)))[1:]
    assert lines in page_of(client, f"/reports/{slug}/", **asked).tables.values()
    assert lines in page_of(client, f"/reports/{slug}/", **asked).tables.values()
    return lines


def ratio(value: float | None) -> str:
    return plain(value, Look.RATIO)


def month(key: str) -> str:
    return f"{date.fromisoformat(f'{key}-01'):%b %Y}"


@pytest.mark.parametrize("whose", ["", "none", "anna"])
def test_page_file_and_api_agree_cell_by_cell(readers, script_of, whose):
    for user in readers:
        owner = User.objects.get(username=whose).pk if whose == "anna" else whose
        told = script_of(user).data(ASKED, owner=owner, **PERIOD)["reports"]

        def lines(slug: str, user: User = user, owner: Any = owner) -> list[list[str]]:
            return lines_of(user, slug, owner=owner)

        assert [line[:3] for line in lines("lifetime-value")] == [
            [row["customer"]["name"], row["value"], str(row["wonDeals"])]
            for row in told["lifetimeValue"]["nodes"]
        ]
        counted = ("prospect", "active", "inactive", "becameActive", "cameBack", "lost")
        assert [[*line[:4], *line[5:8]] for line in lines("active-inactive") if line[1]] == [
            [month(row["month"]), *(str(row[name]) for name in counted)]
            for row in told["activeInactive"]["months"]
        ]
        any_customers = any(row["customers"] for row in told["industries"]["nodes"])
        assert [[*line[:6], line[8]] for line in lines("industries")] == [
            [
                *(row["industry"] or "Not set", str(row["customers"]), str(row["active"])),
                ratio(row["share"]) if any_customers else "",
                *(row["value"], ratio(row["valueShare"])),
                ratio(row["winRate"]),
            ]
            for row in told["industries"]["nodes"]
        ]
        assert [line[:7] for line in lines("deal-history")] == [
            [
                *(month(row["month"]), str(row["created"]), str(row["won"]), row["wonValue"]),
                *(str(row["lost"]), row["lostValue"], ratio(row["winRate"])),
            ]
            for row in told["dealHistory"]["months"]
        ]
        assert [[line[0], line[-1]] for line in lines("activity-frequency")] == [
            [row["week"], str(row["count"])] for row in told["activityFrequency"]["weeks"]
        ]


def test_totals_are_the_sums_of_what_is_listed(readers, script_of):
    told = script_of(readers[-1]).data(ASKED, **PERIOD)["reports"]
    value, deals = told["lifetimeValue"], told["dealHistory"]
    assert Decimal(value["total"]) == sum(Decimal(row["value"]) for row in value["nodes"]) > 0
    assert value["customers"] == len(value["nodes"])
    for name in ("created", "won", "lost"):
        assert deals[name] == sum(row[name] for row in deals["months"]) > 0
    for name in ("wonValue", "lostValue"):
        assert Decimal(deals[name]) == sum(Decimal(row[name]) for row in deals["months"])
    spoken = told["activityFrequency"]
    assert spoken["total"] == sum(row["count"] for row in spoken["byKind"]) > 0
    assert spoken["total"] == sum(row["count"] for row in spoken["weeks"])


def test_where_there_is_nothing_ratios_are_null(charlie, script_of):
    told = script_of(charlie).data(ASKED, owner=charlie.pk, **PERIOD)["reports"]
    assert told["lifetimeValue"] == {
        "total": "0.00",
        "customers": 0,
        "mean": None,
        "median": None,
        "nodes": [],
    }
    assert told["dealHistory"]["winRate"] is told["dealHistory"]["medianCycleDays"] is None
    assert told["activityFrequency"]["coverage30"] is None
    assert told["industries"]["nodes"] == [
        {
            "industry": None,
            "customers": 0,
            "active": 0,
            "share": 0.0,
            "value": "0.00",
            "valueShare": None,
            "winRate": None,
        }
    ]


def test_a_wrong_question_is_refused_by_the_name_of_what_is_wrong(alice, script_of):
    script = script_of(alice)
    wrong = {
        "to": {"from": "2026-03-01", "to": "2026-03-01"},
        "owner": {**PERIOD, "owner": "somebody"},
        "from": {"from": "1066-10-14", "to": "2026-03-01"},
    }
    for name, asked in wrong.items():
        error = script.error(ASKED_OF_DEALS, **asked)
        assert error["code"] == "INVALID"
        assert name in error["fields"]


def test_pages_of_customers_follow_each_other(readers, script_of):
    script, names, after = script_of(readers[-1]), [], None
    while True:
        value = script.data(PAGED, after=after)["reports"]["lifetimeValue"]
        names += [row["customer"]["name"] for row in value["nodes"]]
        if not value["pageInfo"]["hasNextPage"]:
            break
        after = value["pageInfo"]["endCursor"]
    whole = script.data(ASKED, **PERIOD)["reports"]["lifetimeValue"]["nodes"]
    assert names == [row["customer"]["name"] for row in whole]
    assert script.error(PAGED, after="no cursor")["code"] == "INVALID"
