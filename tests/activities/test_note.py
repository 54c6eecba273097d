"""Notes: dated, edited, pinned, with action items that are ticked and become tasks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.history import Change
from accounts.ownership import NotYours, find
from activities.forms.note import NoteForm
from activities.models import Activity, Note
from activities.templatetags.timeline import linked, parts
from tests.conftest import add_note, person

BODY = "They hesitate.\n- [ ] Send the terms\n- [x] Call finance\n\n* [ ] Ask Petra"


def edit(note: Note, by, **said) -> Note:
    form = NoteForm(said, instance=find(Note, note.pk, change_by=by), user=by, only=said)
    assert form.is_valid(), form.errors
    return form.save()


class TestDays:
    def test_todays_note_stands_when_it_was_written(self, halden, alice):
        note = add_note(alice, halden)
        assert (note.at, note.noted_on) == (note.created_at, timezone.localdate())
        assert note.by == alice

    def test_a_note_dated_back_stands_at_noon_of_the_authors_day(self, halden):
        islander = person("kiri", time_zone="Pacific/Kiritimati")
        note = add_note(islander, halden, noted_on="2026-05-31")
        assert note.at == datetime(2026, 5, 30, 22, tzinfo=UTC)
        again = edit(note, islander, noted_on=note.written_on.isoformat())
        assert again.at == again.created_at

    def test_a_day_to_come_is_refused(self, halden, alice):
        tomorrow = timezone.localdate() + timedelta(days=1)
        said = {"customer": halden.pk, "body": "x", "noted_on": tomorrow.isoformat()}
        assert list(NoteForm(said, user=alice).errors) == ["noted_on"]


class TestEditing:
    def test_an_edited_note_shows_it_and_a_ticked_one_does_not(self, halden, alice):
        note = add_note(alice, halden, BODY)
        note.tick(1, "Send the terms", by=alice)
        assert note.edited_at is None
        assert edit(note, alice, noted_on="2026-05-31").edited_at is None
        assert edit(note, alice, body="They agree.").edited_at is not None

    def test_twenty_thousand_characters_are_the_most(self, halden, alice):
        add_note(alice, halden, "x" * 20_000)
        said = {"customer": halden.pk, "body": "x" * 20_001}
        assert list(NoteForm(said, user=alice).errors) == ["body"]

    def test_authors_change_their_own(self, halden, alice, vera):
        colleague = person("colin")
        note, alices = add_note(colleague, halden), add_note(alice, halden)
        assert find(Note, note.pk, change_by=colleague) == note
        assert find(Note, note.pk, change_by=alice) == note
        for user in (colleague, vera):
            with pytest.raises(NotYours):
                find(Note, alices.pk, change_by=user)


class TestItems:
    def test_are_the_lines_with_a_box(self, halden, alice):
        items = add_note(alice, halden, BODY).items
        assert [(item.line, item.text, item.done) for item in items] == [
            (1, "Send the terms", False),
            (2, "Call finance", True),
            (4, "Ask Petra", False),
        ]

    def test_are_ticked_and_unticked_alone(self, halden, alice):
        note = add_note(alice, halden, BODY)
        note.tick(1, "Send the terms", by=alice)
        note.tick(2, "Call finance", done=False, by=alice)
        assert note.body.splitlines()[1:3] == ["- [x] Send the terms", "- [ ] Call finance"]
        assert note.body.splitlines()[3:] == BODY.splitlines()[3:]

    def test_a_line_that_says_something_else_by_now_is_not_ticked(self, halden, alice):
        note = add_note(alice, halden, BODY)
        edit(note, alice, body="Before.\n" + BODY)
        with pytest.raises(ValidationError):
            note.tick(1, "Send the terms", by=alice)
        assert "[ ] Send the terms" in note.body

    def test_become_one_task_that_stays_linked(self, halden, alice):
        note, today = add_note(alice, halden, BODY), timezone.localdate()
        task = note.make_task(1, "Send the terms", by=alice, due_on=today)
        assert (task.kind, task.subject, task.due_on) == ("task", "Send the terms", today)
        assert (task.owner, task.note, task.customer) == (alice, note, halden)
        assert note.make_task(1, "Send the terms", by=alice, due_on=today) == task
        task.archive(by=alice)
        assert note.make_task(1, "Send the terms", by=alice, due_on=today) == task
        assert Activity.objects.get().archived_at is None

    def test_one_that_became_a_task_is_done_when_that_is(self, halden, alice):
        note = add_note(alice, halden, BODY)
        task = note.make_task(1, "Send the terms", by=alice, due_on=timezone.localdate())
        item = parts(Note.objects.get())[1]
        assert (item.task, item.done) == (task, False)
        task.complete(by=alice)
        assert parts(Note.objects.get())[1].done

    def test_a_very_long_one_becomes_a_task_too(self, halden, alice):
        text = "é" * 5_000
        note = add_note(alice, halden, f"- [ ] {text}")
        task = note.make_task(0, text, by=alice, due_on=date(2027, 1, 1))
        assert len(task.subject) == 200
        assert parts(Note.objects.get())[0].task == task


class TestText:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("<b>x</b> & y", "&lt;b&gt;x&lt;/b&gt; &amp; y"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            (
                "See https://x.example/a?b=1&c=2.",
                'See <a href="https://x.example/a?b=1&amp;c=2" '
                'rel="noopener noreferrer nofollow">https://x.example/a?b=1&amp;c=2</a>.',
            ),
            (
                'http://x.example/"onclick=alert(1)',
                '<a href="http://x.example/" rel="noopener noreferrer nofollow">'
                "http://x.example/</a>&quot;onclick=alert(1)",
            ),
        ],
    )
    def test_stays_text_and_links_are_web_addresses(self, text, shown):
        assert linked(text) == shown


def test_pinning_leaves_history(halden, alice):
    note = add_note(alice, halden)
    note.pin(by=alice)
    note.unpin(by=alice)
    told = Change.objects.of(note).filter(field="is_pinned").order_by("id")
    assert [(change.old, change.new) for change in told][-2:] == [("no", "yes"), ("yes", "no")]
