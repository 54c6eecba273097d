"""Activities, notes and the timeline through the API: the same forms and verbs, one history told
once, at a constant price."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.forms.customer import CustomerForm
from accounts.history import Change
from accounts.models import Customer
from activities.models import Activity, Note
from tests.conftest import (
    add_activity,
    add_contact,
    add_customer,
    add_deal,
    add_note,
    person,
    stage,
)

LOG = """mutation ($payload: ActivityInput!, $key: String) {
  createActivity(payload: $payload, idempotencyKey: $key) {
    id kind subject dueOn dueAt completedAt completedBy { username } version
  }
}"""
WRITE = """mutation ($payload: NoteInput!, $key: String) {
  createNote(payload: $payload, idempotencyKey: $key) { id body notedOn at by { username } version }
}"""
CHANGE = """mutation ($id: ID!, $payload: ActivityChanges!, $version: Int) {
  updateActivity(id: $id, payload: $payload, version: $version) {
    subject body dueOn dueAt completedAt completedBy { username } contacts { name } version
  }
}"""
REWRITE = """mutation ($id: ID!, $payload: NoteChanges!, $version: Int) {
  updateNote(id: $id, payload: $payload, version: $version) {
    body notedOn editedAt deal { name } version
  }
}"""
TOLD = """query ($id: ID!, $kinds: [String!], $first: Int, $after: String) { customer(id: $id) {
  timeline(kinds: $kinds, first: $first, after: $after) {
    nodes { kind at by { username } text } pageInfo { hasNextPage endCursor }
  }
} }"""
NESTED = """{ customers(first: 31) { nodes {
  name lastContactAt
  nextStep { dueOn subject activity { owner { name } customer { name } contacts { name } } }
  open: activities(open: true, first: 3) { totalCount nodes { subject owner { name } } }
  done: activities(open: false, first: 3) { nodes {
    subject completedBy { name } deal { name } contacts { name } note { body }
  } }
  notes(first: 3) { totalCount nodes { body by { name } deal { name } } }
  timeline(first: 3) { nodes { kind at text by { name } } pageInfo { hasNextPage endCursor } }
} } }"""
ACTS = {
    "update": ("Activity", 'updateActivity(id: $id, payload: {subject: "Mine"}) { id }'),
    "archive": ("Activity", "archiveActivity(id: $id) { id }"),
    "restore": ("Activity", "restoreActivity(id: $id) { id }"),
    "complete": ("Activity", "completeActivity(id: $id) { id }"),
    "reopen": ("Activity", "reopenActivity(id: $id) { id }"),
    "update a note": ("Note", 'updateNote(id: $id, payload: {body: "Mine"}) { id }'),
    "archive a note": ("Note", "archiveNote(id: $id) { id }"),
    "restore a note": ("Note", "restoreNote(id: $id) { id }"),
    "pin": ("Note", "pinNote(id: $id) { id }"),
    "unpin": ("Note", "unpinNote(id: $id) { id }"),
}


def told(script, customer: Customer, *kinds: str, **paging) -> list[str]:
    """Return the words of a customer's timeline."""
    found = script.data(TOLD, id=customer.pk, kinds=list(kinds), **paging)
    return [node["text"] for node in found["customer"]["timeline"]["nodes"]]


def changes_of(record) -> list[tuple]:
    changes = Change.objects.of(record).order_by("id")
    return list(changes.values_list("action", "version", "field", "old", "new"))


@pytest.fixture
def call(halden, alice) -> Activity:
    """A call that Alice's customer is to get, nobody's own."""
    return add_activity(alice, halden, due_on="2027-01-31")


@pytest.fixture
def note(halden, alice) -> Note:
    return add_note(alice, halden)


