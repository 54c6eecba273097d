"""One timeline: complete, in order, and page by page without a gap."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.forms.customer import CustomerForm
from accounts.models import Customer
from accounts.paging import InvalidCursor
from activities.models import Activity, Note
from activities.timeline import KINDS, SOURCES, Timeline
from deals.models import Move
from tests.conftest import add_activity, add_contact, add_customer, add_deal, add_note, stage

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


def told(record, **how) -> list[tuple[str, str]]:
    return [(entry.kind, entry.text) for entry in Timeline(record, size=100, **how)]


def names(record, *, size: int, **how) -> list[str]:
    """Return the names of all entries, read page by page."""
    found, page = [], Timeline(record, size=size, **how)
    while True:
        found += [entry.name for entry in page]
        if page.next is None:
            return found
        page = Timeline(record, size=size, after=page.next, **how)


def test_tells_everything_once_and_in_order(halden, alice, bob):
    maren = add_contact(alice, halden)
    deal = add_deal(alice, halden, value="128000")
    for name in ("Discovery", "Proposal", "Negotiation", "Commit"):
        deal.move_to(stage(name), by=alice)
    deal.win(by=alice)
    add_note(alice, halden, "They want it soon.")
    call = add_activity(alice, halden, "Terms", contacts=[maren.pk])
    call.complete(by=alice)
    said = {"name": "Halden", "status": "inactive", "owner": bob.pk, "website": ""}
    form = CustomerForm(said, instance=halden, user=bob, only=said)
    assert form.is_valid(), form.errors
    form.save()
    halden.archive(by=bob)
    halden.restore(by=bob)
    assert told(halden) == [
        ("archive", "Restored the customer"),
        ("archive", "Archived the customer"),
        ("change", "Owner changed from Alice to Bob"),
        ("change", "Website removed, was https://haldenfreight.example"),
        ("status", "Status changed from Active to Inactive"),
        ("change", "Name changed from Halden Freight Systems to Halden"),
        ("call", "Terms"),
        ("note", "They want it soon."),
        ("move", "Won Fleet renewal, $128,000"),
        ("move", "Moved Fleet renewal from Negotiation to Commit"),
        ("move", "Moved Fleet renewal from Proposal to Negotiation"),
        ("move", "Moved Fleet renewal from Discovery to Proposal"),
        ("move", "Moved Fleet renewal from Qualified to Discovery"),
        ("deal", "Created Fleet renewal, $128,000, in Qualified"),
        ("contact", "Added Maren Solheim as a contact"),
        ("change", "Added Halden Freight Systems"),
    ]


def test_a_contact_and_a_deal_tell_their_own(halden, alice):
    maren, idris = add_contact(alice, halden), add_contact(alice, halden, "Idris Calloway")
    deal = add_deal(alice, halden, contacts=[maren.pk])
    add_deal(alice, halden, "Another")
    for subject, contact in (("With Maren", maren), ("With Idris", idris)):
        add_activity(alice, halden, subject, contacts=[contact.pk]).complete(by=alice)
    add_activity(alice, halden, "On the deal", deal=deal.pk).complete(by=alice)
    add_note(alice, halden, "On the deal", deal=deal.pk)
    maren.archive(by=alice)
    assert told(maren) == [
        ("contact", "Maren Solheim is no longer the primary contact"),
        ("archive", "Archived Maren Solheim"),
        ("call", "With Maren"),
        ("deal", "Created Fleet renewal, in Qualified"),
        ("contact", "Added Maren Solheim as a contact"),
    ]
    assert told(deal) == [
        ("note", "On the deal"),
        ("call", "On the deal"),
        ("deal", "Created Fleet renewal, in Qualified"),
    ]


def test_what_is_planned_or_put_away_has_not_happened(halden, alice):
    add_activity(alice, halden, due_on="2027-01-01")
    add_activity(alice, halden).archive(by=alice)
    done = add_activity(alice, halden, completed_at="2026-05-31T10:00")
    done.archive(by=alice)
    add_note(alice, halden).archive(by=alice)
    assert told(halden) == [("change", "Added Halden Freight Systems")]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_asked_for_alone(halden, alice, kind):
    every = Timeline(halden, size=100)
    assert [entry.name for entry in Timeline(halden, size=100, kinds=[kind])] == [
        entry.name for entry in every if entry.kind == kind
    ]


def test_another_customers_entries_are_not_among_them(halden, alice):
    other = add_customer(alice, "Other")
    note = add_note(alice, other)
    assert "note" not in dict(told(halden))
    assert Timeline.starting_at(halden, f"note-{note.pk}") is None


@pytest.mark.parametrize("cursor", ["x", "note-1", "é", "a" * 5_000])
def test_a_cursor_that_is_none_of_ours_is_refused(halden, cursor):
    with pytest.raises(InvalidCursor):
        Timeline(halden, after=cursor)


@pytest.mark.parametrize("entry", ["", "note", "note-", "note-x", "note-9" * 9, "deal-1", "-1"])
def test_an_entry_that_is_none_is_not_found(halden, entry):
    assert Timeline.starting_at(halden, entry) is None


@pytest.fixture
def crowded(halden, alice) -> Customer:
    """A customer with two hundred entries of all sources at the same moment, and some beside."""
    deal = add_deal(alice, halden)
    moments = [NOON] * 50 + [NOON + timedelta(hours=hours) for hours in (-1, 1)]
    notes = [Note(customer=halden, body="x", noted_on=NOON, at=at, by=alice) for at in moments]
    calls = [Activity(customer=halden, kind="call", subject="x", completed_at=at) for at in moments]
    for row in calls:
        row.derive()
    Note.objects.bulk_create(notes)
    Activity.objects.bulk_create(calls)
    first, second = stage("Qualified"), stage("Discovery")
    Move.objects.bulk_create(
        Move(deal=deal, customer=halden, at=at, from_stage=first, to_stage=second, stood=0)
        for at in moments
    )
    halden.changes.filter(entry="change").update(at=NOON)
    change = halden.changes.told().first()
    for _ in range(50):
        change.pk = None
        change.save(force_insert=True)
    return halden


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(size=1, kinds=[])
@given(size=st.integers(5, 230), kinds=st.lists(st.sampled_from(list(KINDS)), unique=True))
def test_pages_of_any_size_neither_skip_nor_repeat(crowded, size, kinds):
    whole = names(crowded, size=1_000, kinds=kinds)
    assert len(whole) == len(set(whole))
    assert names(crowded, size=size, kinds=kinds) == whole


def test_every_entry_has_an_address_at_which_it_stands_first(crowded):
    whole = names(crowded, size=1_000)
    for name in whole[::17]:
        page = Timeline.starting_at(crowded, name, size=3)
        assert [entry.name for entry in page] == whole[whole.index(name) :][:3]


def test_a_page_takes_as_many_statements_for_few_as_for_many(
    halden, crowded, alice, django_assert_max_num_queries
):
    with django_assert_max_num_queries(len(SOURCES) + 2):  # tasks of notes, contacts of calls
        for entry in Timeline(crowded, size=100):
            assert entry.text
            assert entry.by is None or str(entry.by)
