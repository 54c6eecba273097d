"""Deals keep their rules when many act at once: on both databases."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from accounts.history import Change, Conflict
from accounts.models import Contact
from deals.forms.deal import DealForm
from deals.models import Deal, Move, Pipeline, Stage
from tests.conftest import add_contact, add_deal, stage
from tests.security.test_races import at_once

OPEN = ("Qualified", "Discovery", "Proposal", "Negotiation", "Commit", "Won", "Lost")


def assert_unbroken(deal: Deal) -> None:
    """Each move begins where the one before ended, and none lies before it."""
    moves = list(deal.moves.order_by("id"))
    assert moves == list(deal.moves.all())
    assert moves[0].from_stage is None
    for before, after in pairwise(moves):
        assert (after.from_stage_id, after.at >= before.at) == (before.to_stage_id, True)
    deal = Deal.objects.get(pk=deal.pk)
    last = moves[-1]
    assert (deal.stage_id, deal.entered_at) == (last.to_stage_id, last.at)
    assert deal.outcome == deal.stage.outcome
    changes = Change.objects.of(deal).order_by("version", "id").filter(field="stage")
    stages = list(changes.values_list("old", "new"))
    assert len(stages) == len(moves)
    assert [old for old, _ in stages[1:]] == [new for _, new in stages[:-1]]


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_of_twenty_who_move_from_one_version_one_wins(self, halden, alice):
        deal = add_deal(alice, halden)
        stages = [stage(name) for name in OPEN[1:]]

        def move(number: int) -> str:
            try:
                target = stages[number % len(stages)]
                Deal.objects.get(pk=deal.pk).move_to(target, by=alice, version=1)
            except Conflict:
                return "told"
            return "moved"

        assert sorted(at_once(move, 20)) == ["moved"] + ["told"] * 19
        assert (Deal.objects.get().version, deal.moves.count()) == (2, 2)
        assert_unbroken(deal)

    def test_twenty_moves_without_a_version_are_one_chain(self, halden, alice):
        deal = add_deal(alice, halden)
        stages = [stage(name) for name in OPEN]

        def move(number: int) -> None:
            mine = Deal.objects.get(pk=deal.pk)
            acts = {5: mine.win, 13: mine.win, 9: mine.reopen}
            act = acts.get(number)
            if act:
                act(by=alice)
            else:
                mine.move_to(stages[number % len(stages)], by=alice)

        at_once(move, 20)
        assert deal.moves.count() > 5
        assert_unbroken(deal)

    def test_forms_and_verbs_at_once_leave_one_chain(self, halden, alice):
        deal = add_deal(alice, halden)
        stages = [stage(name) for name in OPEN]

        def edit(number: int) -> None:
            said = {"stage": stages[number % len(stages)].pk, "value": number}
            mine = Deal.objects.get(pk=deal.pk)
            form = DealForm(said, instance=mine, user=alice, only=said)
            assert form.is_valid()
            form.save()

        at_once(edit, 12)
        assert_unbroken(deal)

    def test_a_move_is_taken_back_once(self, halden, alice):
        deal = add_deal(alice, halden)
        deal.move_to(stage("Proposal"), by=alice)
        deal.move_to(stage("Commit"), by=alice)

        def take_back(number: int) -> str:
            try:
                Deal.objects.get(pk=deal.pk).take_back_move(by=alice, version=3)
            except (Conflict, ValidationError):
                return "told"
            return "taken back"

        assert at_once(take_back).count("taken back") == 1
        assert [str(move.to_stage) for move in deal.moves.all()] == ["Qualified", "Proposal"]

    def test_contacts_replaced_at_once_are_those_of_one(self, halden, alice):
        contacts = [add_contact(alice, halden, f"Contact {number}") for number in range(8)]
        deal = add_deal(alice, halden, contacts=[contacts[0].pk])
        choices = [[contact.pk for contact in contacts[first : first + 4]] for first in (0, 4)]

        def replace(number: int) -> None:
            mine = Deal.objects.get(pk=deal.pk)
            said = {"contacts": choices[number % 2]}
            form = DealForm(said, instance=mine, user=alice, only=said)
            assert form.is_valid()
            form.save()

        at_once(replace)
        chosen = sorted(deal.parts.values_list("contact", flat=True))
        assert chosen in choices
        last = Change.objects.of(deal).filter(field="contacts").latest("version")
        names = Contact.objects.filter(pk__in=chosen).values_list("name", flat=True)
        assert last.new == ", ".join(sorted(names))

    def test_no_deal_is_left_in_a_stage_that_is_retired(self, halden, alice):
        retired, into = stage("Discovery"), stage("Proposal")
        deals = [add_deal(alice, halden, f"Deal {number}") for number in range(6)]
        deals += [add_deal(alice, halden, f"Deal {n}", stage=retired.pk) for n in range(6, 12)]

        def act(number: int) -> None:
            if number == 3:
                Stage.objects.get(pk=retired.pk).retire(by=alice, into=into)
                return
            mine = Deal.objects.get(pk=deals[number].pk)
            target = retired if number < 6 else stage("Commit")
            try:
                mine.move_to(target, by=alice)
            except ValidationError:
                assert Stage.objects.get(pk=retired.pk).retired_at

        at_once(act, 12)
        assert stage("Discovery").retired_at
        assert not retired.deals.exists()
        for deal in deals:
            assert_unbroken(deal)

    def test_stages_retired_at_once_leave_an_open_one(self, alice):
        stages = [stage(name).pk for name in OPEN[:5]]

        def retire(number: int) -> str:
            try:
                Stage.objects.get(pk=stages[number]).retire(by=alice)
            except ValidationError:
                return "needed"
            return "retired"

        assert sorted(at_once(retire, 5)) == ["needed"] + ["retired"] * 4
        assert Stage.objects.standing().open().count() == 1

    def test_pipelines_made_the_default_at_once_leave_one(self, alice):
        for name in "ABCD":
            Pipeline(name=name).write(by=None)
        ids = list(Pipeline.objects.values_list("pk", flat=True))
        at_once(lambda number: Pipeline.objects.get(pk=ids[number]).make_default(by=alice), 5)
        assert Pipeline.objects.filter(is_default=True).count() == 1

    def test_losing_and_reopening_at_once_keeps_the_reason_with_the_loss(self, halden, alice):
        deal = add_deal(alice, halden)

        def act(number: int) -> None:
            mine = Deal.objects.get(pk=deal.pk)
            if number % 2:
                mine.reopen(by=alice)
            else:
                mine.lose(f"Reason {number}", by=alice)

        at_once(act, 10)
        deal = Deal.objects.get(pk=deal.pk)
        assert bool(deal.lost_reason) == (deal.outcome == "lost")
        assert_unbroken(deal)
        assert Move.objects.filter(deal=deal).count() > 1
