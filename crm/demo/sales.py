"""What the demo company sells: some eighteen months of deals, won, lost, stalled and open."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Contact, Customer, User
from crm.demo.acquaintances import latest
from crm.demo.story import FORGOTTEN
from crm.demo.wording import BEST_KNOWN
from deals.forms.deal import DealForm
from deals.models import Deal, Pipeline
from deals.models.part import Role
from deals.models.pipeline import Outcome

THINGS = (
    "Fleet telematics renewal",
    "Cold-chain sensors, phase 2",
    "Safety stop audit",
    "Energy metering rollout",
    "Line monitoring",
    "Branch monitoring",
    "Server room sensors",
    "Offshore sensor network",
    "Store traffic counters",
    "Humidity control",
    "Service contract",
    "Depot upgrade",
)
REASONS = ("Too dear", "No budget this year", "Chose another supplier", "Nobody decided")
# What the customer with the longest story bought and is about to: name, value, how many days ago
# it began, the stage it came to, how many days ago, and in how many days it is to close.
SOLD: tuple[tuple[str, int, int, str, int, int], ...] = (
    ("Telematics pilot", 24_600, 402, "Won", 379, -370),
    ("Fleet telematics, year 2", 128_000, 303, "Won", 265, -260),
    ("Cold-chain sensors, phase 1", 78_000, 220, "Won", 174, -180),
    ("Warehouse scanners", 38_000, 150, "Lost", 97, -110),
    ("Fleet telematics renewal", 128_000, 84, "Negotiation", 39, 11),
    ("Cold-chain sensors, phase 2", 54_000, 50, "Discovery", 28, 29),
)
# How deals of the last weeks and older ones ended, and how many in a hundred.
RECENT = {"open": 80, "won": 14, "lost": 6}
OLD = {"won": 60, "lost": 32, "open": 4, "reopened": 4}


def sell(customer: Customer, contacts: list[Contact], by: User, chance: Random) -> None:
    """Create a customer's deals and let them go their ways."""
    if customer.name == BEST_KNOWN:
        return sell_as_told(customer, contacts, by)
    if customer.name == FORGOTTEN:
        return None
    fewest, most = {"active": (2, 5), "prospect": (0, 2), "inactive": (0, 2)}[customer.status]
    for _ in range(chance.randint(fewest, most)):
        is_recent = customer.status == "prospect" or chance.random() < 0.3
        since = max(customer.created_at, latest() - timedelta(days=50 if is_recent else 548))
        begun = since + (latest() - since) * chance.random()
        if begun < latest():
            deal = create(customer, contacts, begun, by, chance)
            play(deal, RECENT if is_recent else OLD, by, chance)


def create(
    customer: Customer, contacts: list[Contact], at: datetime, by: User, chance: Random
) -> Deal:
    value = "" if chance.random() < 0.12 else f"{chance.randint(8, 260) * 500}"
    said: dict[str, Any] = {
        "name": chance.choice(THINGS),
        "value": f"{value}.50" if value and chance.random() < 0.05 else value,
        "contacts": [contact.pk for contact in contacts[:2]],
    }
    if chance.random() < 0.85:
        said["expected_close"] = timezone.now().date() + timedelta(days=chance.randint(-12, 70))
    deal = store(customer, said, at, by)
    if contacts:
        deal.involve(contacts[0], role=chance.choice(Role.values), by=by, at=at)
    return deal


def store(customer: Customer, said: dict[str, Any], at: datetime, by: User) -> Deal:
    """Create a deal by the form that all use."""
    new = Deal(customer=customer, created_at=at, updated_at=at)
    form = DealForm({**said, "owner": by.pk}, instance=new, user=by)
    if not form.is_valid():
        raise ValueError(f"{customer}: {form.errors.as_text()}")
    return form.save()


def sell_as_told(customer: Customer, contacts: list[Contact], by: User) -> None:
    """Create the deals of the longest story, each in evenly spaced steps."""
    stages = list(Pipeline.objects.default().stages.standing())
    last_open = [stage for stage in stages if stage.outcome == Outcome.OPEN][-1]
    for name, value, begun, end, ended, closing in SOLD:
        said = {"name": name, "value": value, "contacts": [contact.pk for contact in contacts[:2]]}
        said["expected_close"] = timezone.now().date() + timedelta(days=closing)
        at, over = latest() - timedelta(days=begun), latest() - timedelta(days=ended)
        deal = store(customer, said, at, by)
        (goal,) = [stage for stage in stages if stage.name == end]
        until = goal if goal.outcome == Outcome.OPEN else last_open
        way = [*stages[1 : stages.index(until) + 1], *([goal] if goal != until else [])]
        for number, stage in enumerate(way, start=1):
            reason = REASONS[0] if stage.outcome == Outcome.LOST else ""
            since = timedelta(days=(over - at).days * number // len(way), hours=number)
            deal.move_to(stage, by=by, at=at + since, reason=reason)


def play(deal: Deal, ends: dict[str, int], by: User, chance: Random) -> None:
    """Move a deal through its stages, until it ends or stands where it is now."""
    end = chance.choices(list(ends), weights=list(ends.values()))[0]
    if deal.customer.status == "prospect" and end == "won":
        end = "open"
    stages = list(Pipeline.objects.default().stages.standing().open())
    at = deal.entered_at
    for stage in stages[1 : chance.randint(1, len(stages))]:
        at += timedelta(days=chance.randint(2, 18), hours=chance.randint(0, 5))
        if at >= latest():
            return
        deal.move_to(stage, by=by, at=at)
    at = min(at + timedelta(days=chance.randint(2, 20)), latest())
    if end == "lost":
        deal.lose(chance.choice(REASONS), by=by, at=at)
    elif end != "open":
        deal.win(by=by, at=at)
    if end == "reopened":
        deal.reopen(by=by, at=latest())
