"""What people do with deals, and admins with the limits of stages."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from deals.forms.deal import DealForm
from deals.forms.pipeline import StageForm
from deals.models import Deal, Stage
from tests.reports import oracle

REASONS = ("", "The price", " THE PRICE ", "Zu spät", "ZU SPÄT")

VALUES = (None, "0", "1234.56", "70000", "250", "999.99")


def create(history: Any) -> bool:
    chance, value = history.chance, history.chance.choice(VALUES)
    created = history.past() if history.likely(0.5) else history.now
    close = history.coming_day() if history.likely(0.6) else None
    stage = history.usual_stage if history.likely(0.5) else chance.choice(history.stages)
    reason = chance.choice(REASONS) if stage.outcome == "lost" else ""
    owner = history.owner_of(history.customer)
    said = {"value": value, "stage": stage.pk, "expected_close": close, "created_at": created}
    said |= {"lost_reason": reason, "owner": owner and owner.pk}
    row = history.save(DealForm, {"customer": history.customer.pk, "name": "Silo", **said})
    deal = oracle.Deal(row.pk, [(created, stage)], value and Decimal(value), close)
    deal.owner, deal.reasons = owner, [reason]
    history.customer.deals.append(deal)
    return True


def deal_of(history: Any, which: Any = lambda deal: True) -> tuple[oracle.Deal | None, Deal | None]:
    deal = history.one_of(history.customer.deals, which)
    return deal, deal and Deal.objects.select_related("stage__pipeline").get(pk=deal.pk)


def enter(
    history: Any, deal: oracle.Deal, stage: oracle.Stage, at: Any = None, reason: str = ""
) -> bool:
    """The deal stands in the stage from then on, unless it does already: then a reason counts."""
    if deal.way[-1][1] is not stage:
        deal.way.append((at or history.now, stage))
        deal.reasons.append(reason)
    elif reason:
        deal.reasons[-1] = reason
    return True


def when(history: Any, deal: oracle.Deal) -> Any:
    return history.past(deal.entered) if history.likely(0.4) else None


def move(history: Any) -> bool:
    deal, row = deal_of(history)
    if row is None:
        return False
    stage, at = history.chance.choice(history.stages), when(history, deal)
    row.move_to(Stage.objects.get(pk=stage.pk), by=history.by, at=at)
    return enter(history, deal, stage, at)


def move_by_form(history: Any) -> bool:
    deal, row = deal_of(history)
    if row is None:
        return False
    stage = history.chance.choice(history.stages)
    history.edit(DealForm, row, stage=stage.pk)
    return enter(history, deal, stage)


def win(history: Any) -> bool:
    deal, row = deal_of(history)
    if row is None:
        return False
    at = when(history, deal)
    row.win(by=history.by, at=at)
    return enter(history, deal, history.stages[-2], at)


def lose(history: Any) -> bool:
    deal, row = deal_of(history)
    if row is None:
        return False
    # Of two moves at the very same moment nobody knows which one a reason was given for.
    if deal.entered == history.now:
        history.clock.go_on(seconds=1)
    at, reason = when(history, deal), history.chance.choice(REASONS)
    row.lose(reason, by=history.by, at=at)
    return enter(history, deal, history.stages[-1], at, reason)


def reopen_deal(history: Any) -> bool:
    """A closed deal stands again in the open stage where it stood last, or in the first one."""
    deal, row = deal_of(history, lambda deal: deal.outcome != "open")
    if row is None:
        return False
    left = [stage for (_, stage), _ in pairwise(deal.way) if stage.outcome == "open"]
    row.reopen(by=history.by)
    return enter(history, deal, left[-1] if left else history.stages[0])


def take_back(history: Any) -> bool:
    deal, row = deal_of(history, lambda deal: len(deal.way) > 1)
    if row is None:
        return False
    row.take_back_move(by=history.by)
    deal.way.pop()
    deal.reasons.pop()
    return True


def set_value(history: Any) -> bool:
    deal, row = deal_of(history)
    if row is None:
        return False
    deal.value = history.chance.choice([None, Decimal("0.01"), Decimal("500"), Decimal("9999.99")])
    history.edit(DealForm, row, value=deal.value)
    return True


def set_deal_owner(history: Any) -> bool:
    deal, row = deal_of(history)
    if row is None:
        return False
    deal.owner = history.owner_of(history.customer)
    history.edit(DealForm, row, owner=deal.owner and deal.owner.pk)
    return True


def set_reason(history: Any) -> bool:
    deal, row = deal_of(history, lambda deal: deal.outcome == "lost")
    if row is None:
        return False
    deal.reasons[-1] = history.chance.choice(REASONS)
    history.edit(DealForm, row, lost_reason=deal.reasons[-1])
    return True


def set_close(history: Any) -> bool:
    """A later day than the one that stood is a push."""
    deal, row = deal_of(history)
    if row is None:
        return False
    close = history.coming_day() if history.likely(0.85) else None
    if deal.close and history.likely(0.5):
        close = deal.close + timedelta(days=history.chance.randint(1, 30))
    history.edit(DealForm, row, expected_close=close)
    if deal.close and close and close > deal.close:
        deal.pushes.append(history.now)
    deal.close = close
    return True


def archive_or_restore_deal(history: Any) -> bool:
    deal, row = deal_of(history)
    if row is None:
        return False
    act = row.restore if deal.archived else row.archive
    act(by=history.by)
    deal.archived = not deal.archived
    return True


def set_limit(history: Any) -> bool:
    stage = history.chance.choice(history.stages[:-2])
    stage.limit = history.chance.choice([None, 1, 10, 45])
    history.edit(StageForm, Stage.objects.get(pk=stage.pk), stalled_after=stage.limit)
    return True


# What may be done, and how often.
STEPS = {
    create: 12,
    move: 6,
    move_by_form: 2,
    win: 8,
    lose: 5,
    reopen_deal: 4,
    take_back: 4,
    set_value: 3,
    set_deal_owner: 1,
    set_reason: 1,
    set_close: 6,
    archive_or_restore_deal: 4,
    set_limit: 3,
}