class TestActivities:
    """One activity: logged, planned, changed, done."""

    def test_a_script_leaves_the_same_rows_as_form_and_verbs(self, alices, halden, alice):
        maren, deal = add_contact(alice, halden), add_deal(alice, halden)
        said = {"kind": "meeting", "subject": "Kick-off", "body": "Bring\ncharts", "minutes": 45}
        said |= {"outcome": "Agreed", "deal": deal.pk, "contacts": [maren.pk], "owner": alice.pk}
        by_page = add_activity(alice, halden, due_on="2027-01-31", **said)
        by_page.complete(by=alice)
        by_page.reopen(by=alice)
        payload = {"customer": halden.pk, "dueOn": "2027-01-31", **said}
        pk = alices.data(LOG, payload=payload)["createActivity"]["id"]
        for act in ("completeActivity", "reopenActivity"):
            alices.data(f"mutation ($id: ID!) {{ {act}(id: $id) {{ id }} }}", id=pk)
        by_script = Activity.objects.get(pk=pk)
        moment_less = [
            [row for row in changes_of(activity) if row[2] != "completed_at"]
            for activity in (by_script, by_page)
        ]
        assert moment_less[0] == moment_less[1]
        assert [p.contact for p in by_script.participants.all()] == [maren]
        doors = Change.objects.of(by_script).values_list("by", "door").distinct()
        assert list(doors) == [(alice.pk, "api")]

    def test_an_activity_tells_all_that_it_is(self, alices, halden, alice):
        maren, deal = add_contact(alice, halden), add_deal(alice, halden)
        note = add_note(alice, halden, "- [ ] Send the offer")
        task = note.make_task(0, "Send the offer", by=alice, due_on=date(2027, 1, 31))
        meeting = add_activity(
            alice,
            halden,
            kind="meeting",
            due_at="2027-01-31T09:30:00+02:00",
            minutes=30,
            deal=deal.pk,
            contacts=[maren.pk],
            owner=alice.pk,
        )
        asked = """query ($id: ID!) { activity(id: $id) {
          kind subject body outcome dueOn dueAt minutes completedAt archivedAt version
          customer { name } deal { name } contacts { name } owner { username }
          completedBy { username } note { body }
        } }"""
        empty = {"body": None, "outcome": None, "completedAt": None, "archivedAt": None}
        empty |= {"completedBy": None, "version": 1, "customer": {"name": halden.name}}
        assert alices.data(asked, id=meeting.pk)["activity"] == {
            **empty,
            "kind": "meeting",
            "subject": "Renewal",
            "dueOn": None,
            "dueAt": "2027-01-31T07:30:00+00:00",
            "minutes": 30,
            "deal": {"name": "Fleet renewal"},
            "contacts": [{"name": "Maren Solheim"}],
            "owner": {"username": "alice"},
            "note": None,
        }
        assert alices.data(asked, id=task.pk)["activity"] == {
            **empty,
            "kind": "task",
            "subject": "Send the offer",
            "dueOn": "2027-01-31",
            "dueAt": None,
            "minutes": None,
            "deal": None,
            "contacts": [],
            "owner": {"username": "alice"},
            "note": {"body": "- [ ] Send the offer"},
        }

    def test_what_happened_is_logged_at_once(self, alices, halden, alice):
        at = (timezone.now() - timedelta(days=1)).isoformat()
        payload = {"customer": halden.pk, "kind": "call", "subject": "Renewal", "completedAt": at}
        found = alices.data(LOG, payload=payload)["createActivity"]
        assert (found["completedAt"], found["completedBy"]) == (at, {"username": "alice"})

    def test_a_day_takes_the_place_of_a_moment_and_back(self, alices, call):
        moment = "2027-02-01T12:00:00+00:00"
        found = alices.data(CHANGE, id=call.pk, payload={"dueAt": moment})["updateActivity"]
        assert (found["dueOn"], found["dueAt"]) == (None, moment)
        found = alices.data(CHANGE, id=call.pk, payload={"dueOn": "2027-02-02"})["updateActivity"]
        assert (found["dueOn"], found["dueAt"]) == ("2027-02-02", None)
        found = alices.data(CHANGE, id=call.pk, payload={"dueOn": None})["updateActivity"]
        assert (found["dueOn"], found["dueAt"], found["version"]) == (None, None, 4)

    def test_a_day_and_a_moment_are_too_much(self, alices, halden, call):
        both = {"dueOn": "2027-02-01", "dueAt": "2027-02-01T12:00:00Z"}
        created = {"customer": halden.pk, "kind": "call", "subject": "X", **both}
        for document, given in ((LOG, {"payload": created}), (CHANGE, {"payload": both})):
            wrong = alices.error(document, id=call.pk, **given)
            assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["dueAt"])
        assert Activity.objects.get().version == 1

    def test_an_update_writes_what_it_names(self, alices, call, alice):
        mine = Activity.objects.get(pk=call.pk)
        mine.subject = "Changed meanwhile"
        mine.write(by=alice)
        found = alices.data(CHANGE, id=call.pk, payload={"body": "Ask for Maren"})
        assert found["updateActivity"] == {
            "subject": "Changed meanwhile",
            "body": "Ask for Maren",
            "dueOn": "2027-01-31",
            "dueAt": None,
            "completedAt": None,
            "completedBy": None,
            "contacts": [],
            "version": 3,
        }

    def test_an_explicit_null_empties_a_field(self, alices, halden, alice):
        maren = add_contact(alice, halden)
        said = {"body": "Bring charts", "contacts": [maren.pk], "due_on": "2027-01-31"}
        call = add_activity(alice, halden, completed_at="2026-01-31T09:00:00Z", **said)
        payload = {"body": None, "contacts": None, "completedAt": None}
        found = alices.data(CHANGE, id=call.pk, payload=payload)["updateActivity"]
        assert (found["body"], found["contacts"], found["dueOn"]) == (None, [], "2027-01-31")
        assert (found["completedAt"], found["completedBy"]) == (None, None)

    def test_done_at_a_moment_and_open_again(self, alices, call, alice):
        at = (timezone.now() - timedelta(hours=3)).isoformat()
        complete = """mutation ($id: ID!, $at: DateTime) {
          completeActivity(id: $id, at: $at) { completedAt completedBy { username } version }
        }"""
        found = alices.data(complete, id=call.pk, at=at)["completeActivity"]
        assert found == {"completedAt": at, "completedBy": {"username": "alice"}, "version": 2}
        again = alices.data(complete, id=call.pk)["completeActivity"]
        assert again == found
        reopen = "mutation ($id: ID!) { reopenActivity(id: $id) { completedAt version } }"
        found = alices.data(reopen, id=call.pk)["reopenActivity"]
        assert found == {"completedAt": None, "version": 3}

    def test_a_script_corrects_seconds(self, alices, halden, alice):
        call = add_activity(alice, halden, completed_at="2026-01-31T09:00:30Z")
        for at in ("2026-01-31T09:00:15+00:00", "2026-01-31T09:00:00+00:00"):
            found = alices.data(CHANGE, id=call.pk, payload={"completedAt": at})["updateActivity"]
            assert found["completedAt"] == at

    @pytest.mark.parametrize("at", ["2999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
    def test_nothing_is_done_ahead(self, alices, halden, call, at):
        complete = (
            "mutation ($id: ID!, $at: DateTime) { completeActivity(id: $id, at: $at) { id } }"
        )
        wrong = alices.error(complete, id=call.pk, at=at)
        assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["at"])
        payload = {"customer": halden.pk, "kind": "call", "subject": "X", "completedAt": at}
        wrong = alices.error(LOG, payload=payload)
        assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["completedAt"])
        assert Activity.objects.get().completed_at is None

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ({"customer": None}, ["customer"]),
            ({"customer": "999999"}, ["customer"]),
            ({"kind": "lunch"}, ["kind"]),
            ({"subject": " \u200b"}, ["subject"]),
            ({"subject": "x" * 201}, ["subject"]),
            ({"body": "x" * 20_001}, ["body"]),
            ({"dueOn": "1899-12-31"}, ["dueOn"]),
            ({"dueAt": "9999-12-31T23:59:59Z"}, ["dueAt"]),
            ({"minutes": 0}, ["minutes"]),
            ({"deal": "999999"}, ["deal"]),
            ({"deal": "x"}, ["deal"]),
            ({"contacts": ["999999"]}, ["contacts"]),
            ({"owner": "999999"}, ["owner"]),
        ],
    )
    def test_what_is_wrong_is_named(self, alices, halden, said, wrong):
        payload = {"customer": halden.pk, "kind": "call", "subject": "X"} | said
        error = alices.error(LOG, payload=payload)
        assert (error["code"], list(error["fields"])) == ("INVALID", wrong)
        assert not Activity.objects.exists()

    def test_deals_and_contacts_are_the_customers(self, alices, halden, alice):
        other = add_customer(alice, "Other", owner=alice.pk)
        deal, contact = add_deal(alice, other), add_contact(alice, other)
        payload = {"customer": halden.pk, "kind": "call", "subject": "X"}
        for name, value in (("deal", deal.pk), ("contacts", [contact.pk])):
            wrong = alices.error(LOG, payload={**payload, name: value})
            assert list(wrong["fields"]) == [name]

    def test_only_managers_say_when_it_was_created(self, alices, bobs, halden):
        payload = {"customer": halden.pk, "kind": "call", "subject": "X"}
        payload["createdAt"] = "2020-05-31T12:00:00+00:00"
        assert alices.error(LOG, payload=payload)["code"] == "FORBIDDEN"
        bobs.data(LOG, payload=payload)
        (node,) = bobs.data("{ activities { nodes { createdAt } } }")["activities"]["nodes"]
        assert node["createdAt"] == payload["createdAt"]


