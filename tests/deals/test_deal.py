"""Deals and their verbs: each way through the stages leaves its moves, and nothing else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.history import Change, Conflict
from accounts.models import Customer
from deals.models import Deal, Move, Pipeline, Stage
from tests.conftest import add_contact, add_customer, add_deal, person, stage


def way(deal: Deal) -> list[str]:
    return [str(move.to_stage) for move in deal.moves.select_related("to_stage")]


def test_a_new_house_has_one_pipeline(db):
    pipeline = Pipeline.objects.default()
    told = [(s.name, s.probability, s.outcome) for s in pipeline.stages.all()]
    assert told == [
        ("Qualified", 20, "open"),
        ("Discovery", 35, "open"),
        ("Proposal", 55, "open"),
        ("Negotiation", 75, "open"),
        ("Commit", 90, "open"),
        ("Won", 100, "won"),
        ("Lost", 0, "lost"),
    ]


def test_a_new_deal_makes_its_first_move_when_it_was_created(halden, bob):
    long_ago = timezone.now() - timedelta(days=300)
    deal = add_deal(bob, halden, created_at=long_ago)
    (move,) = deal.moves.all()
    assert (move.at, move.from_stage, move.to_stage.name) == (long_ago, None, "Qualified")
    assert (move.by, move.customer) == (bob, halden)
    assert (deal.outcome, deal.entered_at, deal.closed_at) == ("open", long_ago, None)


def test_a_deal_may_begin_in_any_stage(halden, bob):
    long_ago = timezone.now() - timedelta(days=300)
    deal = add_deal(bob, halden, stage=stage("Won").pk, created_at=long_ago)
    assert (deal.outcome, deal.closed_at) == ("won", long_ago)


def test_a_deal_goes_through_the_stages(halden, alice):
    deal = add_deal(alice, halden)
    deal.move_to(stage("Proposal"), by=alice)
    deal.move_to(stage("Discovery"), by=alice)
    deal.win(by=alice)
    assert way(deal) == ["Qualified", "Proposal", "Discovery", "Won"]
    assert deal.outcome == "won"
    assert deal.closed_at == deal.entered_at == deal.moves.last().at
    changes = Change.objects.of(deal).filter(field="stage").order_by("id")
    assert [(change.old, change.new) for change in changes][1:] == [
        ("Qualified", "Proposal"),
        ("Proposal", "Discovery"),
        ("Discovery", "Won"),
    ]
    assert {change.customer_id for change in changes} == {halden.pk}


def test_a_lost_deal_keeps_why_until_it_is_reopened(halden, alice):
    deal = add_deal(alice, halden)
    deal.move_to(stage("Proposal"), by=alice)
    deal.lose("Too dear", by=alice)
    assert (deal.outcome, deal.lost_reason) == ("lost", "Too dear")
    deal.reopen(by=alice)
    assert (deal.stage.name, deal.lost_reason, deal.closed_at) == ("Proposal", "", None)
    told = Change.objects.of(deal).get(field="lost_reason", new=None)
    assert told.old == "Too dear"


def test_a_deal_reopens_where_one_says(halden, alice):
    deal = add_deal(alice, halden)
    deal.win(by=alice)
    deal.reopen(by=alice, stage=stage("Commit"))
    assert deal.stage.name == "Commit"
    with pytest.raises(ValidationError):
        deal.reopen(by=alice, stage=stage("Lost"))


def test_to_move_where_it_stands_does_nothing(halden, alice):
    deal = add_deal(alice, halden)
    deal.win(by=alice)
    version = deal.version
    deal.win(by=alice)
    assert (deal.version, deal.moves.count()) == (version, 2)


def test_moves_keep_their_real_moments(halden, bob):
    begin = timezone.now() - timedelta(days=100)
    deal = add_deal(bob, halden, created_at=begin)
    deal.move_to(stage("Discovery"), by=bob, at=begin + timedelta(days=10))
    deal.win(by=bob, at=begin + timedelta(days=10))
    assert deal.closed_at == begin + timedelta(days=10)
    assert [move.at for move in deal.moves.all()] == [begin, *[deal.closed_at] * 2]


@pytest.mark.parametrize("days", [-1, 11])
def test_no_move_was_before_the_last_or_is_yet_to_come(halden, bob, days):
    begin = timezone.now() - timedelta(days=10)
    deal = add_deal(bob, halden, created_at=begin)
    with pytest.raises(ValidationError) as refused:
        deal.win(by=bob, at=begin + timedelta(days=days))
    assert list(refused.value.error_dict) == ["at"]
    deal.refresh_from_db()
    assert (deal.outcome, deal.moves.count()) == ("open", 1)


def test_another_pipelines_stage_is_refused(halden, ada):
    other = Pipeline(name="Partners")
    other.write(by=ada)
    deal = add_deal(ada, halden)
    for foreign in other.stages.all():
        with pytest.raises(ValidationError):
            deal.move_to(foreign, by=ada)


def test_a_move_from_an_old_version_is_told(halden, alice):
    deal = add_deal(alice, halden)
    deal.move_to(stage("Proposal"), by=alice, version=1)
    with pytest.raises(Conflict):
        deal.move_to(stage("Commit"), by=alice, version=1)
    with pytest.raises(Conflict):
        deal.move_to(stage("Proposal"), by=alice, version=1)
    assert way(deal) == ["Qualified", "Proposal"]


class TestTakingBack:
    """An accidental move is undone as if it had not been; history keeps that it was."""

    def test_the_days_in_the_stage_go_on(self, halden, bob):
        begin = timezone.now() - timedelta(days=50)
        deal = add_deal(bob, halden, created_at=begin)
        deal.move_to(stage("Proposal"), by=bob)
        deal.take_back_move(by=bob)
        assert (deal.stage.name, deal.entered_at) == ("Qualified", begin)
        assert way(deal) == ["Qualified"]
        assert Change.objects.of(deal).filter(field="stage").count() == 3

    def test_a_closed_deal_is_closed_again(self, halden, alice):
        deal = add_deal(alice, halden)
        deal.lose("Too dear", by=alice)
        closed_at = deal.closed_at
        deal.reopen(by=alice)
        deal.take_back_move(by=alice)
        assert (deal.outcome, deal.lost_reason) == ("lost", "Too dear")
        assert deal.closed_at == closed_at

    def test_only_ones_own_and_never_the_first(self, halden, alice, bob):
        deal = add_deal(alice, halden)
        with pytest.raises(ValidationError):
            deal.take_back_move(by=alice)
        deal.win(by=alice)
        with pytest.raises(ValidationError):
            deal.take_back_move(by=bob)
        assert way(deal) == ["Qualified", "Won"]


def test_archive_and_restore(halden, alice):
    deal = add_deal(alice, halden)
    deal.archive(by=alice)
    assert not Deal.objects.unarchived().exists()
    deal.restore(by=alice)
    assert Deal.objects.unarchived().get() == deal
    halden.archive(by=alice)
    assert not Deal.objects.unarchived().exists()


def test_a_purge_takes_the_customers_deals_along(halden, alice, ada):
    contact = add_contact(alice, halden)
    deal = add_deal(alice, halden, contacts=[contact.pk])
    deal.win(by=alice)
    other = add_deal(alice, add_customer(alice, "Other"))
    counts = halden.hanging()
    assert (counts["deals"], counts["moves"], counts["parts"], counts["contacts"]) == (1, 2, 1, 1)
    halden.purge(by=ada)
    assert Deal.objects.get() == other
    assert Move.objects.get().deal == other


class TestTheDatabase:
    """What is always true holds for whoever goes around the verbs."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"outcome": "won"},
            {"closed_at": timezone.now()},
            {"outcome": "gold"},
            {"value": Decimal("-0.01")},
            {"value": Decimal("10000000000")},
            {"name": ""},
            {"lost_reason": "Too dear"},
        ],
        ids=lambda wrong: "-".join(wrong),
    )
    def test_a_deal_cannot_be_wrong(self, halden, alice, wrong):
        deal = add_deal(alice, halden)
        with pytest.raises(IntegrityError), transaction.atomic():
            Deal.objects.filter(pk=deal.pk).update(**wrong)

    def test_there_is_one_default_pipeline(self, ada):
        other = Pipeline(name="Partners")
        other.write(by=ada)
        with pytest.raises(IntegrityError), transaction.atomic():
            Pipeline.objects.update(is_default=True)
        other.make_default(by=ada)
        assert Pipeline.objects.default() == other

    def test_a_pipeline_has_one_won_stage(self, db):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stage.objects.filter(name="Commit").update(outcome="won")


