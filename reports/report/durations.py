"""Percentiles of how long things took, of very many rows: these are counted by whole days, and then
only the days are read in which a percentile lies. To sort all of them takes far longer."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db.models import Q

from reports.report.medians import around, between
from reports.report.moments import DAY_SECONDS

ALL = "all"
Days = dict[int, int]


class Durations:
    """How many seconds rows took, in groups of them.

    The rows have the columns `group`, `days`, which are whole, and `seconds`; `counts` says how
    many there are of a group and so many days.
    """

    def __init__(self, rows: Any, counts: Iterable[tuple[Hashable, int, int]]) -> None:
        self.rows = rows
        self.days: dict[Hashable, Days] = defaultdict(lambda: defaultdict(int))
        for group, days, count in counts:
            self.days[group][days] += count
            self.days[ALL][days] += count

    def count(self, group: Hashable = ALL) -> int:
        return sum(self.days[group].values())

    def percentiles(
        self, wanted: Mapping[Hashable, Sequence[Fraction]]
    ) -> dict[Hashable, list[Fraction | None]]:
        """Return such percentiles, in days, of each of these groups; of none of its rows, None."""
        places = {
            (group, place): self.place(group, place)
            for group, fractions in wanted.items()
            for fraction in fractions
            for place in around(self.count(group), fraction)
            if self.count(group)
        }
        known = self.read({(group, days) for (group, _), (days, _) in places.items()})
        values = {}
        for (group, place), (days, before) in places.items():
            # One may have gone since they were counted.
            within = known[group, days][: before + 1] or [days * DAY_SECONDS]
            values[group, place] = Fraction(within[-1], DAY_SECONDS)
        return {
            group: [self.percentile(values, group, fraction) for fraction in fractions]
            for group, fractions in wanted.items()
        }

    def place(self, group: Hashable, place: int) -> tuple[int, int]:
        """Return how many days the row at a place took, and how many rows of these come before."""
        passed = 0
        for days, count in sorted(self.days[group].items()):
            if place <= passed + count:
                return days, place - 1 - passed
            passed += count
        raise ValueError(f"{group} has no place {place}.")

    def read(self, wanted: set[tuple[Hashable, int]]) -> dict[tuple[Hashable, int], list[int]]:
        """Return the seconds, in their order, of the rows of these groups and days."""
        found: dict[tuple[Hashable, int], list[int]] = defaultdict(list)
        if wanted:
            rows = self.rows.filter(self.near(wanted)).order_by()
            for group, days, seconds in rows.values_list("group", "days", "seconds"):
                found[group, days].append(seconds)
                found[ALL, days].append(seconds)
        return defaultdict(list, {key: sorted(seconds) for key, seconds in found.items()})

    def near(self, wanted: set[tuple[Hashable, int]]) -> Q:
        """Say of a row that it may be of these: the days are reckoned once for each row."""
        return Q(days__in=sorted({days for _, days in wanted}))

    def percentile(
        self, values: Mapping[Any, Fraction], group: Hashable, fraction: Fraction
    ) -> Fraction | None:
        count = self.count(group)
        if not count:
            return None
        low, high = (values[group, place] for place in around(count, fraction))
        return between(low, high, count, fraction)