class TestNotes:
    """One note: written, dated back, changed, pinned."""

    def test_a_note_is_of_today_and_of_who_wrote_it(self, alices, halden):
        payload = {"customer": halden.pk, "body": "Line one\n- [ ] call back"}
        found = alices.data(WRITE, payload=payload)["createNote"]
        assert found["notedOn"] == timezone.now().date().isoformat()
        assert (found["body"], found["by"]) == (payload["body"], {"username": "alice"})

    def test_a_note_may_be_dated_back_and_never_ahead(self, alices, halden):
        payload = {"customer": halden.pk, "body": "They moved", "notedOn": "2026-01-31"}
        found = alices.data(WRITE, payload=payload)["createNote"]
        assert found["at"] == "2026-01-31T12:00:00+00:00"
        payload["notedOn"] = (timezone.now() + timedelta(days=2)).date().isoformat()
        wrong = alices.error(WRITE, payload=payload)
        assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["notedOn"])

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
    def test_today_is_the_authors(self, script_of, halden, zone):
        dan = person("dan", time_zone=zone)
        today = timezone.localdate(timezone=ZoneInfo(zone))
        payload = {"customer": halden.pk, "body": "X", "notedOn": today.isoformat()}
        script_of(dan).data(WRITE, payload=payload)
        wrong = script_of(dan).error(
            WRITE, payload={**payload, "notedOn": (today + timedelta(days=1)).isoformat()}
        )
        assert list(wrong["fields"]) == ["notedOn"]
        note = Note.objects.get()
        assert note.at == note.created_at

    def test_an_edited_note_says_so(self, alices, halden, alice, note):
        deal = add_deal(alice, halden)
        found = alices.data(REWRITE, id=note.pk, payload={"deal": deal.pk})["updateNote"]
        assert (found["editedAt"], found["deal"]) == (None, {"name": deal.name})
        payload = {"body": "They want it later.", "deal": None, "notedOn": "2026-01-31"}
        found = alices.data(REWRITE, id=note.pk, payload=payload)["updateNote"]
        assert found["editedAt"]
        assert (found["body"], found["deal"]) == (payload["body"], None)
        assert (found["notedOn"], found["version"]) == ("2026-01-31", 3)

    def test_a_note_is_pinned_and_let_go(self, alices, note):
        for act, pinned in (("pinNote", True), ("unpinNote", False)):
            found = alices.data(
                f"mutation ($id: ID!) {{ {act}(id: $id) {{ isPinned }} }}", id=note.pk
            )
            assert found[act] == {"isPinned": pinned}

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ({"customer": None}, ["customer"]),
            ({"body": " \u2800"}, ["body"]),
            ({"body": "x" * 20_001}, ["body"]),
            ({"deal": "999999"}, ["deal"]),
        ],
    )
    def test_what_is_wrong_is_named(self, alices, halden, said, wrong):
        error = alices.error(WRITE, payload={"customer": halden.pk, "body": "X"} | said)
        assert (error["code"], list(error["fields"])) == ("INVALID", wrong)
        assert not Note.objects.exists()

    def test_twenty_thousand_characters_come_back(self, alices, halden):
        body = "ø\n" * 9_999 + "øø"
        found = alices.data(WRITE, payload={"customer": halden.pk, "body": body})["createNote"]
        assert found["body"] == body


