"""The people and the small world that tests live in.

Alice owns, Bob manages, Charlie is a stranger who sees only his own, Vera views. Ada is the admin.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

import pytest
import zeal
from django.apps import apps
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.db.models.signals import post_migrate
from django.test import Client, override_settings

from accounts.acts import act
from accounts.forms.contact import ContactForm
from accounts.forms.customer import CustomerForm
from accounts.forms.lead import LeadForm
from accounts.history import Door
from accounts.models import ApiToken, Contact, Customer, Lead, Team, User
from activities.forms.activity import ActivityForm
from activities.forms.note import NoteForm
from activities.models import Activity, Note
from deals.forms.deal import DealForm
from deals.models import Deal, Pipeline, Stage

PASSWORD = "correct horse battery staple"
Built = TypeVar("Built")


def lacking(tool: str) -> None:
    """Skip by name for want of a tool; where nothing may be skipped, fail instead."""
    if os.environ.get("NOTHING_SKIPPED") == "1":
        pytest.fail(f"{tool} is missing, and nothing may be skipped here.")
    pytest.skip(f"{tool} is missing on this machine.")


@pytest.fixture(scope="session", autouse=True)
def swift_settings():
    """Files as they lie in static/, and passwords hashed once: tests need no more."""
    staticfiles = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={"staticfiles": staticfiles},
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_AUTOREFRESH=True,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory) -> None:
    """Give each process an SQLite file of its own: threads and the browser share it as in life."""
    default = connections["default"]
    if default.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        default.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(scope="session", autouse=True)
def pipeline_in_every_house():
    """Give back the pipeline that a migration made, which tests with transactions flush away."""

    def make_again(**said: Any) -> None:
        if not Pipeline.objects.exists():
            import_module("deals.migrations.0002_default_pipeline").create(apps, None)

    sender = apps.get_app_config("deals")
    post_migrate.connect(make_again, sender=sender, weak=False)
    yield
    post_migrate.disconnect(make_again, sender=sender)


@pytest.fixture(autouse=True)
def no_query_per_row():
    """A query for each row of a list is an error in every test."""
    with zeal.zeal_context():
        yield


@pytest.fixture(autouse=True)
def nothing_was_tried():
    """Nobody has used up what they may try."""
    cache.clear()


@pytest.fixture(autouse=True)
def mail_goes_at_once(monkeypatch):
    """Mail leaves before the answer, in the thread and the transaction of the test."""
    monkeypatch.setattr("accounts.forms.reset.later", lambda act, *args: act(*args))


@contextmanager
def lasting(django_db_blocker, build: Callable[[], Built]) -> Iterator[Built]:
    """Build what several tests find; what each of them does to it is undone, and it all after them.

    Foreign keys are looked at once, and not again by each of the tests.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with act():
            built = build()
        connection.check_constraints()
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def swept(django_db_setup, django_db_blocker) -> None:
    """Clear PostgreSQL's tables of what earlier tests undid: reading past it is work as well."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")


def know_the_rows() -> None:
    """Let PostgreSQL find out how many rows there are: by itself it does only after a commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def person(username: str, **details) -> User:
    user = User.objects.create_user(
        username, f"{username}@rapport.example", PASSWORD, name=username.capitalize(), **details
    )
    user.door = Door.PAGE
    return user


@pytest.fixture
def team(db) -> Team:
    team = Team(name="North")
    team.write(by=None)
    return team


@pytest.fixture
def alice(db) -> User:
    """An account manager who owns."""
    return person("alice")


@pytest.fixture
def bob(db) -> User:
    """A manager."""
    return person("bob", role="manager")


@pytest.fixture
def charlie(db) -> User:
    """A stranger: an account manager who sees what is his or nobody's."""
    return person("charlie", scope="own")


@pytest.fixture
def vera(db) -> User:
    """A viewer."""
    return person("vera", role="viewer")


@pytest.fixture
def ada(db) -> User:
    """The admin."""
    return person("ada", is_superuser=True, is_staff=True)


def add_customer(by: User, name: str = "Halden Freight Systems", **said) -> Customer:
    """Add a customer as a page does."""
    form = CustomerForm({"name": name, **said}, user=by)
    assert form.is_valid(), form.errors
    return form.save()


def add_lead(by: User, name: str = "Orrin Tackett", **said: Any) -> Lead:
    """Add a lead of one's own as a page does."""
    said = {"company": "Grainfield Mills", "source": "Website form", "owner": by.pk, **said}
    form = LeadForm({"name": name, **said}, user=by)
    assert form.is_valid(), form.errors
    return form.save()


def add_contact(by: User, customer: Customer, name: str = "Maren Solheim", **said) -> Contact:
    """Add a contact as a page does."""
    form = ContactForm({"customer": customer.pk, "name": name, **said}, user=by)
    assert form.is_valid(), form.errors
    return form.save()


def stage(name: str) -> Stage:
    """Return a stage of the default pipeline."""
    return Stage.objects.get(name=name, pipeline__is_default=True)


def add_deal(by: User, customer: Customer, name: str = "Fleet renewal", **said: Any) -> Deal:
    """Create a deal as a page does."""
    form = DealForm({"customer": customer.pk, "name": name, **said}, user=by)
    assert form.is_valid(), form.errors
    return form.save()


def add_activity(
    by: User, about: Customer | Lead, subject: str = "Renewal", **said: Any
) -> Activity:
    """Log or plan an activity, a call unless another kind is said."""
    said = {"kind": "call", about.kind_of_record(): about.pk, **said}
    form = ActivityForm({"subject": subject, **said}, user=by)
    assert form.is_valid(), form.errors
    return form.save()


def add_note(
    by: User, about: Customer | Lead, body: str = "They want it soon.", **said: Any
) -> Note:
    """Write a note as a page does."""
    form = NoteForm({about.kind_of_record(): about.pk, "body": body, **said}, user=by)
    assert form.is_valid(), form.errors
    return form.save()


def add_halden(alice: User) -> Customer:
    return add_customer(
        alice,
        industry="Logistics",
        website="haldenfreight.example",
        status="active",
        owner=alice.pk,
    )


@pytest.fixture
def halden(alice) -> Customer:
    """Alice's customer."""
    return add_halden(alice)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "accounts.backends.NameOrEmailBackend")
    return client


@pytest.fixture
def as_user():
    """Return a browser in which this person is signed in."""
    return signed_in


def issue_token(user: User, **details: Any) -> str:
    return ApiToken.issue(user, name="A script", by=user, **details)[1]


@pytest.fixture
def token_of():
    """Return the secret of a new token of this person."""
    return issue_token
