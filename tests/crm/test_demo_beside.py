"""The demo beside real records: added to them, and gone without a trace when asked to go."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from accounts.history import Door
from accounts.models import Customer, Industry, User
from crm.demo import company
from reports.recount import differing
from tests.conftest import add_customer, add_halden, lasting, person
from tests.crm.demo import demo, everything


@pytest.fixture(scope="module")
def demo_beside(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("demo")
    with override_settings(DATA_DIR=folder), lasting(django_db_blocker, open_for_business):
        before = everything()
        with lasting(django_db_blocker, move_in):
            yield before


def open_for_business() -> None:
    """Add people, customers and an industry that the demo has too."""
    alice, bob = person("alice"), person("bob", role="manager")
    halden = add_halden(alice)
    add_customer(bob, "Brasserie du Port", industry="hospitality", owner=alice.pk)
    halden.status = "inactive"
    halden.write(by=bob)


def move_in() -> None:
    demo(yes=True)


@pytest.fixture
def in_use(db, data_dir, demo_beside) -> dict[str, str]:
    """What was in the database before the demo was added to it."""
    return demo_beside


def test_to_a_database_in_use_it_is_added_and_leaves_no_trace(in_use):
    assert Customer.objects.count() > 60
    demo(clear=True)
    assert everything() == in_use


def test_what_people_did_to_the_demo_goes_with_it(in_use, token_of):
    maya = User.objects.get(username="maya")
    token_of(maya)
    mayas = maya.customers.first()
    mayas.name = "Renamed"
    mayas.write(by=User.objects.get(username="bob"))
    demo(clear=True)
    assert everything() == in_use


def test_whoever_has_real_records_stays_deactivated(in_use):
    maya, jonas = (User.objects.get(username=name) for name in ("maya", "jonas"))
    maya.door = Door.PAGE
    real = add_customer(maya, "A real customer", industry="Agriculture", owner=jonas.pk)
    output = demo(clear=True)
    assert [wrong for _, wrong in differing(Customer.objects.all())] == [[]]
    assert Customer.objects.filter(pk=real.pk, owner=jonas).exists()
    for user in (maya, jonas):
        user.refresh_from_db()
        assert not user.is_active
        assert f"{user} stays, deactivated" in output
    assert Industry.objects.filter(name="Agriculture").exists()
    assert not User.objects.filter(username="vera").exists()
    assert not company.people()