class TestRetries:
    """What is sent again, and what comes too late."""

    @pytest.mark.parametrize("document", [LOG, WRITE])
    def test_one_key_makes_one(self, alices, halden, document):
        payload = {"customer": halden.pk}
        payload |= {"kind": "call", "subject": "X"} if document == LOG else {"body": "X"}
        first = alices.data(document, payload=payload, key="one")
        assert alices.data(document, payload=payload, key="one") == first
        name = "subject" if document == LOG else "body"
        wrong = alices.error(document, payload={**payload, name: "Y"}, key="one")
        assert list(wrong["fields"]) == ["idempotencyKey"]
        assert Activity.objects.count() + Note.objects.count() == 1

    def test_a_late_edit_is_told_where_the_two_disagree(self, alices, call, note, alice):
        for record, name, document in ((call, "subject", CHANGE), (note, "body", REWRITE)):
            mine = type(record).objects.get(pk=record.pk)
            setattr(mine, name, "Quicker")
            mine.write(by=alice)
            wrong = alices.error(document, id=record.pk, payload={name: "Late"}, version=1)
            assert wrong == {
                "code": "CONFLICT",
                "version": 2,
                "differences": [{"field": name, "yours": "Late", "stands": "Quicker"}],
            }
            record.refresh_from_db()
            assert getattr(record, name) == "Quicker"

    @pytest.mark.parametrize("act", [name for name in ACTS if not name.startswith("update")])
    def test_a_late_act_is_told(self, alices, call, note, alice, act):
        kind, document = ACTS[act]
        record = call if kind == "Activity" else note
        record.archive(by=alice)
        before = changes_of(record)
        document = document.replace("id: $id", "id: $id, version: 1")
        wrong = alices.error(f"mutation ($id: ID!) {{ {document} }}", id=record.pk)
        assert wrong == {"code": "CONFLICT", "version": 2}
        assert changes_of(record) == before


