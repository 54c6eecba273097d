"""Bulk data: what the write path would have left, the same for the same seed, skewed as life is."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.history import Change, Recorded
from accounts.models import (
    Contact,
    Conversion,
    Customer,
    Industry,
    Lead,
    StatusChange,
    Team,
    User,
)
from accounts.models.lead_states import LeadStatus
from activities.models import Activity, Note, Participant
from crm.bulk import customers as bulk
from crm.bulk.progress import Progress
from deals.models import Deal, Move
from reports.models import Standing
from tests.conftest import know_the_rows, lasting


def generate(number: int, **options) -> str:
    output = StringIO()
    call_command("generate", customers=number, stdout=output, **options)
    know_the_rows()
    return output.getvalue()


def content() -> list[list[tuple]]:
    """Return what is told of the customers, without the numbers of rows."""
    told = (
        Customer.objects.values_list("name", "status", "owner__name", "created_at", "updated_at"),
        Change.objects.exclude(customer=None).values_list("at", "by__name", "field", "old", "new"),
        StatusChange.objects.values_list("customer__name", "at", "by__name", "old", "new"),
        Lead.objects.values_list("customer__name", "name", "status", "source", "created_at"),
        Conversion.objects.values_list("customer__name", "lead__name", "at", "by__name"),
        Contact.objects.values_list("customer__name", "name", "title", "email", "phone"),
        Deal.objects.values_list("customer__name", "name", "value", "stage__name", "closed_at"),
        Move.objects.values_list("customer__name", "at", "from_stage__name", "to_stage__name"),
        Activity.objects.values_list("customer__name", "subject", "due_key", "completed_at"),
        Participant.objects.values_list("activity__subject", "contact__name"),
        Note.objects.values_list("customer__name", "body", "at", "is_pinned"),
    )
    return [list(rows.order_by("pk")) for rows in told]


def remove_customers() -> None:
    kinds = [Lead.kind_of_record(), Activity.kind_of_record()]
    Change.objects.filter(Q(kind__in=kinds) | Q(customer__isnull=False)).delete()
    Standing.objects.all().delete()
    Participant.objects.all().delete()
    Activity.objects.all().delete()
    Note.objects.all().delete()
    Conversion.objects.all().delete()
    Lead.objects.all().delete()
    Contact.objects.all().delete()
    Move.objects.all().delete()
    Deal.objects.all().delete()
    StatusChange.objects.all().delete()
    Customer.objects.all().delete()


@pytest.fixture(scope="module", autouse=True)
def small_chunks():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "CHUNK", 70)
        yield


@pytest.fixture(scope="module")
def generated(small_chunks, django_db_setup, django_db_blocker) -> Iterator[str]:
    with lasting(django_db_blocker, lambda: generate(1_000)) as output:
        yield output


@pytest.fixture
def bulk_data(db, generated) -> str:
    """A thousand customers, generated once for this file."""
    return generated


def test_it_adds_as_many_as_asked_and_names_the_people(bulk_data):
    assert Customer.objects.count() == 1_000
    assert "1,000 customers" in bulk_data
    assert "bulk.manager" in bulk_data
    assert "bulk.own" in bulk_data


def test_it_is_skewed_as_life_is(bulk_data):
    owned = Counter(Customer.objects.values_list("owner", flat=True))
    unowned = owned.pop(None)
    own = User.objects.get(username="bulk.own")
    assert owned.pop(own.pk) == 500
    assert 5 < unowned < 35
    shares = sorted(owned.values(), reverse=True)
    assert sum(shares[:20]) > sum(shares[20:])
    status = Counter(Customer.objects.values_list("status", flat=True))
    assert status["active"] > 500
    assert 20 < Customer.objects.archived().count() < 90
    industries = Counter(Customer.objects.values_list("industry__name", flat=True))
    assert industries["Technology"] > 5 * industries["Crafts"]
    assert Industry.objects.count() == 60
    age = timezone.now() - min(Customer.objects.values_list("created_at", flat=True))
    assert 6 * 365 < age.days < 8 * 365


def test_there_is_a_manager_one_who_sees_his_own_and_teams_of_eight(bulk_data):
    assert User.objects.get(username="bulk.manager").is_manager
    own = User.objects.get(username="bulk.own")
    assert (own.scope, own.customers.count()) == ("own", 500)
    assert {team.members.count() for team in Team.objects.all()} == {8}
    assert User.objects.filter(role="account_manager").count() == 201
    assert {user.has_usable_password() for user in User.objects.all()} == {False}


def test_the_columns_that_follow_from_others_are_filled(bulk_data):
    for customer in Customer.objects.all():
        before = customer.name_key, customer.domain, customer.search
        customer.derive()
        assert (customer.name_key, customer.domain, customer.search) == before


def test_the_history_is_what_the_write_path_would_have_left(bulk_data, db):
    """Write the same customers one edit after the other, and compare every row."""
    customers = Customer.objects.filter(version__gt=1).order_by("pk")[:40]
    for customer in customers:
        changes = list(Change.objects.of(customer).select_related("by").order_by("version", "id"))
        statuses = list(customer.status_changes.values("at", "by", "old", "new"))
        twin = Customer(created_at=customer.created_at, updated_at=customer.created_at)
        for version in range(1, customer.version + 1):
            theirs = [change for change in changes if change.version == version]
            for change in theirs:
                setattr(twin, change.field, value_of(change))
            twin.write(by=theirs[0].by, at=None if version == 1 else theirs[0].at)
        written = list(Change.objects.of(twin).select_related("by").order_by("version", "id"))
        assert [told(change) for change in written] == [told(change) for change in changes]
        assert list(twin.status_changes.values("at", "by", "old", "new")) == statuses
        assert {change.customer_id for change in changes} == {customer.pk}
        assert (twin.updated_at, twin.version) == (customer.updated_at, customer.version)


def test_the_contacts_are_what_the_write_path_would_have_left(bulk_data, bob):
    numbers = Counter(Contact.objects.values_list("customer", flat=True))
    assert 2 < sum(numbers.values()) / len(numbers) < 3.5
    assert max(numbers.values()) == 10
    assert Contact.objects.primary().count() == len(numbers)
    for contact in Contact.objects.select_related("customer").order_by("pk")[:40]:
        twin = Contact(**{name: getattr(contact, name) for name in ("customer", *CONTACT)})
        twin.write(by=bob)
        assert (twin.name_key, twin.search) == (contact.name_key, contact.search)
        said = [
            [(c.field, c.old, c.new, c.version) for c in Change.objects.of(one).order_by("id")]
            for one in (twin, contact)
        ]
        assert said[0][:-1] == said[1][:-1]  # the last one tells which was the first of all


def test_the_leads_are_what_the_write_path_would_have_left(bulk_data):
    leads = Lead.objects.select_related("customer", "owner", "industry", "by")
    assert 350 < leads.converted().count() < 550
    assert {lead.status for lead in leads.unconverted()} == set(LeadStatus.values)
    assert Lead.objects.waiting().filter(owner=None).exists()
    assert Activity.objects.filter(lead__in=leads.unconverted(), customer=None).count() > 100
    standing = leads.unarchived()
    for lead in [
        *standing.converted().order_by("pk")[:30],
        *leads.unconverted().order_by("pk")[:30],
    ]:
        twin = Lead(**{name: getattr(lead, name) for name in LEAD}, updated_at=lead.created_at)
        twin.write(by=lead.by)
        if lead.is_converted:
            twin.convert(by=lead.by, customer=lead.customer, contact=False, at=lead.updated_at)
            assert twin.conversion.at == lead.conversion.at
            assert lead.conversion.at >= lead.customer.created_at
        for name in ("name_key", "source_key", "search", "by", "version", "updated_at"):
            assert getattr(twin, name) == getattr(lead, name), name
        assert said(twin) == said(lead)
        owners = {change.customer_id for change in Change.objects.of(lead)}
        assert owners == {lead.customer_id}


def test_the_deals_are_what_the_write_path_would_have_left(bulk_data, bob):
    deals = Deal.objects.select_related("customer", "stage", "owner")
    assert 2_000 < deals.count() < 4_000
    assert {deal.outcome for deal in deals} == {"open", "won", "lost"}
    for deal in deals.order_by("pk")[:60]:
        moves = list(deal.moves.select_related("to_stage"))
        first = moves[0]
        twin = Deal(**{name: getattr(deal, name) for name in DEAL}, stage=first.to_stage)
        twin.write(by=bob)
        for move in moves[1:]:
            twin.move_to(move.to_stage, by=bob, at=move.at, reason=deal.lost_reason)
        for name in FOLLOWING:
            assert getattr(twin, name) == getattr(deal, name), name
        assert moved(twin) == moved(deal)
        assert said(twin) == said(deal)


def test_the_activities_are_what_the_write_path_would_have_left(bulk_data):
    activities = Activity.objects.select_related("customer", "owner", "completed_by", "deal")
    assert 9_000 < activities.count() < 12_000
    numbers = Counter(activities.values_list("customer", flat=True))
    assert max(numbers.values()) > 5 * sum(numbers.values()) / len(numbers)
    assert {activity.kind for activity in activities} == {"call", "email", "meeting", "task"}
    sample = [*activities.open().order_by("pk")[:20], *activities.done().order_by("pk")[:80]]
    assert Participant.objects.filter(activity__in=sample).exists()
    for activity in sample:
        first = Change.objects.of(activity).order_by("id")[0]
        twin = Activity(**{name: getattr(activity, name) for name in ACTIVITY})
        twin.updated_at = twin.created_at
        twin.people = list(activity.contacts.all())
        if activity.version == 1 and not activity.is_open:
            twin.settle(activity.completed_at, by=activity.completed_by)
        twin.write(by=first.by)
        if activity.version > 1:
            twin.settle(activity.completed_at, by=activity.completed_by)
            twin.write(by=first.by, at=activity.completed_at)
        for name in ("due_key", "completed_by", "version", "updated_at"):
            assert getattr(twin, name) == getattr(activity, name), name
        assert set(twin.contacts.all()) == set(activity.contacts.all())
        assert said(twin) == said(activity)
        assert {change.by for change in Change.objects.of(activity)} == {first.by}


def test_who_takes_part_and_the_deal_are_of_the_customer(bulk_data):
    elsewhere = ~models.Q(customer=models.F("deal__customer"))
    for model in (Activity, Note):
        assert model.objects.filter(deal__isnull=False).count() > 100
        assert not model.objects.filter(elsewhere, deal__isnull=False).exists()
    strangers = ~models.Q(activity__customer=models.F("contact__customer"))
    assert not Participant.objects.filter(strangers).exists()


def test_what_is_planned_is_late_and_to_come_on_days_and_at_moments(bulk_data):
    planned, today = Activity.objects.planned(), timezone.localdate()
    assert planned.due_before(today).count() > 30
    assert planned.due_from(today).count() > 60
    assert planned.filter(due_at=None).exists()
    assert planned.filter(due_on=None).exists()
    assert Activity.objects.open().filter(due_on=None, due_at=None).exists()


def test_the_notes_are_what_the_write_path_would_have_left(bulk_data):
    notes = Note.objects.select_related("customer", "by", "deal")
    assert 1_200 < notes.count() < 1_900
    assert notes.exclude(at=models.F("created_at")).exists()
    for note in [*notes.pinned().order_by("pk")[:5], *notes.order_by("pk")[:40]]:
        twin = Note(**{name: getattr(note, name) for name in NOTE})
        twin.updated_at = twin.created_at
        twin.write(by=note.by)
        if note.is_pinned:
            twin.is_pinned = True
            twin.write(by=note.by, at=note.updated_at)
        for name in ("at", "by", "edited_at", "version", "updated_at"):
            assert getattr(twin, name) == getattr(note, name), name
        assert said(twin) == said(note)


def moved(deal: Deal) -> list[tuple]:
    return list(deal.moves.values_list("at", "from_stage", "to_stage"))


def said(record: Recorded) -> list[tuple]:
    changes = Change.objects.of(record).order_by("id")
    return list(changes.values_list("at", "version", "field", "old", "new"))


DEAL = ("customer", "name", "value", "owner", "expected_close", "created_at")
FOLLOWING = (
    *("outcome", "entered_at", "closed_at", "value_key", "close_key", "name_key", "search"),
    *("version", "lost_reason", "updated_at"),
)
ACTIVITY = (
    *("customer", "lead", "kind", "subject", "outcome", "due_on", "due_at", "minutes"),
    *("owner", "deal", "created_at"),
)
LEAD = (
    *("name", "company", "title", "email", "phone", "website", "industry", "source"),
    *("status", "owner", "created_at"),
)
NOTE = ("customer", "body", "noted_on", "deal", "created_at")
CONTACT = ("name", "title", "email", "phone", "created_at", "updated_at")


def value_of(change: Change):
    if change.field == "owner":
        return User.objects.get(name=change.new)
    if change.field == "industry":
        return Industry.objects.get(name=change.new)
    return change.at if change.field == "archived_at" else change.new


def told(change: Change) -> tuple:
    what = (change.kind, change.action, change.door, change.by, change.at)
    return *what, change.version, change.field, change.old, change.new


def test_the_same_seed_gives_the_same_customers_and_another_seed_others(bulk_data):
    before, names = content(), set(Customer.objects.values_list("name", flat=True))
    remove_customers()
    generate(1_000)
    assert content() == before
    remove_customers()
    generate(1_000, seed=2)
    assert len(names & set(Customer.objects.values_list("name", flat=True))) < 50


def test_it_adds_others_when_called_again(bulk_data):
    generate(300)
    assert Customer.objects.count() == 1_300
    assert len(set(Customer.objects.values_list("name", "created_at"))) == 1_300
    assert User.objects.get(username="bulk.own").customers.count() == 500
    assert User.objects.count() == 202


def test_nothing_is_in_the_future(bulk_data):
    assert not Change.objects.filter(at__gt=timezone.now()).exists()


def test_names_of_many_customers_differ(bulk_data):
    assert len(set(Customer.objects.values_list("name", flat=True))) > 980


@pytest.mark.parametrize("number", [0, -5])
def test_it_wants_to_know_how_many(db, number):
    with pytest.raises(CommandError, match="how many"):
        generate(number)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_fills_up_on_a_terminal_and_is_silent_elsewhere():
    for stream in (Terminal(), StringIO()):
        progress = Progress(4, stream)
        progress.advance(1)
        progress.advance(3)
        assert ("100 %" in stream.getvalue()) == stream.isatty()
        assert stream.getvalue().count("\n") == int(stream.isatty())
