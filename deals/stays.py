"""Where a deal stood, from its creation on: each stay in a stage, with who moved it there."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from deals.models import Deal, Stage
from deals.steps import local_day


@dataclass
class Stay:
    """A time in a stage; without an end, the deal stands there now."""

    stage: Stage
    begin: datetime
    end: datetime | None
    days: int
    by: User | None


def stays_of(deal: Deal, today: date) -> list[Stay]:
    """Return the stays of a deal in their order, in days of the reader."""
    moves = list(deal.moves.select_related("to_stage", "by"))
    ends = [*(move.at for move in moves[1:]), None]
    return [
        Stay(
            stage=move.to_stage,
            begin=move.at,
            end=end,
            days=max(((local_day(end) if end else today) - local_day(move.at)).days, 0),
            by=move.by,
        )
        for move, end in zip(moves, ends, strict=True)
    ]