class TestEachDoor:
    """Who sees and who changes activities and notes."""

    @pytest.mark.parametrize("act", ACTS)
    def test_only_who_may_acts(self, charlies, veras, script_of, bobs, call, note, act):
        kind, document = ACTS[act]
        record = call if kind == "Activity" else note
        query = f"mutation ($id: ID!) {{ {document} }}"
        assert charlies.ask(query, id=record.pk) == charlies.ask(query, id="999999")
        assert charlies.error(query, id=record.pk)["code"] == "NOT_FOUND"
        assert veras.error(query, id=record.pk)["code"] == "FORBIDDEN"
        assert script_of(person("dan")).error(query, id=record.pk)["code"] == "FORBIDDEN"
        record.refresh_from_db()
        assert record.version == 1
        bobs.data(query, id=record.pk)

    def test_who_sees_a_customer_adds_to_it_and_changes_their_own(self, script_of, halden):
        charlie = person("charlie")  # who sees everyone's, and may change what is his or nobody's
        script = script_of(charlie)
        payload = {"customer": halden.pk, "kind": "call", "subject": "X", "owner": charlie.pk}
        call = script.data(LOG, payload=payload)["createActivity"]["id"]
        note = script.data(WRITE, payload={"customer": halden.pk, "body": "X"})["createNote"]["id"]
        for kind, document in ACTS.values():
            pk = call if kind == "Activity" else note
            script.data(f"mutation ($id: ID!) {{ {document} }}", id=pk)

    def test_charlie_finds_none_of_alices(self, charlies, halden, call, note):
        for name, record in (("activity", call), ("note", note)):
            asked = f"query ($id: ID!) {{ {name}(id: $id) {{ id }} }}"
            assert charlies.ask(asked, id=record.pk) == charlies.ask(asked, id="999999")
            assert charlies.error(asked, id=record.pk)["code"] == "NOT_FOUND"
        found = charlies.data("{ activities { totalCount } notes { totalCount } }")
        assert found == {"activities": {"totalCount": 0}, "notes": {"totalCount": 0}}
        for document, said in ((LOG, {"kind": "call", "subject": "X"}), (WRITE, {"body": "X"})):
            answers = [
                charlies.ask(document, payload={"customer": number, **said})
                for number in (halden.pk, "999999")
            ]
            assert answers[0] == answers[1]

    def test_the_viewer_looks_on(self, veras, halden, call, note):
        found = veras.data("{ activities { totalCount } notes { totalCount } }")
        assert found == {"activities": {"totalCount": 1}, "notes": {"totalCount": 1}}
        for document, said in ((LOG, {"kind": "call", "subject": "X"}), (WRITE, {"body": "X"})):
            wrong = veras.error(document, payload={"customer": halden.pk, **said})
            assert wrong["code"] == "FORBIDDEN"


