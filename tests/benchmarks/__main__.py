"""make bench: measure, and print the tables."""

import os
import platform
import subprocess
import sys
from collections import defaultdict
from contextlib import ExitStack
from multiprocessing.connection import Connection

import django

from tests.benchmarks import databases
from tests.benchmarks.tables import Measured, table, verdict, verdict_on_stories
from tests.benchmarks.worker import working

SIZES = [int(size) for size in os.environ.get("SIZES", "1000 100000").replace(",", " ").split()]
ROUNDS = int(os.environ.get("ROUNDS", "12"))
WARM_UP = 2


def main() -> None:
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"], check=True)
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ",
        end="",
    )
    print(f"Django {django.__version__}, {ROUNDS} rounds, the sizes taking turns.")
    kinds = [databases.sqlite]
    if databases.postgres_answers():
        kinds.append(databases.postgres)
    else:
        print(f"\nNo PostgreSQL answers at {databases.SERVER} (DATABASE_URL_POSTGRES).")
    with ExitStack() as stack:
        lines = [
            {size: stack.enter_context(working(kind, size)) for size in sorted(SIZES)}
            for kind in kinds
        ]
        # All are filled, side by side, before anything is measured.
        told = [{size: line.recv() for size, line in ours.items()} for ours in lines]
        for ours, theirs in zip(lines, told, strict=True):
            report(*measure(ours, theirs[max(SIZES)]))


def measure(lines: dict[int, Connection], told: dict) -> tuple[str, list[Measured]]:
    """Do everything, round by round, on a database of each size."""
    seconds = defaultdict(lambda: {size: [] for size in SIZES})
    for number in range(WARM_UP + ROUNDS):
        for size, line in lines.items():
            line.send(True)
            for name, took in line.recv().items():
                seconds[name][size] += [took] if number >= WARM_UP else []
    return told["database"], [
        Measured(name, told["statements"][name], took) for name, took in seconds.items()
    ]


def report(database: str, measured: list[Measured]) -> None:
    print(f"\n## {database}\n")
    print("\n".join(table(measured)))
    print(f"\n{verdict(measured)}\n")
    print("\n".join(verdict_on_stories(measured)), flush=True)


if __name__ == "__main__":
    main()
