"""The leads and deals on a relationship line: where each stands, how large, and its label."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from activities.relationship import long_day
from deals.money import in_full
from deals.templatetags.amounts import money_short

# The units are those of the drawing.
AXIS = 60.0
LABELS_LEFT, LABELS_RIGHT = 16.0, 1104.0
SMALLEST, LARGEST = 5.0, 11.0
# Marks that are closer than this are one; a letter is about as wide as that, a line as high.
APART, LETTER, LINE_HEIGHT = 18.0, 5.7, 12
GAP = 6
# A name is cut to the first of these lengths for which there is room.
LENGTHS = (26, 14)


@dataclass
class Mark:
    """One or several deals, or leads, at about the same time."""

    x: float
    at: datetime
    names: list[str]
    value: Decimal | None = None
    radius: float = SMALLEST
    what: str = "deal"
    label: list[tuple[float, str]] = field(default_factory=list)

    def name(self, longest: int) -> str:
        """What stands above it: the name of a single deal, or how many there are."""
        if len(self.names) > 1:
            return f"{len(self.names)} {self.what}s"
        name = self.names[0] if self.what == "deal" else self.what.capitalize()
        return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"

    @property
    def told(self) -> str:
        """What pointing at it tells."""
        worth = f", {in_full(self.value)}" if self.value is not None else ""
        return f"{', '.join(self.names)}{worth}, {long_day(timezone.localtime(self.at))}"

    def join(self, other: "Mark") -> None:
        self.names += other.names
        values = [value for value in (self.value, other.value) if value is not None]
        self.value = sum(values, Decimal(0)) if values else None


def merged(marks: Iterable[Mark]) -> list[Mark]:
    """Join marks, which come in the order of time, that would cover each other."""
    found: list[Mark] = []
    for mark in marks:
        if found and mark.x - found[-1].x < APART:
            found[-1].join(mark)
        else:
            found.append(mark)
    return found


class Marks:
    """The marks of a line, those that would cover each other as one, with labels where there is
    room for them; `reserved` is as wide as what else stands at the right end."""

    def __init__(
        self, leads: Iterable[Mark], won: Iterable[Mark], lost: Iterable[Mark], reserved: str = ""
    ) -> None:
        self.leads, self.won, self.lost = merged(leads), merged(won), merged(lost)
        self.taken: list[tuple[float, float]] = []
        if reserved:
            self._take(LABELS_RIGHT - len(reserved) * LETTER, LABELS_RIGHT)
        self._size()
        self._label()

    def _size(self) -> None:
        deals = [*self.won, *self.lost]
        most = max((mark.value or 0 for mark in deals), default=0)
        for mark in deals:
            share = float((mark.value or 0) / most) if most else 0.0
            mark.radius = round(SMALLEST + (LARGEST - SMALLEST) * share**0.5, 1)

    def _label(self) -> None:
        """Label the first lead, then the deals, the most valuable first, then the other leads."""
        deals = sorted([*self.won, *self.lost], key=lambda mark: mark.value or 0, reverse=True)
        for mark in [*self.leads[:1], *deals, *self.leads[1:]]:
            worth = [money_short(mark.value)] if mark.value is not None else []
            any(self._put(mark, [*worth, mark.name(longest)]) for longest in LENGTHS)

    def _put(self, mark: Mark, lines: list[str]) -> bool:
        """Write lines above a mark, if there is room for them."""
        half = max(len(text) for text in lines) * LETTER / 2
        begin, end = mark.x - half, mark.x + half
        is_inside = begin >= LABELS_LEFT and end <= LABELS_RIGHT
        if not is_inside or any(begin <= right and end >= left for left, right in self.taken):
            return False
        self._take(begin, end)
        lowest = AXIS - mark.radius - GAP
        mark.label = [
            (round(lowest - LINE_HEIGHT * (len(lines) - 1 - place), 1), text)
            for place, text in enumerate(lines)
        ]
        return True

    def _take(self, begin: float, end: float) -> None:
        self.taken.append((begin - 4, end + 4))