class TestLists:
    """Activities and notes in lists, of all customers and of one."""

    @pytest.mark.parametrize(
        ("arguments", "found"),
        [
            ("", ["Soon", "Later", "Spoken"]),
            ('(orderBy: "-dueAt")', ["Spoken", "Later", "Soon"]),
            ('(orderBy: "createdAt", first: 2)', ["Later", "Soon"]),
            ("(open: true)", ["Soon", "Later"]),
            ("(open: false)", ["Spoken"]),
            ('(kind: ["call", "task"])', ["Soon", "Spoken"]),
            ('(owner: ["none"])', ["Later", "Spoken"]),
            ("(archived: true)", ["Gone"]),
        ],
    )
    def test_activities_are_narrowed_and_sorted(self, alices, halden, alice, arguments, found):
        add_activity(alice, halden, "Later", kind="meeting", due_at="2027-01-02T09:00:00Z")
        add_activity(alice, halden, "Soon", kind="task", due_on="2027-01-02", owner=alice.pk)
        add_activity(alice, halden, "Spoken", completed_at="2026-01-02T09:00:00Z")
        add_activity(alice, halden, "Gone").archive(by=alice)
        asked = f"{{ activities{arguments} {{ nodes {{ subject }} }} }}"
        nodes = alices.data(asked)["activities"]["nodes"]
        assert [node["subject"] for node in nodes] == found

    def test_they_are_found_by_customer_and_deal(self, alices, halden, alice):
        other, deal = add_customer(alice, "Other"), add_deal(alice, halden)
        add_activity(alice, halden, "On the deal", deal=deal.pk)
        add_activity(alice, other, "Elsewhere")
        add_note(alice, halden, "On the deal", deal=deal.pk)
        add_note(alice, other, "Elsewhere")
        asked = """query ($customer: ID, $deal: ID) {
          activities(customer: $customer, deal: $deal) { nodes { subject } }
          notes(customer: $customer, deal: $deal) { nodes { body } }
        }"""
        on_deal = {
            "activities": {"nodes": [{"subject": "On the deal"}]},
            "notes": {"nodes": [{"body": "On the deal"}]},
        }
        assert alices.data(asked, deal=deal.pk) == on_deal
        assert alices.data(asked, customer=halden.pk) == on_deal
        assert alices.data(asked, customer=other.pk)["notes"]["nodes"] == [{"body": "Elsewhere"}]

    def test_notes_come_newest_first_and_page_on(self, alices, halden, alice):
        for day in (2, 3, 1):
            add_note(alice, halden, f"Day {day}", noted_on=f"2026-01-0{day}")
        asked = """query ($after: String) { notes(first: 2, after: $after) {
          nodes { body } pageInfo { endCursor }
        } }"""
        page = alices.data(asked)["notes"]
        assert page["nodes"] == [{"body": "Day 3"}, {"body": "Day 2"}]
        rest = alices.data(asked, after=page["pageInfo"]["endCursor"])["notes"]
        assert rest["nodes"] == [{"body": "Day 1"}]

    def test_a_customers_own_are_told_apart(self, alices, halden, alice):
        add_activity(alice, halden, "Later", due_on="2027-01-02")
        add_activity(alice, halden, "Soon", due_at="2027-01-01T09:00:00Z")
        for day in (1, 3, 2):
            add_activity(alice, halden, f"Day {day}", completed_at=f"2026-01-0{day}T09:00:00Z")
        add_activity(alice, halden, "Gone").archive(by=alice)
        add_note(alice, halden, "Written")
        add_note(alice, halden, "Gone").archive(by=alice)
        asked = """query ($id: ID!) { customer(id: $id) {
          all: activities { totalCount }
          open: activities(open: true) { nodes { subject } }
          done: activities(open: false, first: 2) {
            totalCount nodes { subject } pageInfo { hasNextPage endCursor }
          }
          notes { totalCount nodes { body } }
        } }"""
        found = alices.data(asked, id=halden.pk)["customer"]
        assert found["all"] == {"totalCount": 5}
        assert found["open"] == {"nodes": [{"subject": "Soon"}, {"subject": "Later"}]}
        page = found["done"].pop("pageInfo")
        assert found["done"] == {
            "totalCount": 3,
            "nodes": [{"subject": "Day 3"}, {"subject": "Day 2"}],
        }
        assert found["notes"] == {"totalCount": 1, "nodes": [{"body": "Written"}]}
        assert page["hasNextPage"]
        rest = """query ($id: ID!, $after: String) { customer(id: $id) {
          activities(open: false, after: $after) { nodes { subject } }
        } }"""
        found = alices.data(rest, id=halden.pk, after=page["endCursor"])["customer"]
        assert found["activities"]["nodes"] == [{"subject": "Day 1"}]


class TestFigures:
    """When we last spoke, and what comes next."""

    asked = """query ($id: ID!) { customer(id: $id) {
      lastContactAt nextStep { dueOn subject activity { id } }
    } }"""

    def test_there_may_be_none(self, alices, halden):
        found = alices.data(self.asked, id=halden.pk)["customer"]
        assert found == {"lastContactAt": None, "nextStep": None}

    def test_last_contact_is_what_was_spoken_whatever_it_was_logged_on(self, alices, halden, alice):
        deal, maren = add_deal(alice, halden), add_contact(alice, halden)
        tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
        add_activity(alice, halden, kind="meeting", due_at=tomorrow)
        add_activity(alice, halden, kind="task", completed_at="2026-05-01T09:00:00Z")
        add_note(alice, halden)
        spoken = add_activity(alice, halden, completed_at="2026-01-01T09:00:00Z")
        found = alices.data(self.asked, id=halden.pk)["customer"]
        assert found["lastContactAt"] == spoken.completed_at.isoformat()
        add_activity(alice, halden, completed_at="2026-02-01T09:00:00Z", deal=deal.pk)
        found = alices.data(self.asked, id=halden.pk)["customer"]
        assert found["lastContactAt"] == "2026-02-01T09:00:00+00:00"
        with_maren = add_activity(
            alice, halden, kind="email", completed_at="2026-03-01T09:00:00Z", contacts=[maren.pk]
        )
        found = alices.data(self.asked, id=halden.pk)["customer"]
        assert found["lastContactAt"] == "2026-03-01T09:00:00+00:00"
        with_maren.archive(by=alice)
        found = alices.data(self.asked, id=halden.pk)["customer"]
        assert found["lastContactAt"] == "2026-02-01T09:00:00+00:00"

    def test_the_next_step_is_what_is_due_first(self, alices, halden, alice):
        add_activity(alice, halden, "Some time")
        add_activity(alice, halden, "Done", due_on="2027-01-01").complete(by=alice)
        add_activity(alice, halden, "Gone", due_on="2027-01-01").archive(by=alice)
        add_activity(alice, halden, "Later", due_on="2027-01-03")
        step = add_activity(alice, halden, "Next", due_at="2027-01-02T23:30:00Z")
        asked = {"dueOn": "2027-01-02", "subject": "Next", "activity": {"id": str(step.pk)}}
        assert alices.data(self.asked, id=halden.pk)["customer"]["nextStep"] == asked

    @pytest.mark.parametrize(
        ("zone", "day"), [("Asia/Kathmandu", "2027-01-03"), ("America/New_York", "2027-01-02")]
    )
    def test_a_moment_is_due_on_the_installations_day(self, alices, halden, alice, zone, day):
        add_activity(alice, halden, due_at="2027-01-02T23:30:00Z")
        with override_settings(TIME_ZONE=zone):
            found = alices.data(self.asked, id=halden.pk)["customer"]
        assert found["nextStep"]["dueOn"] == day