class TestStages:
    """A stage is retired, its deals moved on; nothing that a deal stood in vanishes."""

    def test_a_stage_with_deals_wants_to_know_where_they_go(self, halden, ada):
        deal = add_deal(ada, halden)
        with pytest.raises(ValidationError, match="Choose the stage"):
            stage("Qualified").retire(by=ada)
        stage("Qualified").retire(by=ada, into=stage("Discovery"))
        deal.refresh_from_db()
        assert way(deal) == ["Qualified", "Discovery"]
        assert Pipeline.objects.default().first_stage.name == "Discovery"
        with pytest.raises(ValidationError):
            deal.move_to(stage("Qualified"), by=ada)

    def test_won_lost_and_the_last_open_stage_stay(self, ada):
        for name in ("Won", "Lost"):
            with pytest.raises(ValidationError):
                stage(name).retire(by=ada)
        for name in ("Qualified", "Discovery", "Proposal", "Negotiation"):
            stage(name).retire(by=ada)
        with pytest.raises(ValidationError):
            stage("Commit").retire(by=ada)


class TestWhoMay:
    """A deal follows its customer; besides, people change what is their own."""

    def test_charlie_does_not_see_alices_deal(self, halden, alice, charlie):
        deal = add_deal(alice, halden, owner=alice.pk)
        assert not Deal.objects.visible_to(charlie).contains(deal)

    def test_an_owner_changes_a_deal_of_somebody_elses_customer(self, halden, alice):
        dan = person("dan")
        deal = add_deal(alice, halden, owner=dan.pk)
        assert Deal.objects.changeable_by(dan).contains(deal)
        assert not Customer.objects.changeable_by(dan).contains(halden)
        other = add_deal(alice, halden, owner=alice.pk)
        assert not Deal.objects.changeable_by(dan).contains(other)

    def test_vera_changes_nothing(self, halden, alice, vera):
        deal = add_deal(alice, halden)
        assert Deal.objects.visible_to(vera).contains(deal)
        assert not Deal.objects.changeable_by(vera).exists()

    def test_nobodys_customers_deals_are_everybodys(self, charlie, bob):
        deal = add_deal(bob, add_customer(bob, "Nobody's"))
        assert Deal.objects.changeable_by(charlie).contains(deal)


