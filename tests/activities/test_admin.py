"""Activities and notes in Django admin: the same forms and verbs, the same history."""

from datetime import date

import pytest

from accounts.models import Change, Customer
from activities.models import Activity, Note, Participant
from tests.conftest import add_activity, add_contact, add_customer, add_deal, add_note

CUSTOMERS = "/admin/accounts/customer/"
ACTIVITIES, NOTES = (f"/admin/activities/{name}/" for name in ("activity", "note"))


@pytest.fixture
def site(ada, as_user):
    return as_user(ada)


def act(site, address: str, action: str, *records):
    chosen = {"action": action, "_selected_action": [record.pk for record in records]}
    return site.post(address, chosen)


def errors_of(page) -> list[str]:
    return list(page.context["adminform"].form.errors)


class TestActivities:
    def test_are_logged_and_planned_through_the_form_with_history(self, site, halden, alice, ada):
        page = site.get(f"{ACTIVITIES}add/").text
        assert 'name="customer"' in page
        assert 'name="contacts"' not in page
        assert 'name="deal"' not in page
        said = {"customer": halden.pk, "kind": "call", "subject": "Renewal", "owner": alice.pk}
        said |= {"completed_at": "2026-01-31T09:00", "due_on": "2026-01-30"}
        assert site.post(f"{ACTIVITIES}add/", said).status_code == 302
        call = Activity.objects.get()
        assert (call.owner, call.completed_by, call.due_on) == (alice, ada, date(2026, 1, 30))
        assert {(c.by, c.door) for c in Change.objects.of(call)} == {(ada, "admin")}

    def test_sent_twice_make_one(self, site, halden):
        said = {"customer": halden.pk, "kind": "call", "subject": "Renewal"}
        for _ in range(2):
            response = site.post(f"{ACTIVITIES}add/", {**said, "idempotency_key": "one"})
            assert response.status_code == 302
        assert Activity.objects.count() == 1

    def test_are_changed_and_get_a_deal_and_contacts(self, site, halden, alice):
        maren, deal = add_contact(alice, halden), add_deal(alice, halden)
        other = add_customer(alice, "Other")
        foreign = add_contact(alice, other, "Foreign")
        foreign_deal = add_deal(alice, other, "Foreign deal")
        call = add_activity(alice, halden, due_on="2027-01-31")
        address = f"{ACTIVITIES}{call.pk}/change/"
        page = site.get(address).text
        assert 'name="customer"' not in page
        assert "Maren Solheim" in page
        assert "Fleet renewal" in page
        assert "Foreign" not in page
        said = {"kind": "meeting", "subject": "Kick-off", "version": 1}
        said["due_at"] = "2027-02-01T09:30"
        refused = site.post(address, {**said, "contacts": [foreign.pk], "deal": foreign_deal.pk})
        assert sorted(errors_of(refused)) == ["contacts", "deal"]
        changed = {**said, "contacts": [maren.pk], "deal": deal.pk}
        assert site.post(address, changed).status_code == 302
        call = Activity.objects.get()
        assert (call.kind, call.subject, call.due_on, call.deal) == (
            "meeting",
            "Kick-off",
            None,
            deal,
        )
        assert list(call.contacts.all()) == [maren]

    def test_what_is_wrong_is_named(self, site, halden):
        said = {"customer": halden.pk, "kind": "lunch", "subject": " "}
        said |= {"due_on": "2027-01-31", "due_at": "2027-01-31T09:00", "minutes": "0"}
        said |= {"completed_at": "2999-01-01T00:00"}
        page = site.post(f"{ACTIVITIES}add/", said)
        names = {"kind", "subject", "due_at", "minutes", "completed_at"}
        assert set(errors_of(page)) == names
        assert not Activity.objects.exists()

    def test_a_late_edit_is_told(self, site, halden, alice):
        call = add_activity(alice, halden)
        call.subject = "Quicker"
        call.write(by=alice)
        said = {"kind": "call", "subject": "Late", "version": 1}
        late = site.post(f"{ACTIVITIES}{call.pk}/change/", said)
        assert late.status_code == 409
        assert "Quicker" in late.text

    def test_actions_run_the_verbs(self, site, halden, alice, ada):
        call = add_activity(alice, halden)
        for action, stands in (
            ("complete", (True, ada, False)),
            ("archive", (True, ada, True)),
            ("restore", (True, ada, False)),
            ("reopen", (False, None, False)),
        ):
            assert act(site, ACTIVITIES, action, call).status_code == 302
            call = Activity.objects.get()
            found = (bool(call.completed_at), call.completed_by, bool(call.archived_at))
            assert found == stands

    def test_are_searched_and_narrowed(self, site, halden, alice):
        add_activity(alice, halden, "Ask for charts", owner=alice.pk)
        for query in (
            "q=charts",
            "q=halden",
            "kind__exact=call",
            "completed_at__isempty=1",
            "archived_at__isempty=1",
            f"owner__id__exact={alice.pk}",
        ):
            assert "Ask for charts" in site.get(f"{ACTIVITIES}?{query}").text
        for query in ("q=nothing", "completed_at__isempty=0"):
            assert "Ask for charts" not in site.get(f"{ACTIVITIES}?{query}").text

    def test_nobody_deletes_them(self, site, halden, alice):
        call = add_activity(alice, halden)
        address = f"{ACTIVITIES}{call.pk}/delete/"
        assert site.post(address, {"post": "yes"}).status_code == 403
        assert Activity.objects.exists()


