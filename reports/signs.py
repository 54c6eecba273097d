"""Warning signs: what each of them means, from which day it holds, and its limits.

A sign follows from a customer's own rows and from the limits below. Between two writes signs only
begin and never end, so that the day on which each begins is all there is to keep. Days are those of
the installation's time zone; only today is the reader's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db import models

from accounts.models.status import Status

# What stands for a day that will not come, and for one that always was.
FAR, ALWAYS = date(9999, 12, 31), date(1900, 1, 1)

# A customer is silent after so many days, or twice its own rhythm, but no later than the most.
SILENT_FROM, SILENT_RHYTHMS, SILENT_AT_MOST = 30, 2, 90
REORDER_RHYTHMS = 1.5
OVERDUE_FROM = 7
PUSHES = 2
WARNINGS_AT_RISK = 3
# With fewer activities, notes and deals than this a customer is new.
KNOWN_FROM = 3
# A rhythm is the median of so many last gaps, of so many at least.
GAPS, LEAST_GAPS = 20, 2


class Weight(models.TextChoices):
    CRITICAL = "critical", "Critical"
    WARNING = "warning", "Warning"
    NOTICE = "notice", "Notice"


class Level(models.TextChoices):
    """How a customer does, the gravest first."""

    AT_RISK = "at_risk", "At risk"
    WATCH = "watch", "Watch"
    GOOD = "good", "Good"
    NEW = "new", "New"


class Code(models.TextChoices):
    """The signs, the gravest first: this is the order in which they are shown."""

    SILENT = "SILENT", "Silent"
    LATE_REORDER = "LATE_REORDER", "Late reorder"
    OVERDUE = "OVERDUE", "Overdue"
    STALLED_DEAL = "STALLED_DEAL", "Stalled deal"
    SLIPPING_DEAL = "SLIPPING_DEAL", "Slipping deal"
    NO_NEXT_STEP = "NO_NEXT_STEP", "No next step"
    LOST_RECENTLY = "LOST_RECENTLY", "Lost recently"
    NO_OWNER = "NO_OWNER", "No owner"
    NO_PRIMARY = "NO_PRIMARY", "No primary contact"


@dataclass(frozen=True)
class Rule:
    """What one sign weighs, where its day is kept, and for whom it holds."""

    column: str
    weight: Weight = Weight.WARNING
    of_prospects: bool = False


RULES: Mapping[Code, Rule] = {
    Code.SILENT: Rule("silent_on", Weight.CRITICAL),
    Code.LATE_REORDER: Rule("reorder_on", Weight.CRITICAL),
    Code.OVERDUE: Rule("overdue_on"),
    Code.STALLED_DEAL: Rule("stalled_on", of_prospects=True),
    Code.SLIPPING_DEAL: Rule("slipping_on", of_prospects=True),
    Code.NO_NEXT_STEP: Rule("no_step_on", of_prospects=True),
    Code.LOST_RECENTLY: Rule("lost_on"),
    Code.NO_OWNER: Rule("unowned_on", of_prospects=True),
    Code.NO_PRIMARY: Rule("no_primary_on", Weight.NOTICE),
}


def signs_of(status: str) -> list[Code]:
    """Return the signs that a customer of this status can have."""
    if status == Status.ACTIVE:
        return list(RULES)
    if status == Status.PROSPECT:
        return [code for code, rule in RULES.items() if rule.of_prospects]
    return []


def days_after(day: date, days: float) -> date:
    """Return the first day that is so many days later, or more; a far one at most."""
    return day + timedelta(days=min(ceil(days), (FAR - day).days))


def silent_limit(rhythm: float | None) -> float:
    """Return after how many days without contact a customer of this rhythm is silent."""
    return min(max(SILENT_FROM, SILENT_RHYTHMS * (rhythm or 0)), SILENT_AT_MOST)


def watch_and_risk(days: Mapping[Code, date]) -> tuple[date, date]:
    """Return from which days these signs make a customer one to watch, and one at risk."""
    critical, warning = (
        sorted(day for code, day in days.items() if RULES[code].weight == weight)
        for weight in (Weight.CRITICAL, Weight.WARNING)
    )
    firsts = [*critical[:1], *warning[:1], FAR]
    gravest = [*critical[:1], *warning[WARNINGS_AT_RISK - 1 : WARNINGS_AT_RISK], FAR]
    return min(firsts), min(gravest)
