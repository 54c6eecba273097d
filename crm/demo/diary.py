"""What the demo company's people did with their customers, wrote down, and have before them."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Contact, Customer, User
from activities.forms.activity import ActivityForm
from activities.forms.note import NoteForm
from activities.models import Activity, Note
from crm.demo.acquaintances import latest
from crm.demo.people import MANAGER
from crm.demo.story import EIGHTEEN_MONTHS, FORGOTTEN, SEED, office_hour
from crm.demo.wording import (
    BEST_KNOWN,
    MINUTES,
    NOTES,
    PINNED,
    PLANS,
    TALKS,
    TO_COME,
    TOLD,
    WRITTEN,
)
from deals.models import Deal

# In which rhythms customers are spoken with, in days, and how many in a hundred are.
RHYTHMS = {9: 22, 14: 26, 21: 24, 35: 18, 50: 10}
# So many of a customer's talks are told at most: the last ones.
MOST = 14
KINDS = {"call": 34, "email": 36, "meeting": 12, "task": 18}
# For when people plan: in how many days, and at which hour if at one. Each begins at the first.
WHENS: tuple[tuple[int, int | None], ...] = (
    *((0, None), (-2, None), (1, 10), (4, None), (0, 9), (8, 14), (-6, None), (13, None)),
    *((1, None), (6, 11), (0, 15), (3, None), (10, None), (-11, None), (2, 16), (21, None)),
)


class Diary:
    """Writes down what happened with one customer after the other, the same on the same day."""

    def __init__(self, staff: dict[str, User], today: date) -> None:
        self.staff, self.today = staff, today
        self.chance = Random(f"{SEED} diary")  # noqa: S311 - nothing secret about it
        self.planned: Counter[User] = Counter()

    def keep(self, customer: Customer, contacts: list[Contact]) -> None:
        """Write down what happened with a customer, and what comes next."""
        self.customer, self.contacts, self.deals = customer, contacts, list(customer.deals.all())
        self.owner = self.staff[customer.owner.username if customer.owner else MANAGER]
        if customer.name == BEST_KNOWN:
            return self.keep_best_known()
        for at in self.moments():
            self.talk(at)
        for at in self.moments()[:: self.chance.randint(5, 9)]:
            self.note(self.chance.choice(NOTES), at, by=self.author(at))
        is_seen_to = not customer.archived_at and customer.name != FORGOTTEN
        if is_seen_to and customer.status != "inactive":
            self.plan_ahead()

    def moments(self) -> list[datetime]:
        """Return when the customer was spoken with, from the last time back: some fell silent."""
        chance = self.chance
        moments: list[datetime] = []
        every = chance.choices(list(RHYTHMS), weights=list(RHYTHMS.values()))[0]
        ago = {"active": chance.randint(2, every + 2), "prospect": chance.randint(2, 20)}.get(
            self.customer.status, chance.randint(95, 160)
        )
        if self.customer.status == "active" and chance.random() < 0.25:
            ago = chance.randint(60, 95)
        if self.customer.name == FORGOTTEN:
            ago = chance.randint(120, 150)
        while len(moments) < MOST and ago < EIGHTEEN_MONTHS:
            at = self.hour(ago)
            if at <= self.customer.created_at:
                break
            if at < (self.customer.archived_at or latest()):
                moments.append(at)
            ago += max(2, round(every * chance.uniform(0.6, 1.5)))
        return moments

    def hour(self, ago: int) -> datetime:
        """Return a moment of a working day so many days ago, where the owner works."""
        return office_hour(self.today - timedelta(days=ago), self.owner.time_zone, self.chance)

    def author(self, at: datetime) -> User:
        """The owner, or now and then their manager."""
        return self.staff[MANAGER] if self.chance.random() < 0.12 else self.owner

    def talk(self, at: datetime) -> None:
        """Log what was done at a moment."""
        chance = self.chance
        kind = chance.choices(list(KINDS), weights=list(KINDS.values()))[0]
        subject, outcome = chance.choice(TALKS[kind])
        minutes = chance.choice(MINUTES[kind]) if kind in MINUTES else None
        people = [] if kind == "task" else [one for one in self.contacts if one.created_at < at]
        people = chance.sample(people, min(len(people), chance.choice((1, 1, 1, 2))))
        by = self.author(at)
        self.log(at, kind, subject, outcome, minutes, people, by=by, deal=self.deal_at(at))

    def deal_at(self, at: datetime) -> Deal | None:
        """Return a deal that was open at a moment, for some of what is done."""
        under_way = [
            deal
            for deal in self.deals
            if deal.created_at < at and (deal.closed_at is None or at < deal.closed_at)
        ]
        is_about_one = under_way and self.chance.random() < 0.6
        return self.chance.choice(under_way) if is_about_one else None

    def log(
        self,
        at: datetime,
        kind: str,
        subject: str,
        outcome: str,
        minutes: int | None,
        people: list[Contact],
        *,
        by: User,
        deal: Deal | None,
    ) -> None:
        """Write down what was done; a task was planned some days before."""
        said = {"kind": kind, "subject": subject, "outcome": outcome, "minutes": minutes}
        if kind != "task":
            self.write(Activity, {**said, "completed_at": at}, at, people, by=by, deal=deal)
            return
        begun = max(at - timedelta(days=self.chance.randint(1, 6)), self.customer.created_at)
        due_on = at.date() + timedelta(days=self.chance.randint(-2, 3))
        deal = deal if deal and deal.created_at < begun else None
        task = self.write(Activity, {**said, "due_on": due_on}, begun, people, by=by, deal=deal)
        task.settle(at, by=by)
        task.write(by=by, at=at)

    def plan_ahead(self) -> None:
        """Plan the next step with most customers, for one day after the other."""
        chance = self.chance
        for _ in range(chance.choices((0, 1, 2), weights=(35, 50, 15))[0]):
            days, hour = WHENS[self.planned[self.owner] % len(WHENS)]
            self.planned[self.owner] += 1
            kinds = ("call", "meeting") if hour else ("task", "task", "call", "email")
            kind = chance.choice(kinds)
            people = [] if kind == "task" else self.contacts[:1]
            self.plan(days, hour, kind, chance.choice(PLANS[kind]), people)

    def plan(
        self, days: int, hour: int | None, kind: str, subject: str, people: list[Contact]
    ) -> None:
        """Plan something for a day, or for an hour of it where the owner works."""
        day = self.today + timedelta(days=days)
        if abs(days) > 1:  # today and tomorrow have something to show on any day
            day -= timedelta(days=max(day.weekday() - 4, 0))
        said: dict[str, Any] = {"kind": kind, "subject": subject}
        if hour is None:
            said["due_on"] = day
        else:
            said["due_at"] = datetime.combine(day, time(hour), ZoneInfo(self.owner.time_zone))
            said["minutes"] = 45 if kind == "meeting" else None
        at = max(self.hour(max(-days, 0) + self.chance.randint(3, 6)), self.customer.created_at)
        self.write(Activity, said, at, people, by=self.owner, deal=self.deal_at(at))

    def note(self, body: str, at: datetime, *, by: User, days_before: int | None = None) -> Note:
        """Write a note; some are of a day before."""
        if days_before is None:
            days_before = self.chance.choice((0, 0, 0, 0, 1, 3))
        said: dict[str, Any] = {"body": body}
        if days_before:
            said["noted_on"] = at.date() - timedelta(days=days_before)
        return self.write(Note, said, at, by=by, deal=self.deal_at(at))

    def keep_best_known(self) -> None:
        """Tell the longest story as it is written."""
        by_name = {contact.name: contact for contact in self.contacts}

        def of(names: tuple[str, ...], at: datetime) -> list[Contact]:
            known = [by_name[name] for name in names if name in by_name]
            return [contact for contact in known if contact.created_at < at]

        for ago, kind, subject, outcome, minutes, names in TOLD:
            if (at := self.hour(ago)) > self.customer.created_at:
                people, deal = of(names, at), self.deal_at(at)
                self.log(at, kind, subject, outcome, minutes, people, by=self.owner, deal=deal)
        for number, (ago, days_before, body) in enumerate(WRITTEN):
            by = self.staff["jonas" if number == len(WRITTEN) - 1 else self.owner.username]
            if (at := self.hour(ago - days_before)) > self.customer.created_at:
                last = self.note(body, at, by=by, days_before=days_before), at
        self.act_on(*last)
        at = self.hour(40)
        pinned = self.note(PINNED, at, by=self.owner, days_before=0)
        pinned.pin(by=self.owner, at=at)
        for days, hour, kind, subject, names in TO_COME:
            self.plan(days, hour, kind, subject, of(names, latest()))

    def act_on(self, note: Note, at: datetime) -> None:
        """Turn the first action item of a note into a task, and tick the second."""
        first, second = note.items
        due_on = self.today + timedelta(days=2)
        note.make_task(first.line, first.text, by=self.owner, due_on=due_on, at=at)
        note.tick(second.line, second.text, by=self.owner, at=at + timedelta(days=1))

    def write(
        self,
        model: type[Activity] | type[Note],
        said: dict[str, Any],
        at: datetime,
        people: list[Contact] | tuple[()] = (),
        *,
        by: User,
        deal: Deal | None,
    ) -> Any:
        """Write something down at a moment, by the form that all use."""
        new = model(customer=self.customer, created_at=at, updated_at=at)
        said = {**said, "deal": deal and deal.pk}
        with timezone.override(ZoneInfo(by.time_zone)):
            if model is Activity:
                said |= {"owner": by.pk, "contacts": [contact.pk for contact in people]}
                form: Any = ActivityForm(said, instance=new, user=by)
            else:
                form = NoteForm(said, instance=new, user=by)
            if not form.is_valid():
                raise ValueError(f"{self.customer}: {form.errors.as_text()}")
            return form.save()