class TestNotes:
    def test_are_written_and_edited_through_the_form_with_history(self, site, halden, alice, ada):
        deal = add_deal(alice, halden)
        assert 'name="deal"' not in site.get(f"{NOTES}add/").text
        said = {"customer": halden.pk, "body": "They moved\nto Oslo", "noted_on": "2026-01-31"}
        assert site.post(f"{NOTES}add/", said).status_code == 302
        note = Note.objects.get()
        assert (note.by, note.noted_on, note.edited_at) == (ada, date(2026, 1, 31), None)
        said = {"body": "They moved\nto Bergen", "version": 1, "deal": deal.pk}
        assert site.post(f"{NOTES}{note.pk}/change/", said).status_code == 302
        note = Note.objects.get()
        assert (note.body, note.deal, note.noted_on) == (said["body"], deal, date(2026, 1, 31))
        assert note.edited_at
        assert {(c.by, c.door) for c in Change.objects.of(note)} == {(ada, "admin")}

    def test_what_is_wrong_is_named(self, site, halden):
        said = {"customer": halden.pk, "body": "x" * 20_001, "noted_on": "2999-01-01"}
        assert set(errors_of(site.post(f"{NOTES}add/", said))) == {"body", "noted_on"}

    def test_actions_run_the_verbs(self, site, halden, alice):
        note = add_note(alice, halden)
        for action, stands in (
            ("pin", (True, False)),
            ("archive", (True, True)),
            ("restore", (True, False)),
            ("unpin", (False, False)),
        ):
            assert act(site, NOTES, action, note).status_code == 302
            note = Note.objects.get()
            assert (note.is_pinned, bool(note.archived_at)) == stands

    def test_are_searched_and_narrowed(self, site, halden, alice):
        add_note(alice, halden, "They want charts")
        for query in ("q=charts", "q=halden", "is_pinned__exact=0", f"by__id__exact={alice.pk}"):
            assert "They want charts" in site.get(f"{NOTES}?{query}").text
        assert "They want charts" not in site.get(f"{NOTES}?q=nothing").text


class TestPurge:
    """What hangs on a customer is listed, goes with it, and leaves others' alone."""

    def test_takes_notes_their_tasks_and_who_took_part(self, site, halden, alice):
        other = add_customer(alice, "Other", owner=alice.pk)
        for customer in (halden, other):
            maren, deal = add_contact(alice, customer), add_deal(alice, customer)
            said = {"contacts": [maren.pk], "deal": deal.pk}
            add_activity(alice, customer, "Done", completed_at="2026-01-31T09:00:00Z", **said)
            add_activity(alice, customer, "Gone", **said).archive(by=alice)
            note = add_note(alice, customer, "- [ ] Send the offer", deal=deal.pk)
            task = note.make_task(0, "Send the offer", by=alice, due_on=date(2027, 1, 31))
            task.complete(by=alice)
            add_note(alice, customer, "Gone").archive(by=alice)
        page = site.get(f"{CUSTOMERS}{halden.pk}/delete/").text
        for going in ("3 activities", "2 notes", "2 participants", "1 deals", "1 contacts"):
            assert going in page
        assert site.post(f"{CUSTOMERS}{halden.pk}/delete/", {"post": "yes"}).status_code == 302
        assert list(Customer.objects.all()) == [other]
        assert (Activity.objects.count(), Note.objects.count()) == (3, 2)
        assert Participant.objects.count() == 2
        assert {activity.customer for activity in Activity.objects.all()} == {other}
        assert not Change.objects.filter(customer=halden.pk).exists()
