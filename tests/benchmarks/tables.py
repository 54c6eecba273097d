"""The tables that a benchmark prints, in Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

# How many entries the customers have of whom the record and the timeline are measured, and after
# how many of the longest one's a page deep in it begins.
LENGTHS = (50, 200, 2_000, 50_000)
DEEP = 10_000
# By what else than the name the list is sorted.
ORDERS = (
    *("-status", "owner", "health", "last_contact_at", "next_step"),
    *("-open_value", "-lifetime_value"),
)
# What stands beside what: the least that could be done for the same rows.
BESIDE = {
    "list, first page, manager": "minimal view of these rows, manager",
    "list, last page, manager": "minimal view of these rows, manager",
    "list, first page, scope own": "minimal view of these rows, scope own",
    "list, last page, scope own": "minimal view of these rows, scope own",
    **{
        f"list by {order}, {who}": f"minimal view of these rows, {who}"
        for order in ORDERS
        for who in ("manager", "scope own")
    },
    "Today, mine": "minimal view of Today's rows, mine",
    "Today, team": "minimal view of Today's rows, team",
    "note on a usual customer": "note on a usual customer, without a standing",
    "note on 50,000 entries": "note on 50,000 entries, without a standing",
    "API: customers with their owners": "the same by SQL and json.dumps",
    "API: 100 customers with contacts": "graphene, prefetched by hand",
    "graphene, prefetched by hand": "these by SQL and json.dumps",
    "board": "these cards in a bare page",
    "these cards in a bare page": "minimal view of these cards",
    **{
        f"timeline, {number:,} entries": f"minimal view of these rows, {number:,} entries"
        for number in LENGTHS
    },
    f"timeline after {DEEP:,} entries": f"minimal view of these rows, after {DEEP:,}",
}
# What is called like this after something else is the least that it could be.
THE_LEAST = ": its statements and a bare page"
MOST_GROWTH = 2.0
# What is to take as long for a long story as for a short one, and how many times at most.
SHORT, USUAL, LARGE, LONG = (f"{number:,} entries" for number in LENGTHS)
ALIKE = {
    f"record, {LARGE}": (f"record, {USUAL}", 1.1),
    f"record, {LONG}": (f"record, {SHORT}", 1.5),
    f"timeline, {LONG}": (f"timeline, {SHORT}", 1.5),
    f"timeline after {DEEP:,} entries": (f"timeline, {LONG}", 1.5),
}


@dataclass
class Measured:
    """The seconds that an act took in each round, by the number of customers there were."""

    name: str
    statements: int
    seconds: dict[int, list[float]]

    def median(self, size: int) -> float:
        return 1000 * median(self.seconds[size])

    def least(self, size: int) -> float:
        return 1000 * min(self.seconds[size])

    @property
    def growth(self) -> float:
        """How many times its time for the fewest customers it takes for the most."""
        return self.median(max(self.seconds)) / self.median(min(self.seconds))


def table(measured: list[Measured]) -> Iterator[str]:
    """Yield the lines of a table with a row for each act."""
    sizes, by_name = sorted(measured[0].seconds), {one.name: one for one in measured}
    heads = [f"{size:,} customers: median (least) ms" for size in sizes]
    yield row("", "SQL", *heads, "growth", "beside the minimum")
    yield row("---", *["---:"] * (len(sizes) + 3))
    for one in measured:
        times = [f"{one.median(size):.1f} ({one.least(size):.1f})" for size in sizes]
        beside = by_name.get(BESIDE.get(one.name, f"{one.name}{THE_LEAST}"))
        ratios = [f"{one.median(size) / beside.median(size):.1f}" for size in sizes if beside]
        yield row(one.name, one.statements, *times, f"{one.growth:.2f}", " / ".join(ratios))


def row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def verdict(measured: list[Measured]) -> str:
    """Say whether the list's pages keep what they promise."""
    grown = [one for one in measured if one.name.startswith("list") and one.growth > MOST_GROWTH]
    if not grown:
        return f"Every page of the list stays within {MOST_GROWTH:g} times its time for the fewest."
    named = ", ".join(f"{one.name} ({one.growth:.2f})" for one in grown)
    return f"More than {MOST_GROWTH:g} times its time for the fewest: {named}."


def verdict_on_stories(measured: list[Measured]) -> Iterator[str]:
    """Say how many times as long as a short one a long story takes, with the most customers."""
    by_name, most = {one.name: one for one in measured}, max(measured[0].seconds)
    for long, (short, limit) in ALIKE.items():
        times = by_name[long].median(most) / by_name[short].median(most)
        holds = "within" if times <= limit else "NOT within"
        yield f"- {long}: {times:.2f} times {short}, {holds} {limit:g}"
