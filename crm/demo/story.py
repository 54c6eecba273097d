"""What happened to a demo customer: how it came, and what was edited until it stood as it does."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

FILE = Path(__file__).with_name("customers.csv")
SEED = "Rapport"
EIGHTEEN_MONTHS = 548
ACCOUNT_MANAGERS = ("maya", "jonas", "tom")
# Whom nobody has thought of for months, and who had left and came back.
FORGOTTEN, RETURNED = "Redfern Apparel", "Gantry Steel"


@dataclass
class Story:
    """A customer as it was added, and its edits in the order of time."""

    added: dict[str, str]
    added_on: date
    edits: list[tuple[date, str, str]]
    archived_on: date | None


def stories(today: date) -> Iterator[Story]:
    """Tell all stories, the same ones on the same day."""
    chance = Random(SEED)  # noqa: S311 - nothing secret about it
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield told(row, chance, today)


def told(row: dict[str, str], chance: Random, today: date) -> Story:
    """Invent the past of a customer, whose row says how it stands today."""
    is_archived, industry_before = row.pop("archived"), row.pop("industry_before")
    added = dict(row)
    edits: list[tuple[str, str]] = []

    def was(name: str, before: str) -> None:
        added[name] = before
        edits.insert(chance.randint(0, len(edits)), (name, row[name]))

    if industry_before:
        was("industry", industry_before)
    if row["owner"] in ACCOUNT_MANAGERS and chance.random() < 0.2:
        was("owner", chance.choice([who for who in ACCOUNT_MANAGERS if who != row["owner"]]))
    if row["website"] and chance.random() < 0.2:
        was("website", "")
    if row["name"] == RETURNED:
        edits += [("status", "inactive"), ("status", "active")]
    elif row["status"] == "inactive" or (row["status"] == "active" and chance.random() < 0.7):
        was("status", "active" if row["status"] == "inactive" else "prospect")

    youngest = 14 if row["status"] == "prospect" else 90
    age = chance.randint(youngest, EIGHTEEN_MONTHS)
    ages = sorted(chance.sample(range(7, age), len(edits)), reverse=True)
    days = [today - timedelta(days=ago) for ago in (age, *ages)]
    return Story(
        added=added,
        added_on=days[0],
        edits=[(day, *edit) for day, edit in zip(days[1:], edits, strict=True)],
        archived_on=today - timedelta(days=4) if is_archived else None,
    )


def office_hour(day: date, zone: str, chance: Random) -> datetime:
    """Return a moment of the working day, of Friday's if it is a weekend."""
    day -= timedelta(days=max(day.weekday() - 4, 0))
    minutes = timedelta(minutes=chance.randint(0, 9 * 60))
    return datetime.combine(day, time(8, 30), ZoneInfo(zone)) + minutes
