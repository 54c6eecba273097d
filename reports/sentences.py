"""What each sign says: what it found, why with the record that shows it, and what to do.

All of it follows from the customer's standing; days are counted to the reader's today.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from accounts.models import Customer
from accounts.templatetags.look import day_text
from reports.signs import RULES, SILENT_FROM, Code, Weight


class Step(NamedTuple):
    """What a sign suggests to do: the words on its button, and where that leads; `is_written`
    where it is to write something down, for which a record has a place."""

    label: str
    address: str
    is_written: bool = False


class Why(NamedTuple):
    """Why a sign holds; the words in the middle are those that name the record which shows it."""

    before: str
    proof: str = ""
    after: str = ""


@dataclass(frozen=True)
class Sign:
    """A sign that holds: what it says, in short and in full, why, and what to do about it."""

    code: Code
    since: date | None
    sentence: str
    short: str
    because: Why
    act: Step
    evidence: Any = None  # the record that shows it

    @property
    def weight(self) -> Weight:
        return RULES[self.code].weight

    @property
    def why(self) -> str:
        return "".join(self.because)


class Case:
    """A customer on the reader's day, as its signs look at it."""

    def __init__(self, customer: Customer, today: date | None = None) -> None:
        self.customer = customer
        # Untyped, for what a sign tells of is there while the sign holds.
        self.standing: Any = customer.standing
        self.today = today or timezone.localdate()

    def days_since(self, moment: datetime) -> int:
        """How many days of the reader's ago it was."""
        return max((self.today - timezone.localtime(moment).date()).days, 0)

    def sign(self, code: Code, sentence: str, short: str, why: Why, act: Step, **more: Any) -> Sign:
        since = self.standing.since(code) if RULES[code].weight != Weight.NOTICE else None
        return Sign(code, since, sentence, short, why, act, **more)

    def compose(self, label: str, kind: str) -> Step:
        """Suggest to write something down, or to plan it."""
        query = urlencode({"customer": self.customer.pk, "kind": kind})
        return Step(label, f"{reverse('activity_add')}?{query}", is_written=True)


def days(number: int) -> str:
    return f"{number} day{'s' * (number != 1)}"


def every(rhythm: float) -> str:
    """Return a rhythm as it is said: every 9 days, every day."""
    number = f"{rhythm:.1f}".removesuffix(".0")
    return "every day" if number in ("0", "1") else f"every {number} days"


def silent(case: Case, code: Code) -> Sign:
    standing, act = case.standing, case.compose("Log a call", "call")
    if standing.last_contact is None:
        ago = days(case.days_since(case.customer.created_at))
        why = Why(f"Added {ago} ago, and no call, email or meeting since.")
        return case.sign(code, "No contact yet", "No contact yet", why, act)
    ago = days(case.days_since(standing.contact_key))
    usual = (
        f"You usually speak {every(standing.rhythm)}."
        if standing.rhythm is not None
        else f"A customer is silent after {SILENT_FROM} days."
    )
    last = f"{standing.last_contact.kind} on {moment_day(standing.contact_key)}"
    why = Why(f"{usual} Last was the ", last, ".")
    return case.sign(
        code, f"No contact for {ago}", f"Quiet {ago}", why, act, evidence=standing.last_contact
    )


def late_reorder(case: Case, code: Code) -> Sign:
    deal, rhythm = case.standing.reorder_deal, case.standing.order_rhythm
    ago = days(case.days_since(deal.closed_at))
    on = moment_day(deal.closed_at)
    why = Why(f"They usually order {every(rhythm)}. Last was ", str(deal), f" on {on}.")
    act = Step("Create Deal", f"{reverse('deal_add')}?customer={case.customer.pk}")
    return case.sign(code, f"No order for {ago}", f"No order {ago}", why, act, evidence=deal)


def overdue(case: Case, code: Code) -> Sign:
    step = case.standing.next_step
    late = days(step.days_late(case.today))
    kind = step.get_kind_display()
    why = Why("", str(step), f", due {day_text(step.due_day())}.")
    act = Step("Open it", step.get_absolute_url())
    return case.sign(code, f"{kind} is {late} late", f"{kind} {late} late", why, act, evidence=step)


def stalled_deal(case: Case, code: Code) -> Sign:
    deal = case.standing.stalled_deal
    stood = days(deal.days_in_stage(case.today))
    limit = days(deal.stage.stalled_after)
    why = Why("", str(deal), f" is in {deal.stage}. Its limit is {limit}.")
    act = Step("Open deal", deal.get_absolute_url())
    return case.sign(
        code, f"Deal stuck for {stood}", f"Deal stuck {stood}", why, act, evidence=deal
    )


def slipping_deal(case: Case, code: Code) -> Sign:
    deal = case.standing.slipping_deal
    act = Step("Open deal", deal.get_absolute_url())
    if deal.expected_close and deal.expected_close < case.today:
        late = days((case.today - deal.expected_close).days)
        why = Why("", str(deal), f" was to close on {day_text(deal.expected_close)}.")
        sentence, short = f"Close date passed {late} ago", f"Close date {late} ago"
    else:
        why = Why("The close of ", str(deal), " was moved to a later day more than once.")
        sentence = short = "Close date pushed back again"
    return case.sign(code, sentence, short, why, act, evidence=deal)


def no_next_step(case: Case, code: Code) -> Sign:
    step, why = case.standing.next_step, Why("Nothing is planned.")
    if step is not None:
        day = day_text(step.due_day())
        why = Why("All that was planned is overdue, first ", str(step), f", due {day}.")
    act = case.compose("Plan one", "task")
    return case.sign(code, "No next step planned", "No next step", why, act, evidence=step)


def lost_recently(case: Case, code: Code) -> Sign:
    deal = case.standing.lost_deal
    reason = f": {deal.lost_reason}" if deal.lost_reason else ""
    lost = f" was lost on {moment_day(deal.closed_at)}{reason}."
    why = Why("", str(deal), f"{lost} No deal was opened since.")
    act = Step("Create Deal", f"{reverse('deal_add')}?customer={case.customer.pk}")
    return case.sign(code, "Last deal was lost", "Last deal lost", why, act, evidence=deal)


def no_owner(case: Case, code: Code) -> Sign:
    owner = case.customer.owner
    why = Why(f"{owner} can no longer sign in." if owner else "Nobody looks after this customer.")
    address = reverse("customer_edit", args=[case.customer.pk])
    return case.sign(code, "No owner", "No owner", why, Step("Choose an owner", address))


def no_primary(case: Case, code: Code) -> Sign:
    why = Why("Nobody with an email address or a phone number is marked as primary.")
    address = f"{case.customer.get_absolute_url()}#contacts"
    act = Step("See contacts", address)
    return case.sign(code, "No primary contact", "No primary contact", why, act)


def moment_day(moment: datetime) -> str:
    return day_text(timezone.localtime(moment))


SAY: dict[Code, Callable[[Case, Code], Sign]] = {
    Code.SILENT: silent,
    Code.LATE_REORDER: late_reorder,
    Code.OVERDUE: overdue,
    Code.STALLED_DEAL: stalled_deal,
    Code.SLIPPING_DEAL: slipping_deal,
    Code.NO_NEXT_STEP: no_next_step,
    Code.LOST_RECENTLY: lost_recently,
    Code.NO_OWNER: no_owner,
    Code.NO_PRIMARY: no_primary,
}
