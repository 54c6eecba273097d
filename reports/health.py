"""Health that explains itself: a customer's level, and the signs that make it."""

from datetime import date
from functools import cached_property
from typing import cast

from activities.models import Activity
from reports.sentences import SAY, Case, Sign, days, every
from reports.signs import KNOWN_FROM, RULES, Code, Level, Weight, signs_of


class Health(Case):
    """How a customer does on the reader's day."""

    @property
    def level(self) -> Level:
        return self.standing.level(self.today)

    @cached_property
    def signs(self) -> list[Sign]:
        """The signs that hold, the gravest first."""
        return [SAY[code](self, code) for code in self.standing.signs(self.today)]

    @property
    def warnings(self) -> list[Sign]:
        """The signs that make the level."""
        return [sign for sign in self.signs if sign.weight != Weight.NOTICE]

    @property
    def is_tracked(self) -> bool:
        """Whether a customer of this status can have signs at all."""
        return bool(signs_of(self.customer.status))

    @property
    def reason(self) -> str:
        """Say in a few words what makes the level, if anything does: the sign, or their number."""
        if self.level not in (Level.AT_RISK, Level.WATCH):
            return ""
        codes = self.standing.signs(self.today)
        first, *others = [code for code in codes if RULES[code].weight != Weight.NOTICE]
        return f"{1 + len(others)} warning signs" if others else SAY[first](self, first).short

    @property
    def contact_look(self) -> str:
        """How late the next contact is: `late` once the customer is silent, `soonish` past its own
        rhythm, "" before or without one."""
        if Code.SILENT in self.standing.signs(self.today):
            return "late"
        last, rhythm = self.standing.last_contact_at, self.standing.rhythm
        is_past = self.is_tracked and last and rhythm is not None and self.days_since(last) > rhythm
        return "soonish" if is_past else ""

    @property
    def headline(self) -> str:
        """Say the level, and how many signs make it: At risk: 3 warning signs."""
        number = len(self.warnings)
        signs = f": {number} warning sign{'s' * (number != 1)}"
        return f"{self.level.label}{signs if self.level in (Level.AT_RISK, Level.WATCH) else ''}"

    @property
    def summary(self) -> str:
        """Say what there is to say where no sign makes a level."""
        if not self.is_tracked:
            return "Warning signs are for active customers and prospects."
        if self.level == Level.NEW:
            return f"The level shows once {KNOWN_FROM} activities, notes and deals stand here."
        return self.course if self.level == Level.GOOD else ""

    @property
    def course(self) -> str:
        """Say when we spoke and what comes next: Last contact today, next step on 24 November."""
        last, step = self.standing.last_contact_at, self.standing.next_step
        contact = f"Last contact {ago(self.days_since(last))}" if last else "No contact yet"
        return f"{contact}, {f'next step {self._when(step)}' if step else 'no next step'}."

    def _when(self, step: Activity) -> str:
        late, day = step.days_late(self.today), cast(date, step.due_day())
        if late:
            return f"{days(late)} late"
        near = {0: "today", 1: "tomorrow"}
        return near.get((day - self.today).days, f"on {long_day(day, self.today)}")

    @property
    def usual(self) -> str:
        """Say how often we speak: Usually every 9 days."""
        rhythm = self.standing.rhythm
        return "No rhythm yet" if rhythm is None else f"Usually {every(rhythm)}"


def ago(number: int) -> str:
    return {0: "today", 1: "yesterday"}.get(number, f"{number} days ago")


def long_day(day: date, today: date) -> str:
    """Return 24 November in this year, 24 November 2025 in another."""
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"