@pytest.mark.parametrize(("days", "is_stalled"), [(0, False), (20, False), (21, True), (400, True)])
def test_a_deal_is_stalled_by_its_days_in_the_stage(halden, bob, days, is_stalled):
    long_ago = timezone.now() - timedelta(days=500)
    deal = add_deal(bob, halden, created_at=long_ago)
    deal.move_to(stage("Discovery"), by=bob, at=timezone.now() - timedelta(days=days))
    today = timezone.localdate()
    assert Deal.objects.stalled(today).exists() == is_stalled
    assert deal.stage.stalled_after == 21


def test_a_closed_deal_is_never_stalled(halden, bob):
    deal = add_deal(bob, halden, created_at=timezone.now() - timedelta(days=500))
    assert Deal.objects.stalled(timezone.localdate()).exists()
    deal.win(by=bob)
    assert not Deal.objects.stalled(timezone.localdate()).exists()


def test_losing_a_lost_deal_tells_the_reason_anew(halden, alice):
    deal = add_deal(alice, halden)
    deal.lose("Too dear", by=alice)
    deal.lose("Too late", by=alice)
    assert Deal.objects.get(pk=deal.pk).lost_reason == "Too late"
    assert way(deal) == ["Qualified", "Lost"]


def test_a_default_pipeline_that_becomes_the_default_leaves_no_history(db):
    pipeline = Pipeline.objects.default()
    pipeline.make_default(by=None)
    assert not Change.objects.of(pipeline).exists()
    assert pipeline.version == 1


def test_no_deal_begins_in_a_stage_that_was_retired_meanwhile(halden, alice):
    deal = add_deal(alice, halden)
    proposal = stage("Proposal")
    stage("Proposal").retire(by=alice)
    with pytest.raises(ValidationError):
        deal.move_to(proposal, by=alice)
    with pytest.raises(ValidationError):
        Deal(customer=halden, name="X", stage=proposal).write(by=alice)
    assert Deal.objects.get().stage.name == "Qualified"