class TestTimeline:
    """Everything that happened with a customer, each thing once."""

    def test_it_tells_what_happened_not_what_is_planned(self, alices, halden, alice):
        add_activity(alice, halden, "Planned", due_on="2027-01-31")
        call = add_activity(alice, halden, "Spoken", completed_at="2020-01-01T09:00:00Z")
        add_note(alice, halden, "Line one\nLine two", noted_on="2020-01-02")
        found = alices.data(TOLD, id=halden.pk)["customer"]["timeline"]
        assert found["nodes"] == [
            {
                "kind": "change",
                "at": halden.created_at.isoformat(),
                "by": {"username": "alice"},
                "text": f"Added {halden.name}",
            },
            {
                "kind": "note",
                "at": "2020-01-02T12:00:00+00:00",
                "by": {"username": "alice"},
                "text": "Line one\nLine two",
            },
            {
                "kind": "call",
                "at": call.completed_at.isoformat(),
                "by": {"username": "alice"},
                "text": "Spoken",
            },
        ]
        assert not found["pageInfo"]["hasNextPage"]

    def test_one_save_that_changes_three_fields_is_three_changes(self, alices, halden, alice):
        said = {"name": "Halden", "website": "halden.example", "industry": "Mining"}
        form = CustomerForm(said, instance=halden, user=alice, only=said)
        assert form.is_valid()
        form.save()
        texts = told(alices, halden, "change")
        assert texts.pop() == "Added Halden Freight Systems"
        assert sorted(texts) == [
            "Industry changed from Logistics to Mining",
            "Name changed from Halden Freight Systems to Halden",
            "Website changed from https://haldenfreight.example to https://halden.example",
        ]

    def test_a_deal_moved_through_four_stages_is_four_moves(self, alices, halden, alice):
        deal = add_deal(alice, halden, value="500")
        for name in ("Discovery", "Proposal", "Negotiation", "Won"):
            deal.move_to(stage(name), by=alice)
        assert told(alices, halden, "move") == [
            "Won Fleet renewal, $500",
            "Moved Fleet renewal from Proposal to Negotiation",
            "Moved Fleet renewal from Discovery to Proposal",
            "Moved Fleet renewal from Qualified to Discovery",
        ]
        assert told(alices, halden, "deal") == ["Created Fleet renewal, $500, in Qualified"]

    def test_reassigned_archived_and_restored_it_shows(self, alices, bobs, halden, alice, bob):
        form = CustomerForm({"owner": bob.pk}, instance=halden, user=alice, only=["owner"])
        assert form.is_valid()
        form.save()
        halden.archive(by=bob)
        halden.restore(by=bob)
        assert told(bobs, halden, "change", "archive")[:3] == [
            "Restored the customer",
            "Archived the customer",
            "Owner changed from Alice to Bob",
        ]

    def test_contacts_and_the_status_have_kinds_of_their_own(self, alices, halden, alice):
        add_contact(alice, halden).archive(by=alice)
        form = CustomerForm({"status": "inactive"}, instance=halden, user=alice, only=["status"])
        assert form.is_valid()
        form.save()
        assert told(alices, halden, "status") == ["Status changed from Active to Inactive"]
        assert "Added Maren Solheim as a contact" in told(alices, halden, "contact")

    def test_what_was_put_away_is_not_told(self, alices, halden, alice):
        add_activity(alice, halden, completed_at="2020-01-01T09:00:00Z").archive(by=alice)
        add_note(alice, halden).archive(by=alice)
        assert told(alices, halden, "call", "note") == []

    @pytest.mark.parametrize("kinds", [["lunch"], [""], ["note", "x" * 9_000]])
    def test_an_unknown_kind_is_refused(self, alices, halden, kinds):
        wrong = alices.error(TOLD, id=halden.pk, kinds=kinds)
        assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["kinds"])

    def test_a_foreign_cursor_is_refused(self, alices, halden, note):
        asked = "{ customers { pageInfo { endCursor } } notes { pageInfo { endCursor } } }"
        ends = [page["pageInfo"]["endCursor"] for page in alices.data(asked).values()]
        for cursor in (*ends, "x", "x" * 5_000, "\x00"):
            wrong = alices.error(TOLD, id=halden.pk, after=cursor)
            assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["after"])
        wrong = alices.error(TOLD, id=halden.pk, first=-1)
        assert (wrong["code"], list(wrong["fields"])) == ("INVALID", ["first"])

    @pytest.mark.parametrize("size", [1, 3, 7])
    def test_pages_neither_skip_nor_repeat(self, alices, halden, alice, size):
        at = datetime(2026, 1, 31, 12, tzinfo=UTC)
        deal = add_deal(alice, halden)
        deal.move_to(stage("Proposal"), by=alice)
        for number in range(5):  # a note of that day stands at the same noon
            add_activity(alice, halden, f"Call {number}", completed_at=at)
            add_note(alice, halden, f"Note {number}", noted_on=at.date())
        Change.objects.update(at=at)
        deal.moves.update(at=at)
        whole = told(alices, halden, first=100)
        assert len(set(whole)) == len(whole) == 5 + 5 + 2 + 1
        found, after = [], None
        while True:
            page = alices.data(TOLD, id=halden.pk, first=size, after=after)["customer"]["timeline"]
            found += [node["text"] for node in page["nodes"]]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
            assert len(page["nodes"]) == size
        assert found == whole

    def test_nested_it_is_each_customers_own(self, alices, alice):
        for name in ("Air", "Bikes", "Cranes"):
            customer = add_customer(alice, name, owner=alice.pk)
            for number in range(3):
                add_note(alice, customer, f"{name} {number}")
        asked = """{ customers { nodes { name timeline(kinds: ["note"], first: 2) {
          nodes { text } pageInfo { hasNextPage endCursor }
        } } } }"""
        for customer in alices.data(asked)["customers"]["nodes"]:
            name, page = customer["name"], customer["timeline"]
            assert [node["text"] for node in page["nodes"]] == [f"{name} 2", f"{name} 1"]
            owner = Customer.objects.get(name=name)
            rest = told(alices, owner, "note", after=page["pageInfo"]["endCursor"])
            assert rest == [f"{name} 0"]

    def test_no_page_has_no_end(self, alices, halden):
        page = alices.data(TOLD, id=halden.pk, first=0)["customer"]["timeline"]
        assert page == {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": None}}


def test_the_nested_query_takes_as_many_statements_whatever_the_rows(alices, alice, bob):
    counts = []
    for more in (1, 30):
        for number in range(more):
            owner = (alice, bob)[number % 2]
            customer = add_customer(owner, f"Customer {more} {number}", owner=owner.pk)
            said = {"contacts": [add_contact(owner, customer).pk], "owner": owner.pk}
            said["deal"] = add_deal(owner, customer).pk
            for step in ("First", "Second"):
                note = add_note(owner, customer, f"- [ ] {step}", deal=said["deal"])
                note.make_task(0, step, by=owner, due_on=date(2027, 1, 1)).complete(by=owner)
                add_activity(owner, customer, step, due_on="2027-01-01", **said)
                add_activity(owner, customer, step, completed_at="2026-01-01T09:00:00Z", **said)
        alices.data(NESTED)  # the token's use is written down once a minute
        with CaptureQueriesContext(connection) as captured:
            found = alices.data(NESTED)["customers"]["nodes"]
        assert all(node["nextStep"] and len(node["timeline"]["nodes"]) == 3 for node in found)
        counts.append(len(captured))
    # The token; customers; how they stand; the next step, its owner, customer and contacts; what
    # is open, its number and owners; what is done, by whom, its deals, contacts and notes; notes,
    # their number, authors and deals; six sources of the timeline.
    assert counts[0] == counts[1] <= 1 + 1 + 1 + 4 + 3 + 5 + 4 + 6, counts


def test_the_pages_of_two_orders_do_not_mix(alices, halden, alice):
    for number in range(3):
        add_activity(alice, halden, f"Call {number}", due_on=f"2027-01-0{number + 1}")
    asked = """query ($order: String, $after: String) {
      activities(orderBy: $order, first: 2, after: $after) {
        nodes { subject } pageInfo { endCursor }
      }
    }"""
    ends = [
        alices.data(asked, order=order)["activities"]["pageInfo"]["endCursor"]
        for order in ("dueOn", "-dueOn", "createdAt")
    ]
    for _, foreign in pairwise(ends):
        assert list(alices.error(asked, order="dueOn", after=foreign)["fields"]) == ["after"]
