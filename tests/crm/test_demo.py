"""The demo company: believable, the same each day, and gone without a trace when asked to go."""

import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copy
from zoneinfo import ZoneInfo

import pytest
from django.db import models
from django.test import override_settings
from django.utils import timezone

from accounts.forms.customer import CustomerForm
from accounts.history import Change, Door
from accounts.models import Contact, Customer, Industry, Lead, StatusChange, Team, User
from accounts.text import fold
from activities.models import Activity, Note
from activities.timeline import KINDS, Timeline
from crm.demo import company
from crm.demo.people import PEOPLE
from deals.models import Deal
from reports.forms.report import ReportForm
from reports.models import Snooze
from reports.report.active_inactive import ActiveInactive
from reports.report.all import ALL
from reports.signs import Code, Level
from tests.conftest import lasting
from tests.crm.demo import demo

USERNAMES = ["maya", "jonas", "tom", "priya", "vera", "admin"]


@pytest.fixture(scope="module")
def moved_in(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """What the demo said when it filled the database, and the file that it left."""
    folder = tmp_path_factory.mktemp("demo")
    with override_settings(DATA_DIR=folder), lasting(django_db_blocker, demo) as output:
        yield output, folder / "demo.json"


@pytest.fixture
def filled(db, moved_in, data_dir) -> str:
    """The demo company, moved in once for this file."""
    output, sign_ins = moved_in
    copy(sign_ins, data_dir)
    return output


def test_an_empty_database_is_filled_and_the_sign_ins_are_printed(filled, client, data_dir):
    assert Customer.objects.count() >= 60
    passwords = json.loads((data_dir / "demo.json").read_text())
    assert list(passwords) == USERNAMES
    for username, password in passwords.items():
        (line,) = [line for line in filled.splitlines() if password in line]
        assert username in line
        assert str(User.objects.get(username=username)) in line
        assert client.post("/login/", {"username": username, "password": password}).url == "/"
        client.post("/logout/")


def test_the_passwords_are_nobody_elses_business(filled, data_dir):
    assert stat.S_IMODE((data_dir / "demo.json").stat().st_mode) == 0o600
    assert [path.name for path in data_dir.iterdir()] == ["demo.json"]


def test_the_sign_ins_are_printed_again(filled):
    assert demo() == filled
    assert demo(if_empty=True) == filled


def test_lost_passwords_are_said_to_be_lost(filled, data_dir):
    (data_dir / "demo.json").unlink()
    assert "lost: manage.py changepassword maya" in demo()


def test_every_role_and_scope_and_more_than_one_time_zone(filled):
    people = {user.username: user for user in User.objects.all()}
    assert people["admin"].is_superuser
    assert people["priya"].is_manager
    assert people["vera"].is_viewer
    account_managers = [people[name] for name in ("maya", "jonas", "tom")]
    assert {user.role for user in account_managers} == {"account_manager"}
    assert {user.scope for user in account_managers} == {"everyone", "team", "own"}
    assert len({user.time_zone for user in people.values()}) >= 3
    assert Team.objects.count() == 2


def test_the_customers_are_of_all_kinds(filled):
    customers = Customer.objects.select_related("industry", "owner")
    assert {c.status for c in customers} == {"prospect", "active", "inactive"}
    assert {c.kind for c in customers} == {"business", "individual"}
    assert 10 <= Industry.objects.count() <= 16
    owned = {name: customers.filter(owner__username=name).count() for name in USERNAMES}
    assert owned["maya"] > owned["jonas"] > owned["tom"] > 0
    assert customers.filter(owner=None).count() > 3
    assert 1 < customers.archived().count() < 6
    assert any(fold(c.name) != c.name.casefold() for c in customers)
    assert max(len(c.name) for c in customers) > 70
    assert all(not c.website or c.domain.endswith(".example") for c in customers)


def test_the_contacts_are_of_all_kinds(filled):
    halden = Customer.objects.get(name="Halden Freight Systems")
    assert "Maren Solheim" in [contact.name for contact in halden.contacts.all()]
    businesses = Customer.objects.filter(kind="business").count()
    contacts = Contact.objects.all()
    assert businesses < contacts.count() < 4 * businesses
    assert contacts.archived().exists()
    for blank in ("email", "phone", "title"):
        assert 3 < contacts.filter(**{blank: ""}).count() < contacts.count() / 2
    assert Customer.objects.filter(contacts=None, kind="business").exists()
    without_primary = Customer.objects.filter(contacts__archived_at=None, contacts__isnull=False)
    assert without_primary.exclude(contacts__is_primary=True).exists()
    alone = Contact.objects.filter(customer__kind="individual")
    assert alone.filter(name=models.F("customer__name")).count() == alone.count() > 0


def test_the_diary_has_every_kind_done_and_planned(filled):
    activities, today = Activity.objects.all(), timezone.now().date()
    for kind in ("call", "email", "meeting", "task"):
        assert activities.done().filter(kind=kind).count() > 20
        assert activities.open().filter(kind=kind).exists()
    for blank in (0, 1, 2):
        numbers = activities.annotate(number=models.Count("contacts"))
        assert numbers.filter(number=blank).exists()
    assert activities.exclude(outcome="").count() > 100
    assert activities.filter(minutes__isnull=False).count() > 100
    assert activities.filter(deal__isnull=False).count() > 50
    planned = activities.planned()
    assert planned.due_before(today).count() >= 3
    assert planned.due_on(today).filter(due_at=None).count() >= 2
    assert planned.due_on(today).filter(due_on=None).count() >= 2
    assert planned.due_on(today + timedelta(days=1)).exists()
    assert planned.due_from(today + timedelta(days=2)).count() > 10
    for owner in ("maya", "jonas", "tom"):
        assert planned.filter(owner__username=owner).count() >= 4


def test_every_table_of_every_report_has_something_to_show(filled):
    form = ReportForm(user=User.objects.get(username="priya"))
    assert form.is_valid()
    for kind in ALL:
        report = kind(form.asked)
        for table in [report.main, *report.more]:
            assert any(cell.value for row in table.rows for cell in row[1:]), table.title
    months = ActiveInactive(form.asked).months
    assert all(sum(getattr(month, flow) for month in months) for flow in ("came_back", "lost"))


def test_every_sign_and_every_level_has_something_to_show(filled):
    today, customers = timezone.localdate(), Customer.objects.unarchived()
    standings = [customer.standing for customer in customers.select_related("standing")]
    assert {code for standing in standings for code in standing.signs(today)} == set(Code)
    assert {standing.level(today) for standing in standings} == set(Level)
    assert Snooze.objects.filter(until__gt=today).exists()


def test_customers_are_spoken_with_in_rhythms_of_their_own(filled):
    now, active = timezone.now(), Customer.objects.filter(status="active").unarchived()
    last = [customer.standing.last_contact_at for customer in active.select_related("standing")]
    ages = sorted((now - at).days for at in last if at)
    assert len(ages) > 25
    assert sum(age <= 21 for age in ages) > len(ages) / 3
    assert sum(age >= 60 for age in ages) >= 4
    rhythms = set()
    for customer in active:
        days = sorted({a.completed_at.date() for a in customer.activities.interactions()})
        if len(days) > 5:
            rhythms.add((days[-1] - days[0]).days // (len(days) - 1) // 10)
    assert len(rhythms) >= 4


def test_the_notes_have_links_items_and_days_of_their_own(filled):
    notes = Note.objects.all()
    assert notes.count() > 60
    assert notes.filter(body__contains="https://").exists()
    assert notes.exclude(at=models.F("created_at")).count() > 5
    assert notes.filter(deal__isnull=False).count() > 5
    assert notes.pinned().count() == 1
    assert notes.exclude(by=models.F("customer__owner")).exists()
    items = [item for note in notes for item in note.items]
    assert {item.done for item in items} == {True, False}
    (task,) = Activity.objects.filter(note__isnull=False)
    assert task.item in [item.text for item in task.note.items]
    assert all(len(note.body) < 300 for note in notes)


def test_one_customer_has_a_long_story(filled):
    halden = Customer.objects.get(name="Halden Freight Systems")
    entries = list(Timeline(halden, size=500))
    assert len(entries) > 60
    assert {entry.kind for entry in entries} >= KINDS.keys() - {"archive"}
    assert (timezone.now() - entries[-1].at).days > 365
    assert {"open", "won", "lost"} == {deal.outcome for deal in halden.deals.all()}
    planned = halden.activities.planned()
    assert planned.due_before(timezone.now().date()).exists()
    assert planned.filter(due_on=None).count() >= 2


def test_what_was_done_was_with_people_and_about_deals_of_that_time(filled):
    for activity in Activity.objects.done().select_related("deal", "customer", "lead"):
        assert (
            (activity.lead or activity.customer).created_at
            <= activity.created_at
            <= activity.updated_at
        )
        assert activity.deal is None or activity.deal.created_at < activity.created_at
        for contact in activity.contacts.all():
            assert contact.created_at < activity.completed_at
    for model in (Activity, Note):
        assert not model.objects.filter(archived_at__isnull=False).exists()
        assert not model.objects.filter(created_at__gt=timezone.now()).exists()


def test_every_customer_would_pass_the_form(filled):
    manager = User.objects.get(username="priya")
    for customer in Customer.objects.select_related("industry", "owner"):
        said = {
            "name": customer.name,
            "kind": customer.kind,
            "status": customer.status,
            "website": customer.website,
            "industry": str(customer.industry or ""),
            "owner": customer.owner_id,
        }
        form = CustomerForm(said, instance=customer, user=manager)
        assert form.is_valid(), form.errors
        assert form.save().version == customer.version


def test_history_has_something_to_tell(filled):
    now = timezone.now()
    edits = Change.objects.filter(kind="customer", action="changed")
    assert {"status", "owner", "industry", "website", "archived_at"} == set(
        edits.values_list("field", flat=True)
    )
    assert edits.count() > 30
    ages = [(now - c.created_at).days for c in Customer.objects.all()]
    assert min(ages) < 100
    assert 400 < max(ages) < 560
    for customer in Customer.objects.all():
        moments = [(c.version, c.at) for c in Change.objects.of(customer).order_by("version", "id")]
        assert moments == sorted(moments)
        assert moments[0][1] == customer.created_at
        assert moments[-1][1] == customer.updated_at <= now - timedelta(days=1)


def test_people_work_in_office_hours_on_weekdays(filled):
    for change in Change.objects.filter(kind="customer", action="created").select_related("by"):
        local = change.at.astimezone(ZoneInfo(change.by.time_zone))
        assert local.weekday() < 5
        assert 8 <= local.hour < 18


def test_everything_came_in_by_the_door_of_the_demo(filled):
    assert set(Change.objects.values_list("door", flat=True)) == {Door.DEMO}
    assert not Change.objects.filter(by=None).exists()
    for model in (Customer, Contact, Lead, Deal, Activity, Note, User, Team, Industry):
        assert company.of_demo(model).count() == model._default_manager.count()


def history() -> list[tuple]:
    rows = Change.objects.exclude(customer=None).order_by("id").select_related("by")
    return [(c.at, c.by.username, c.version, c.field, c.old, c.new) for c in rows]


def test_the_same_day_has_the_same_demo(filled):
    before = history()
    demo(clear=True)
    demo()
    assert history() == before


def test_clearing_an_empty_database_leaves_it_empty(filled, data_dir):
    demo(clear=True)
    gone = (Customer, Contact, Deal, Activity, Note, User, Team, Industry, Change, StatusChange)
    for model in gone:
        assert not model._default_manager.exists()
    assert not list(data_dir.iterdir())
    assert "no demo data" in demo(clear=True)
    assert company.is_empty()


def test_nobody_of_the_demo_has_a_real_address():
    assert [person["username"] for person in PEOPLE] == USERNAMES
    assert all(company.address(name).endswith(".example") for name in USERNAMES)
