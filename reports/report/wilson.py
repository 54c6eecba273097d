"""How sure a share of few is: the interval that holds the true one in 95 of 100 cases."""

from math import sqrt
from typing import NamedTuple

# From so many on a share speaks for itself.
ENOUGH = 30
Z = 1.959964


class Interval(NamedTuple):
    low: float
    high: float


def wilson(part: int, whole: int) -> Interval | None:
    """Return Wilson's interval of a part of a few; None of nothing, and of many."""
    if not 0 < whole < ENOUGH:
        return None
    share, squared = part / whole, Z * Z / whole
    middle = share + squared / 2
    half = Z * sqrt(share * (1 - share) / whole + squared / whole / 4)
    return Interval((middle - half) / (1 + squared), (middle + half) / (1 + squared))
