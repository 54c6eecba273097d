"""Histories by chance: what people do with customers by forms and verbs, and a record of it.

The record is kept from what was asked and from what the verbs promise, never from what was stored.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from django.forms import ModelForm

from accounts.models import User
from deals.models import Stage
from tests.reports import history_of_activities, history_of_customers, history_of_deals, oracle
from tests.reports.clock import Clock

Row = TypeVar("Row")
Step = Callable[["History"], bool]
# How much of time passes between two steps, in hours.
PAUSES = (0, 0, 0.1, 2, 9, 24, 50, 24 * 6, 24 * 13, 24 * 40)
SUBJECTS = (history_of_customers.STEPS, history_of_activities.STEPS, history_of_deals.STEPS)


class History:
    """A house with a customer or two, in which one step after another is taken."""

    def __init__(
        self, chance: Random, clock: Clock, by: User, owners: list[User], customers: int = 1
    ) -> None:
        self.chance, self.clock, self.by = chance, clock, by
        self.owners = [oracle.Person(owner.pk) for owner in owners]
        self.stages = [
            oracle.Stage(
                stage.pk, stage.outcome, stage.stalled_after, stage.probability, stage.name
            )
            for stage in Stage.objects.filter(pipeline__is_default=True)
        ]
        self.customers: list[oracle.Customer] = []
        self.lead: history_of_customers.Lead | None = None
        self.told: list[str] = []
        # Each house has habits of its own, so that rare things happen often somewhere.
        self.habits: dict[Step, float] = {}
        for steps in SUBJECTS:
            liked = chance.choice((0.1, 1, 4))
            self.habits |= {
                step: often * liked * chance.choice((0.2, 1, 3)) for step, often in steps.items()
            }
        self.usual_stage = chance.choice([self.stages[0], *self.stages[-2:]])
        for _ in range(customers):
            history_of_customers.add_customer(self)

    def step(self) -> None:
        """Let time pass, and let somebody do something with a customer."""
        self.clock.go_on(hours=self.chance.choice(PAUSES))
        self.customer = self.chance.choice([self.customers[0], *self.customers])
        while True:
            (step,) = self.chance.choices(list(self.habits), list(self.habits.values()))
            if step(self):
                self.told.append(f"{self.now:%Y-%m-%d %H:%M} {self.customer.pk}: {step.__name__}")
                return

    @property
    def now(self) -> datetime:
        return self.clock.moment

    def likely(self, chance: float) -> bool:
        return self.chance.random() < chance

    def one_of(self, rows: Sequence[Row], which: Callable[[Row], bool]) -> Row | None:
        """Choose one of the rows of which that is true, if there is one; often the last one."""
        found = [row for row in rows if which(row)]
        if self.likely(0.4):
            found = found[-1:]
        return self.chance.choice(found) if found else None

    def owner_of(self, about: Any) -> oracle.Person | None:
        """Choose nobody, or one who may own what hangs on a customer, or on a lead. Of the two who
        own, the second sees only what is his or nobody's."""
        first, second = self.owners
        sees = about.owner is None or about.owner.pk == second.pk
        able = [who for who in ([first, second] if sees else [first]) if not who.left]
        return self.chance.choice([None, *able, *able])

    def past(self, since: datetime | None = None) -> datetime:
        """Choose a moment that was not before another one, or in the last three months."""
        since = since or self.now - timedelta(days=90)
        return since + self.chance.random() * (self.now - since)

    def coming_day(self) -> date:
        if self.likely(0.15):
            return self.now.date()
        return self.now.date() + timedelta(days=self.chance.randint(-20, 40))

    def due(self) -> date | datetime:
        """Choose a day, or a moment of it; often one on which something is due already."""
        day = self.coming_day()
        known = self.one_of(self.customer.activities, lambda activity: activity.due)
        if known and self.likely(0.6):
            day = known.due.date() if isinstance(known.due, datetime) else known.due
        if self.likely(0.5):
            return day
        return datetime.combine(day, time(self.chance.randint(0, 23)), UTC)

    def save(self, form: type[ModelForm], said: dict[str, Any], **how: Any) -> Any:
        """Fill a form in, and return the record that it stored."""
        filled: Any = form(said, user=self.by, **how)
        assert filled.is_valid(), (said, filled.errors)
        return filled.save()

    def edit(self, form: type[ModelForm], record: Any, **said: Any) -> None:
        """Change these fields of a record."""
        self.save(form, said, instance=record, only=list(said))
