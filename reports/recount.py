"""Recounting: working out anew how customers stand, in the transaction that touched them.

Their standings are locked first, in the order of their numbers, and what they follow from is read
after that: of two who touch a customer at once, the second counts what the first has left.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import Any

from django.db import models

from accounts.acts import act
from accounts.models import Customer
from deals.models.pipeline import Outcome
from reports.facts import Facts, OpenDeal, day_of, days_of, gather
from reports.models.standing import Standing
from reports.signs import (
    ALWAYS,
    FAR,
    GAPS,
    KNOWN_FROM,
    LEAST_GAPS,
    OVERDUE_FROM,
    REORDER_RHYTHMS,
    RULES,
    Code,
    days_after,
    signs_of,
    silent_limit,
    watch_and_risk,
)

CHUNK = 500


def follow(sender: Any, customers: set[int], **announced: Any) -> None:
    """Bring the standings of the customers up to date that an act has touched."""
    ids = sorted(customers)
    for begin in range(0, len(ids), CHUNK):
        recount(ids[begin : begin + CHUNK])


def rebuild(customers: models.QuerySet[Customer]) -> Iterator[tuple[int, int]]:
    """Bring the standings of customers up to date, chunk by chunk, each in an act of its own;
    yield for each how many it held, and how many of these were missing or wrong."""
    for chunk in _chunks(customers):
        with act():
            wrong = recount(chunk)
        yield len(chunk), wrong


def differing(customers: models.QuerySet[Customer]) -> Iterator[tuple[int, list[int]]]:
    """Compare standings with what they should be, and change nothing; yield for each chunk how
    many customers it held, and those whose standing is missing or wrong."""
    for chunk in _chunks(customers):
        with act():
            kept = {row.pk: row for row in _locked(chunk)}
            right = [worked_out(facts) for facts in gather(chunk)]
        yield len(chunk), [row.pk for row in right if not _same(row, kept.get(row.pk))]


def _chunks(customers: models.QuerySet[Customer]) -> Iterator[list[int]]:
    """Yield their numbers, so many at a time: each read is over before others write."""
    last, numbers = 0, customers.order_by("pk").values_list("pk", flat=True)
    while ids := list(numbers.filter(pk__gt=last)[:CHUNK]):
        yield ids
        last = ids[-1]


def recount(ids: list[int]) -> int:
    """Bring the standings of a chunk of customers up to date, in the caller's act; say how many
    were missing or wrong."""
    kept = {row.pk: row for row in _locked(ids)}
    if len(kept) < len(ids):
        # Those without one, which are new, are held by their own rows instead.
        new = Customer.objects.filter(pk__in=set(ids) - kept.keys()).order_by("pk")
        list(new.select_for_update(no_key=True).values_list("pk"))
    right = map(worked_out, gather(ids))
    changed = [row for row in right if not _same(row, kept.get(row.pk))]
    if changed:
        Standing.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["customer"], update_fields=COLUMNS
        )
    return len(changed)


COLUMNS = [column.name for column in Standing._meta.concrete_fields if not column.primary_key]
KEYS = [column.attname for column in Standing._meta.concrete_fields]


def _locked(ids: list[int]) -> models.QuerySet[Standing]:
    return Standing.objects.filter(pk__in=ids).order_by("pk").select_for_update()


def _same(right: Standing, kept: Standing | None) -> bool:
    return kept is not None and all(getattr(right, key) == getattr(kept, key) for key in KEYS)


def worked_out(facts: Facts) -> Standing:
    """Return how a customer stands, by what there is to know of it."""
    won = sorted(deal for deal in facts.closed if deal.outcome == Outcome.WON)
    standing = Standing(
        customer_id=facts.customer_id,
        owner_id=facts.owner_id,
        lifetime_value=facts.lifetime_value,
        open_value=facts.open_value,
        won_count=len(won),
        open_count=len(facts.open),
        lost_count=len(facts.closed) - len(won),
        first_won_at=won[0].closed_at if won else None,
        rhythm=rhythm_of([at for at, _ in reversed(facts.contacts)], GAPS),
        order_rhythm=rhythm_of([deal.closed_at for deal in won]),
        is_new=facts.activities + facts.notes + len(facts.open + facts.closed) < KNOWN_FROM,
    )
    if facts.contacts:
        standing.contact_key, standing.last_contact_id = facts.contacts[0]
    if facts.planned:
        _, _, standing.next_key, standing.next_step_id = min(facts.planned)
    days = days_of_signs(facts, standing) if facts.archived_at is None else {}
    for code, day in days.items():
        setattr(standing, RULES[code].column, day)
    if not standing.is_new:
        standing.watch_on, standing.at_risk_on = watch_and_risk(days)
    return standing


def rhythm_of(moments: list[datetime], gaps: int | None = None) -> float | None:
    """Return the median of the last gaps between the days of these moments, which come in their
    order; None for too few of them."""
    days = days_of(moments)
    found = [(later - day).days for day, later in pairwise(days)]
    return median(found[-gaps:] if gaps else found) if len(found) >= LEAST_GAPS else None


def days_of_signs(facts: Facts, standing: Standing) -> dict[Code, date]:
    """Return from which day each sign holds that the customer can have, and let the standing know
    the deals that show it."""
    possible = signs_of(facts.status)
    days = {
        Code.SILENT: _silent(facts, standing),
        Code.OVERDUE: _overdue(facts),
        Code.NO_NEXT_STEP: _no_next_step(facts),
        Code.NO_OWNER: day_of(facts.unowned_at) if facts.unowned_at else FAR,
        Code.NO_PRIMARY: FAR if facts.has_primary else ALWAYS,
    }
    for code, deal, dated in (
        (Code.LATE_REORDER, "reorder_deal_id", _late_reorder(facts, standing)),
        (Code.STALLED_DEAL, "stalled_deal_id", [(_stalls(deal), deal.pk) for deal in facts.open]),
        (Code.SLIPPING_DEAL, "slipping_deal_id", [(_slips(deal), deal.pk) for deal in facts.open]),
        (Code.LOST_RECENTLY, "lost_deal_id", _lost(facts)),
    ):
        days[code], evidence = min(dated, default=(FAR, None))
        if days[code] < FAR and code in possible:
            setattr(standing, deal, evidence)
    return {code: max(days[code], facts.snoozes.get(code, days[code])) for code in possible}


Dated = list[tuple[date, int]]


def _silent(facts: Facts, standing: Standing) -> date:
    last, _ = facts.contacts[0] if facts.contacts else (facts.created_at, None)
    return days_after(day_of(last), silent_limit(standing.rhythm))


def _overdue(facts: Facts) -> date:
    return days_after(min((step.day for step in facts.planned), default=FAR), OVERDUE_FROM)


def _no_next_step(facts: Facts) -> date:
    if facts.planned:
        return days_after(max(step.day for step in facts.planned), 1)
    return day_of(facts.last_done_at or facts.created_at)


def _late_reorder(facts: Facts, standing: Standing) -> Dated:
    """Return the last won deal, and the day from which the next one is late."""
    if facts.open or standing.order_rhythm is None:
        return []
    last = max(deal for deal in facts.closed if deal.outcome == Outcome.WON)
    return [(days_after(day_of(last.closed_at), REORDER_RHYTHMS * standing.order_rhythm), last.pk)]


def _stalls(deal: OpenDeal) -> date:
    if deal.stalled_after is None:
        return FAR
    return days_after(day_of(deal.entered_at), deal.stalled_after)


def _slips(deal: OpenDeal) -> date:
    closes = days_after(deal.expected_close, 1) if deal.expected_close else FAR
    return min(closes, day_of(deal.pushed_at) if deal.pushed_at else FAR)


def _lost(facts: Facts) -> Dated:
    """Return the deal that was closed last, and the day, if it was lost and none opened since."""
    last = max(facts.closed, default=None)
    if last is None or last.outcome != Outcome.LOST:
        return []
    if any(deal.opened_at >= last.closed_at for deal in facts.open):
        return []
    return [(day_of(last.closed_at), last.pk)]
