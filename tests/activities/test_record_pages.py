"""Records through the pages: the composer, the timeline, notes that are ticked."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.history import Change
from activities.models import Activity, Note
from tests.conftest import add_activity, add_contact, add_customer, add_deal, add_note, person

HTMX = {"HX-Request": "true"}


@pytest.fixture
def alices(as_user, alice):
    return as_user(alice)


def compose(client, halden, kind: str = "call", **said):
    return client.post(
        f"/activities/add/?customer={halden.pk}&kind={kind}",
        {"kind": kind, "subject": "Renewal", **said},
    )


class TestComposer:
    def test_stands_open_on_the_record(self, halden, alices):
        page = alices.get(f"/accounts/{halden.pk}/").text
        assert f'action="/notes/add/?customer={halden.pk}"' in page
        for kind in ("call", "email", "meeting", "task"):
            assert f"/activities/add/?customer={halden.pk}&amp;kind={kind}" in page

    def test_a_call_of_yesterday_is_logged(self, halden, alices, alice):
        day = timezone.localdate() - timedelta(days=1)
        answer = compose(alices, halden, day=day.isoformat(), happened="yes", owner=alice.pk)
        assert answer.url == f"/accounts/{halden.pk}/#timeline"
        call = Activity.objects.get()
        assert (timezone.localtime(call.completed_at).date(), call.owner) == (day, alice)
        assert {(c.by, c.door) for c in Change.objects.of(call)} == {(alice, "page")}
        assert "Renewal" in alices.get(f"/accounts/{halden.pk}/").text

    def test_a_task_for_tomorrow_stands_above_the_timeline(self, halden, alices):
        tomorrow = timezone.localdate() + timedelta(days=1)
        compose(alices, halden, "task", day=tomorrow.isoformat(), happened="no")
        page = alices.get(f"/accounts/{halden.pk}/").text
        assert page.index("Planned</h3>") < page.index("Renewal", page.index("Planned</h3>"))

    def test_htmx_gets_an_empty_composer_and_the_timeline(self, halden, alices):
        said = {"body": "They want it soon.", "idempotency_key": "one"}
        piece = alices.post(f"/notes/add/?customer={halden.pk}", said, headers=HTMX).text
        composer, entries = piece.split('<div id="entries"', 1)
        assert "They want it soon." not in composer
        assert 'value="one"' not in composer
        assert "They want it soon." in entries
        assert 'hx-swap-oob="true"' in entries
        assert 'id="stats"' in entries

    def test_what_is_wrong_stands_beside_what_was_typed(self, halden, alices):
        for headers in ({}, HTMX):
            address = f"/activities/add/?customer={halden.pk}&kind=call"
            said = {"kind": "call", "subject": "Renewal", "day": "2999-01-01", "body": "Kept"}
            page = alices.post(address, said, headers=headers)
            assert page.status_code == 422
            assert "This has not come yet. Plan it instead." in page.text
            assert "Kept" in page.text
        assert not Activity.objects.exists()

    def test_twice_with_different_text_stores_both_and_a_double_click_one(self, halden, alices):
        address = f"/notes/add/?customer={halden.pk}"
        for key, body in (("a", "One"), ("b", "Two"), ("b", "Two")):
            alices.post(address, {"body": body, "idempotency_key": key})
        assert sorted(Note.objects.values_list("body", flat=True)) == ["One", "Two"]

    def test_on_a_deal_and_on_a_contact_it_knows_where_it_stands(self, halden, alices, alice):
        deal, maren = add_deal(alice, halden), add_contact(alice, halden)
        page = alices.get(f"/deals/{deal.pk}/").text
        address = f"/activities/add/?customer={halden.pk}&amp;deal={deal.pk}&amp;kind=call"
        assert address in page
        form = alices.get(address.replace("&amp;", "&"), headers=HTMX).context["form"]
        assert form["deal"].value() == str(deal.pk)
        form = alices.get(f"/activities/add/?customer={halden.pk}&contact={maren.pk}")
        assert form.context["form"]["contacts"].value() == [maren.pk]

    def test_asks_for_the_customer_first(self, halden, alices):
        page = alices.get("/activities/add/?kind=meeting")
        assert f"/activities/add/?kind=meeting&amp;customer={halden.pk}" in page.text

    def test_charlie_finds_no_customer_of_alices(self, halden, alice, charlie, as_user):
        client, deal = as_user(charlie), add_deal(alice, halden)
        own = add_customer(charlie, "Own", owner=charlie.pk)
        for query in (f"customer={halden.pk}", f"customer={own.pk}&deal={deal.pk}", "customer=x"):
            assert client.get(f"/activities/add/?{query}").status_code == 404
            assert client.post(f"/notes/add/?{query}", {"body": "x"}).status_code == 404

    def test_a_viewer_sees_no_composer_and_writes_nothing(self, halden, vera, as_user):
        client = as_user(vera)
        assert 'id="composer"' not in client.get(f"/accounts/{halden.pk}/").text
        assert client.post(f"/notes/add/?customer={halden.pk}", {"body": "x"}).status_code == 403

    def test_who_sees_the_customer_writes_on_it_without_changing_it(self, halden, as_user):
        client = as_user(person("colin"))
        page = client.get(f"/accounts/{halden.pk}/").text
        assert 'id="composer"' in page
        assert "Edit all" not in page
        assert client.post(f"/notes/add/?customer={halden.pk}", {"body": "x"}).status_code == 302


class TestNotes:
    def test_an_item_is_ticked_and_another_becomes_a_task(self, halden, alices, alice):
        note = add_note(alice, halden, "- [ ] Send the terms\n- [ ] Call finance")
        said = {"line": 0, "text": "Send the terms", "done": "on"}
        piece = alices.post(f"/notes/{note.pk}/tick/", said, headers=HTMX)
        assert 'aria-pressed="true"' in piece.text
        answer = alices.post(f"/notes/{note.pk}/task/", {"line": 1, "text": "Call finance"})
        assert answer.status_code == 302
        note.refresh_from_db()
        assert note.body == "- [x] Send the terms\n- [ ] Call finance"
        task = Activity.objects.get()
        assert (task.subject, task.due_on, task.owner) == (
            "Call finance",
            timezone.localdate(),
            alice,
        )
        assert f'href="/activities/{task.pk}/"' in alices.get(f"/notes/{note.pk}/").text

    def test_charlie_and_vera_tick_nothing(self, halden, alice, charlie, vera, as_user):
        note = add_note(alice, halden, "- [ ] Send the terms")
        said = {"line": 0, "text": "Send the terms", "done": "on"}
        for user, status in ((charlie, 404), (vera, 403)):
            assert as_user(user).post(f"/notes/{note.pk}/tick/", said).status_code == status
        assert "Send the terms" in as_user(vera).get(f"/accounts/{halden.pk}/").text

    def test_a_pinned_note_stands_above(self, halden, alices, alice):
        note = add_note(alice, halden, "Never call on Mondays.")
        alices.post(f"/notes/{note.pk}/pin/")
        page = alices.get(f"/accounts/{halden.pk}/").text
        assert page.count("Never call on Mondays.") == 2
        assert "Pinned</h3>" in page

    def test_archive_has_undo(self, halden, alices, alice):
        note = add_note(alice, halden, "A slip")
        alices.post(f"/notes/{note.pk}/archive/")
        page = alices.get(f"/accounts/{halden.pk}/").text
        assert f'action="/notes/{note.pk}/restore/"' in page
        assert "A slip" not in page
        alices.post(f"/notes/{note.pk}/restore/")
        assert "A slip" in alices.get(f"/accounts/{halden.pk}/").text

    def test_two_who_edit_at_once_see_both(self, halden, alices, alice, bob, as_user):
        note = add_note(alice, halden, "First")
        address, said = f"/notes/{note.pk}/edit/", {"noted_on": "2026-05-31", "version": 1}
        assert as_user(bob).post(address, {"body": "Bob's", **said}).status_code == 302
        page = alices.post(address, {"body": "Alice's", **said})
        assert page.status_code == 409
        for body in ("Alice&#x27;s", "Bob&#x27;s"):
            assert body in page.text


class TestTimeline:
    def test_goes_on_by_a_click(self, halden, alices, alice):
        for number in range(30):
            add_note(alice, halden, f"Note {number:02}", noted_on="2026-05-31")
        page = alices.get(f"/accounts/{halden.pk}/timeline/")
        after = page.context["timeline"].next
        for headers in ({}, HTMX):
            more = alices.get(
                f"/accounts/{halden.pk}/timeline/?after={after}", headers=headers
            ).text
            assert "Note 04" in more
            assert "Note 29" not in more
        assert "May 2026</h3>" not in more  # its heading stands there already

    def test_kinds_are_chosen_by_links(self, halden, alices, alice):
        add_note(alice, halden, "A note")
        add_activity(alice, halden, "A call").complete(by=alice)
        piece = alices.get(f"/accounts/{halden.pk}/timeline/?kind=call", headers=HTMX).text
        assert "A call" in piece
        assert "A note" not in piece
        assert alices.get(f"/accounts/{halden.pk}/timeline/?kind=x").status_code == 200

    def test_an_entry_has_an_address(self, halden, alices, alice):
        first, last = add_note(alice, halden, "First"), add_note(alice, halden, "Last")
        address = f"/accounts/{halden.pk}/timeline/?entry=note-{first.pk}"
        page = alices.get(address).text
        assert "First" in page
        assert "Last" not in page
        assert alices.get(f"{address}0{last.pk}").status_code == 404

    def test_is_exported_as_a_file(self, halden, alices, alice):
        add_note(alice, halden, "=1+1")
        add_note(alice, halden, "'-x")
        answer = alices.get(f"/accounts/{halden.pk}/timeline.csv")
        assert 'filename="halden-freight-systems-history.csv"' in answer["Content-Disposition"]
        rows = list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))
        assert rows[0] == ["When", "Kind", "Who", "What"]
        assert [row[1:] for row in rows[1:]] == [
            ["note", "Alice", "''-x"],
            ["note", "Alice", "'=1+1"],
            ["change", "Alice", "Added Halden Freight Systems"],
        ]

    def test_charlie_finds_none_of_it(self, halden, alice, charlie, as_user):
        client, deal, maren = as_user(charlie), add_deal(alice, halden), add_contact(alice, halden)
        note = add_note(alice, halden)
        for address in (
            f"/accounts/{halden.pk}/timeline/",
            f"/accounts/{halden.pk}/timeline.csv",
            f"/deals/{deal.pk}/timeline/",
            f"/contacts/{maren.pk}/timeline/",
            f"/notes/{note.pk}/",
        ):
            assert client.get(address).status_code == 404

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script><b>x",
            "javascript:alert(1)",
            "\u202eevil\u202c",
            "x" * 20_000,
            "- [ ] <b>x",
            "https://x.example/<b>",
        ],
    )
    def test_text_stays_text(self, halden, alices, alice, text):
        note = add_note(alice, halden, text)
        note.pin(by=alice)
        add_activity(alice, halden, text[:200], body=text).complete(by=alice)
        add_activity(alice, halden, text[:200], body=text, due_on="2027-01-01")
        for address in (f"/accounts/{halden.pk}/", f"/notes/{note.pk}/"):
            page = alices.get(address)
            assert page.status_code == 200
            for markup in ("<script>alert", "<b>x", 'href="javascript'):
                assert markup not in page.text


def test_statements_do_not_grow_with_the_rows(halden, alices, alice):
    maren, deal = add_contact(alice, halden), add_deal(alice, halden)
    counts = []
    for more in (2, 20):
        for number in range(more):
            note = add_note(alice, halden, f"- [ ] Item {number}", deal=deal.pk)
            note.make_task(0, f"Item {number}", by=alice, due_on=timezone.localdate())
            note.pin(by=alice)
            said = {"deal": deal.pk, "contacts": [maren.pk]}
            add_activity(alice, halden, **said).complete(by=alice)
            add_activity(alice, halden, due_on="2027-01-01", **said)
        addresses = (f"/accounts/{halden.pk}/", f"/deals/{deal.pk}/", f"/contacts/{maren.pk}/")
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                assert alices.get(address).status_code == 200
            counts.append(len(captured))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 22, counts
    assert counts[0] <= 20, counts
