"""How health works, in words: when each sign holds, for whom, and what it weighs."""

from typing import NamedTuple

from reports.signs import (
    GAPS,
    LEAST_GAPS,
    OVERDUE_FROM,
    PUSHES,
    REORDER_RHYTHMS,
    RULES,
    SILENT_AT_MOST,
    SILENT_FROM,
    SILENT_RHYTHMS,
    Code,
    Rule,
)


def times(number: float) -> str:
    """Return how often or how much that is: once, twice, 1.5 times."""
    said: dict[float, str] = {1: "once", 2: "twice"}
    return said.get(number, f"{number} times")


WHEN: dict[Code, str] = {
    Code.SILENT: (
        f"No call, email or meeting took place for {SILENT_FROM} days, or {times(SILENT_RHYTHMS)} "
        f"as long as usual, whichever is more, but at most for {SILENT_AT_MOST} days. As usual "
        f"counts the middle one of the last {GAPS} gaps between days on which you spoke; it takes "
        f"{LEAST_GAPS} gaps to know it."
    ),
    Code.LATE_REORDER: (
        f"Since the last won deal {times(REORDER_RHYTHMS)} as long has passed as usually lies "
        f"between two, and no deal is open. It takes {LEAST_GAPS} gaps between won deals to know "
        "what is usual."
    ),
    Code.OVERDUE: f"Something planned has been due for {OVERDUE_FROM} days or longer.",
    Code.STALLED_DEAL: "An open deal has been in its stage for the limit of the stage, or longer.",
    Code.SLIPPING_DEAL: (
        "The expected close of an open deal has passed, or was moved to a later day "
        f"{times(PUSHES)}."
    ),
    Code.NO_NEXT_STEP: "Nothing is planned, or all that was planned is overdue.",
    Code.LOST_RECENTLY: "The deal that was closed last was lost, and none was opened since.",
    Code.NO_OWNER: "Nobody owns the customer, or the owner can no longer sign in.",
    Code.NO_PRIMARY: "No contact with an email address or a phone number is marked as primary.",
}


class Explained(NamedTuple):
    """A sign with when it holds."""

    code: Code
    when: str
    rule: Rule


def explained() -> list[Explained]:
    """Return every sign in the order in which they are shown."""
    return [Explained(code, WHEN[code], rule) for code, rule in RULES.items()]
