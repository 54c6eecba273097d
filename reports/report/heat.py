"""Heat: counts in the cells of a table, the larger the darker."""

from collections.abc import Sequence

from reports.report.table import Cell

LEVELS = 4
# So many at the end are no chance: somebody fell silent.
SILENT_CELLS = 3


def warmth(count: int, most: int) -> str:
    """Return how a count looks beside the largest one; few are never the darkest."""
    return f"heat{-(-count * LEVELS // max(most, LEVELS))}" if count else "heat0"


def heated(
    counts: Sequence[int], figures: Sequence[str], most: int, *, shows_silence: bool = False
) -> list[Cell]:
    """Return counts as cells, with their sum at the end; `most` is the largest of the table.

    `figures` names what opens each of them, and the sum.
    """
    silent = silence(counts) if shows_silence else 0
    marks = [warmth(count, most) for count in counts[: len(counts) - silent]] + ["gap"] * silent
    shown = zip([*counts, sum(counts)], figures, [*marks, "tot"], strict=True)
    return [Cell(count, figure, mark=mark) for count, figure, mark in shown]


def silence(counts: Sequence[int]) -> int:
    """Return how many counts at the end are none, where these are some."""
    silent = next((ago for ago, count in enumerate(reversed(counts)) if count), len(counts))
    return silent if silent >= SILENT_CELLS else 0
