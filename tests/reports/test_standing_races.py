"""However many write at once, standings are what a rebuild would make them: on both databases."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.acts import act
from accounts.forms.customer import CustomerForm
from accounts.history import Conflict
from accounts.models import Contact, Customer, Lead, User
from activities.models import Activity, Note
from deals.models import Deal, Stage
from reports.models import Snooze
from reports.recount import differing
from reports.signs import Code
from tests.conftest import (
    add_activity,
    add_contact,
    add_customer,
    add_deal,
    add_lead,
    add_note,
    person,
    stage,
)
from tests.security.test_races import at_once

ROUNDS = int(os.environ.get("ROUNDS", "10"))
# PostgreSQL's pool has eight connections, of which the test holds one.
MANY = 7
STAGES = ("Qualified", "Proposal", "Commit", "Won", "Lost")

pytestmark = pytest.mark.django_db(transaction=True)


def assert_right() -> None:
    wrong = [pk for _, differ in differing(Customer.objects.all()) for pk in differ]
    assert not wrong


def soon(days: int) -> object:
    return timezone.localdate() + timedelta(days=days)


def furnish(by: User, customer: Customer) -> None:
    """Give the customer two or three of each that others can change at once."""
    for number in range(3):
        add_contact(by, customer, f"Contact {number}", email="maren@halden.example")
        add_activity(by, customer, due_on=soon(number + 1))
        add_activity(by, customer, completed_at=timezone.now() - timedelta(days=9 * number))
        add_deal(by, customer, value=100 * number, expected_close=soon(number))
        add_note(by, customer)


class Writer:
    """Somebody who does one thing after another with a customer, whoever else is at it."""

    def __init__(self, customer: Customer, by: User, seed: str) -> None:
        self.pk, self.by, self.chance = customer.pk, by, Random(seed)

    def write(self) -> None:
        deed: Callable[[], object] = self.chance.choice(
            [
                *(self.note, self.log, self.complete, self.complete, self.reopen, self.put_off),
                *(self.move, self.move, self.win, self.push, self.edit, self.make_primary),
                *(self.put_away, self.put_away, self.snooze),
            ]
        )
        # Who meets what was put away, or moved meanwhile, is told.
        with suppress(ValidationError, Conflict):
            deed()

    def customer(self) -> Customer:
        return Customer.objects.get(pk=self.pk)

    def any_of(self, model):
        return self.chance.choice(list(model.objects.filter(customer=self.pk).order_by("pk")))

    def note(self) -> None:
        add_note(self.by, self.customer())

    def log(self) -> None:
        add_activity(self.by, self.customer(), completed_at=timezone.now())

    def complete(self) -> None:
        self.any_of(Activity).complete(by=self.by, at=self.chance.choice([None, timezone.now()]))

    def reopen(self) -> None:
        self.any_of(Activity).reopen(by=self.by)

    def put_off(self) -> None:
        self.any_of(Activity).move_to(soon(self.chance.randint(-9, 9)), by=self.by)

    def move(self) -> None:
        self.any_of(Deal).move_to(stage(self.chance.choice(STAGES)), by=self.by)

    def win(self) -> None:
        self.any_of(Deal).win(by=self.by)

    def push(self) -> None:
        deal = self.any_of(Deal)
        deal.expected_close = soon(self.chance.randint(1, 90))
        deal.write(by=self.by, fields=["expected_close"])

    def edit(self) -> None:
        said = {"status": self.chance.choice(["active", "prospect"])}
        form = CustomerForm(said, instance=self.customer(), user=self.by, only=said)
        assert form.is_valid()
        form.save()

    def make_primary(self) -> None:
        self.any_of(Contact).make_primary(by=self.by)

    def put_away(self) -> None:
        record = self.any_of(self.chance.choice([Contact, Activity, Deal, Note]))
        (record.archive if record.archived_at is None else record.restore)(by=self.by)

    def snooze(self) -> None:
        code = self.chance.choice(list(Code))
        Snooze.put(self.customer(), code, until=soon(9), reason="They told us", by=self.by)


def test_many_who_write_to_one_customer(halden, alice):
    furnish(alice, halden)
    for round_ in range(ROUNDS):
        at_once(lambda number, of=round_: Writer(halden, alice, f"{of} {number}").write(), MANY)
        assert_right()


def test_acts_on_two_customers_in_opposite_orders(halden, alice):
    other = add_customer(alice, "Nordwall", status="active")
    pairs = (halden, other), (other, halden)
    steps = [[add_activity(alice, c, due_on=soon(9)).pk for c in pairs[n % 2]] for n in range(MANY)]

    def both(number: int, day: int) -> None:
        if number == 0:
            planned = Activity.objects.filter(pk__in=steps[0]).planned()
            planned.move_all_to(soon(day), by=alice)
            return
        with act():
            for pk in steps[number]:
                Activity.objects.get(pk=pk).move_to(soon(day + number), by=alice)
                add_note(alice, Activity.objects.select_related("customer").get(pk=pk).customer)

    for day in range(ROUNDS):
        at_once(lambda number, day=day: both(number, day), MANY)
        assert_right()


def test_leads_that_become_part_of_a_customer_to_whom_others_write(halden, alice):
    furnish(alice, halden)
    for round_ in range(ROUNDS):
        lead = add_lead(alice, f"Lead {round_}")
        call = add_activity(alice, lead, due_on=soon(1))

        def write(number: int, lead: int = lead.pk, call: int = call.pk, of: int = round_) -> None:
            if number == 0:
                Lead.objects.get(pk=lead).convert(by=alice, customer=halden)
            elif number == 1:
                Activity.objects.get(pk=call).complete(by=alice)
            elif number == 2:
                add_note(alice, Lead.objects.get(pk=lead))
            else:
                Writer(halden, alice, f"{of} {number}").write()

        at_once(write, MANY)
        assert_right()


def test_an_owner_who_leaves_while_customers_are_handed_over(halden, alice, bob):
    ben = person("ben")
    customers = [add_customer(alice, f"Customer {n}", status="active") for n in range(MANY)]

    def write(number: int, of: int) -> None:
        if number == 0:
            user = User.objects.get(pk=ben.pk)
            (user.activate if of % 2 else user.deactivate)(by=bob)
            return
        customer = Customer.objects.get(pk=customers[number].pk)
        customer.owner = alice if (of + number) % 3 else ben
        customer.write(by=bob, fields=["owner"])

    for round_ in range(ROUNDS):
        at_once(lambda number, of=round_: write(number, of), MANY)
        assert_right()


def test_a_limit_that_changes_while_deals_move(halden, alice):
    deals = [add_deal(alice, add_customer(alice, f"Customer {n}")).pk for n in range(MANY)]

    def write(number: int, of: int) -> None:
        if number == 0:
            proposal = stage("Proposal")
            proposal.stalled_after = 5 + of
            proposal.write(by=alice, fields=["stalled_after"])
            return
        deal = Deal.objects.get(pk=deals[number])
        target = "Proposal" if (of + number) % 2 else "Commit"
        deal.move_to(stage(target), by=alice)
        if number == 3:
            (deal.archive if of % 2 else deal.restore)(by=alice)

    for round_ in range(ROUNDS):
        at_once(lambda number, of=round_: write(number, of), MANY)
        assert_right()
    assert Stage.objects.get(name="Proposal").stalled_after == 4 + ROUNDS
