"""Why deals were lost: their reasons, whichever letters are large."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Sum

from reports.report.table import Cell, Column, Look, Table, ratio

NOTHING = Decimal(0)
MOST = 20


@dataclass
class Reason:
    """A reason, as it was mostly written, and the deals that were lost for it."""

    key: str
    label: str
    spellings: list[str]
    count: int
    value: Decimal


class LostReasons:
    """The reasons why these deals were lost, the commonest first."""

    def __init__(self, lost: Any) -> None:
        self.lost = lost

    @cached_property
    def all(self) -> list[Reason]:
        spelled = self.lost.order_by().values("lost_reason")
        counted = spelled.annotate(count=Count("pk"), sum=Sum("value", default=NOTHING))
        found: dict[str, list[tuple[str, int, Decimal]]] = defaultdict(list)
        for reason, *sums in counted.values_list("lost_reason", "count", "sum"):
            found[key_of(reason)].append((reason, *sums))
        reasons = [
            Reason(
                key,
                max(rows, key=lambda row: (row[1], row[0]))[0].strip() or "Not said",
                [reason for reason, _, _ in rows],
                sum(count for _, count, _ in rows),
                sum((value for _, _, value in rows), NOTHING),
            )
            for key, rows in found.items()
        ]
        return sorted(reasons, key=lambda reason: (-reason.count, reason.key))

    @cached_property
    def count(self) -> int:
        return sum(reason.count for reason in self.all)

    @property
    def table(self) -> Table:
        columns = [
            Column("Reason", Look.TEXT),
            Column("Deals"),
            Column("Value", Look.MONEY),
            Column("Share", Look.RATIO),
        ]
        named, others = self.all[:MOST], self.all[MOST:]
        rows = [
            self.row(reason.label, f"reason.{reason.key}", reason.count, reason.value)
            for reason in named
        ]
        if others:
            rows.append(self.row("Other reasons", "reasons.other", *added(others)))
        foot = self.row("All lost deals", "lost", *added(self.all))
        return Table("reasons", "Why deals were lost", columns, rows, foot)

    def row(self, label: str, figure: str, count: int, value: Decimal) -> list[Cell]:
        share = ratio(count, self.count)
        return [Cell(label), Cell(count, figure), Cell(value, figure), Cell(share, figure)]

    def deals_of(self, key: str) -> Any:
        """Return the deals lost for a reason, or None where there is no such reason."""
        for reason in self.all:
            if reason.key == key:
                return self.lost.filter(lost_reason__in=reason.spellings)
        return None

    @property
    def deals_of_others(self) -> Any:
        """The deals lost for reasons that are not named one by one."""
        named = [text for reason in self.all[:MOST] for text in reason.spellings]
        return self.lost.exclude(lost_reason__in=named)


def key_of(reason: str) -> str:
    return reason.strip().casefold()


def added(reasons: list[Reason]) -> tuple[int, Decimal]:
    return sum(reason.count for reason in reasons), sum((each.value for each in reasons), NOTHING)
