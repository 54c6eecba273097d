"""Every write leaves who, when, by which door, old and new; nobody's edit is silently lost."""

import pytest
from django.utils import timezone

from accounts.history import Change, Conflict, Door
from accounts.models import Customer, StatusChange, User
from tests.conftest import add_customer


def changes_of(record):
    return {c.field: (c.old, c.new) for c in Change.objects.of(record).order_by("version", "id")}


def test_a_new_customer_leaves_its_values_in_history(halden, alice):
    assert changes_of(halden) == {
        "name": (None, "Halden Freight Systems"),
        "kind": (None, "business"),
        "status": (None, "active"),
        "industry": (None, "Logistics"),
        "website": (None, "https://haldenfreight.example"),
        "owner": (None, "Alice"),
    }
    first = Change.objects.of(halden).first()
    assert (first.by, first.door, first.action) == (alice, Door.PAGE, "created")
    assert first.at == halden.created_at


def test_one_save_that_changes_three_fields_leaves_three_changes(halden, bob):
    halden.name, halden.website, halden.owner = "Halden", "https://halden.example", None
    halden.write(by=bob)
    latest = Change.objects.of(halden).filter(version=2)
    assert {(c.field, c.old, c.new) for c in latest} == {
        ("name", "Halden Freight Systems", "Halden"),
        ("website", "https://haldenfreight.example", "https://halden.example"),
        ("owner", "Alice", None),
    }
    assert {(c.by, c.customer_id) for c in latest} == {(bob, halden.pk)}


def test_a_write_that_changes_nothing_leaves_nothing(halden, alice):
    halden.write(by=alice)
    halden.refresh_from_db()
    assert halden.version == 1
    assert not Change.objects.of(halden).filter(action="changed").exists()


def test_an_edit_of_an_old_version_changes_nothing(halden, alice, bob):
    late = Customer.objects.get(pk=halden.pk)
    halden.name = "Halden Group"
    halden.write(by=bob)
    late.name = "Halden Ltd"
    with pytest.raises(Conflict):
        late.write(by=alice, version=1)
    halden.refresh_from_db()
    assert (halden.name, halden.version) == ("Halden Group", 2)


def test_named_fields_are_written_over_what_stands(halden, alice, bob):
    late = Customer.objects.get(pk=halden.pk)
    halden.name = "Halden Group"
    halden.write(by=bob)
    late.website = "https://halden.example"
    late.write(by=alice, fields=["website"])
    halden.refresh_from_db()
    assert (halden.name, halden.website) == ("Halden Group", "https://halden.example")
    assert late.name == "Halden Group"


def test_status_has_a_log_of_its_own_from_the_creation_on(halden, bob):
    halden.status = "inactive"
    halden.write(by=bob)
    log = StatusChange.objects.filter(customer=halden).values_list("old", "new", "by__username")
    assert list(log) == [("", "active", "alice"), ("active", "inactive", "bob")]


def test_archive_and_restore_stand_in_history_and_do_nothing_twice(halden, alice):
    halden.archive(by=alice)
    halden.archive(by=alice)
    assert halden.archived_at is not None
    halden.restore(by=alice)
    halden.restore(by=alice)
    fields = Change.objects.of(halden).filter(action="changed").values_list("field", flat=True)
    assert list(fields) == ["archived_at", "archived_at"]
    assert halden.version == 3


def test_purge_leaves_only_that_it_happened(halden, ada):
    pk = halden.pk
    halden.purge(by=ada)
    assert not Customer.objects.exists()
    assert not StatusChange.objects.exists()
    left = Change.objects.filter(kind="customer", object_id=pk)
    assert [(c.action, c.by, c.old, c.new) for c in left] == [("purged", ada, None, None)]


def test_history_knows_that_a_password_changed_and_not_which(alice, ada):
    alice.set_password("another secret")
    alice.write(by=ada)
    change = Change.objects.of(alice).get(version=2)
    assert (change.field, change.old, change.new) == ("password", "•••", "•••")


def test_every_column_is_recorded_or_named_as_derived():
    """A column added later is recorded by itself; what is left out is left out by name."""
    recorded = {field.name for field in Customer.recorded_fields()}
    assert recorded == {"name", "kind", "status", "industry", "website", "owner", "archived_at"}
    assert "password" in {field.name for field in User.recorded_fields()}


def test_deactivating_a_person_ends_sessions_and_tokens_for_good(alice, ada, as_user, token_of):
    client = as_user(alice)
    token_of(alice)
    assert client.get("/accounts/").status_code == 200
    alice.deactivate(by=ada)
    assert client.get("/accounts/").status_code == 302
    assert not alice.tokens.alive().exists()
    alice.activate(by=ada)
    assert client.get("/accounts/").status_code == 302
    assert not alice.tokens.alive().exists()
    assert changes_of(alice)["is_active"] == ("no", "yes")


def test_a_customer_dated_back_has_its_first_rows_dated_back(bob):
    past = timezone.now() - timezone.timedelta(days=400)
    customer = add_customer(bob, created_at=past.isoformat())
    assert customer.created_at == past
    assert Change.objects.of(customer).first().at == past
    assert customer.status_changes.get().at == past


def test_a_change_can_be_dated_back_to_the_creation_and_no_further(bob):
    now = timezone.now()
    then = now - timezone.timedelta(days=5)
    customer = add_customer(bob, created_at=(now - timezone.timedelta(days=9)).isoformat())
    customer.status = "inactive"
    customer.write(by=bob, at=then)
    assert Change.objects.of(customer).get(version=2).at == customer.updated_at == then
    assert customer.status_changes.last().at == then
    customer.archive(by=bob, at=then)
    assert customer.archived_at == then
    customer.name = "Halden"
    for wrong in (now - timezone.timedelta(days=10), now + timezone.timedelta(days=1)):
        with pytest.raises(ValueError, match="cannot have been changed"):
            customer.write(by=bob, at=wrong)
