"""make drill: let much happen by chance and at once, and print what held."""

import os
import subprocess
import sys
import time
from typing import NamedTuple

from tests.benchmarks import databases

# How much is done unless the environment says otherwise.
TIMES = {"HISTORIES": "500", "ROUNDS": "200"}
# Of one test in seconds, and of what is printed of tests that failed.
LONGEST_TEST, LONGEST_OUTPUT = 600, 20_000


class Drill(NamedTuple):
    """A file of tests, what it does, and by what the environment says how often."""

    what: str
    tests: str
    times: str


DRILLS = [
    Drill("histories by chance", "tests/reports/test_standing_property.py", "HISTORIES"),
    Drill("histories, reported", "tests/reports/test_report_property.py", "HISTORIES"),
    Drill("rounds of races", "tests/reports/test_standing_races.py", "ROUNDS"),
]


def main() -> int:
    kinds = {"SQLite": databases.sqlite}
    if databases.postgres_answers():
        kinds["PostgreSQL"] = databases.postgres
    else:
        print(f"No PostgreSQL answers at {databases.SERVER} (DATABASE_URL_POSTGRES).\n")
    print("| database | drill | times | held | seconds |\n| --- | --- | ---: | --- | ---: |")
    outputs = []
    for database, kind in kinds.items():
        for drill in DRILLS:
            begin = time.monotonic()
            with kind() as settings:
                done = run(drill, TIMES | {**os.environ} | settings)
            times = os.environ.get(drill.times, TIMES[drill.times])
            held, seconds = "no" if done.returncode else "yes", time.monotonic() - begin
            print(f"| {database} | {drill.what} | {times} | {held} | {seconds:.0f} |", flush=True)
            outputs += [done.stdout] if done.returncode else []
    for output in outputs:
        print(f"\n{output[-LONGEST_OUTPUT:]}")
    return 1 if outputs else 0


def run(drill: Drill, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the drill's tests on as many cores as there are; a test that hangs is ended."""
    command = [sys.executable, "-m", "pytest", "--quiet", "--numprocesses", "auto", drill.tests]
    command += ["--override-ini", f"faulthandler_timeout={LONGEST_TEST}"]
    return subprocess.run(  # noqa: S603 - every word of it is ours
        command, env=environment, capture_output=True, text=True
    )


if __name__ == "__main__":
    sys.exit(main())
