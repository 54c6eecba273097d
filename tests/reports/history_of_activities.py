"""What people do with activities and notes: about customers, and about leads."""

from datetime import datetime, timedelta
from typing import Any

from activities.forms.activity import ActivityForm
from activities.forms.note import NoteForm
from activities.models import Activity, Note
from tests.reports import oracle

KINDS = ("call", "email", "meeting", "task")
ITEM = "- [ ] Send the offer"


def about(history: Any) -> tuple[dict[str, Any], Any]:
    """Choose what is written about: the customer, or a lead."""
    if history.lead and history.likely(0.6):
        return {"lead": history.lead.pk}, history.lead
    return {"customer": history.customer.pk}, history.customer


def write(history: Any, due: Any, done: datetime | None) -> None:
    said, record = about(history)
    kind = history.chance.choice(KINDS)
    column = "due_at" if isinstance(due, datetime) else "due_on"
    owner = history.owner_of(record)
    said |= {"kind": kind, "subject": "Terms", column: due, "completed_at": done}
    row = history.save(ActivityForm, {**said, "owner": owner and owner.pk})
    record.activities.append(oracle.Activity(row.pk, kind, due, done, owner=owner))


def log(history: Any) -> bool:
    write(history, None, history.past() if history.likely(0.6) else history.now)
    return True


def plan(history: Any) -> bool:
    write(history, history.due() if history.likely(0.85) else None, None)
    return True


def activity_of(history: Any, which: Any) -> tuple[oracle.Activity | None, Activity | None]:
    activity = history.one_of(history.customer.activities, which)
    return activity, activity and Activity.objects.get(pk=activity.pk)


def complete(history: Any) -> bool:
    """What is done already stays as it is unless a moment is named."""
    activity, row = activity_of(history, lambda activity: True)
    if row is None:
        return False
    at = history.past() if history.likely(0.4) else None
    row.complete(by=history.by, at=at)
    activity.done = at or activity.done or history.now
    return True


def reopen(history: Any) -> bool:
    activity, row = activity_of(history, lambda activity: activity.done)
    if row is None:
        return False
    row.reopen(by=history.by)
    activity.done = None
    return True


def put_off(history: Any) -> bool:
    activity, row = activity_of(history, lambda activity: True)
    if row is None:
        return False
    activity.due = history.due()
    row.move_to(activity.due, by=history.by)
    return True


def put_all_off(history: Any) -> bool:
    """All that is planned is moved to one day."""
    day = history.coming_day()
    found = Activity.objects.planned().filter(customer=history.customer.pk)
    moved = found.move_all_to(day, by=history.by)
    for activity in history.customer.activities:
        if activity.due and not activity.done and not activity.archived:
            activity.due = day
    return moved > 0


def set_kind(history: Any) -> bool:
    activity, row = activity_of(history, lambda activity: True)
    if row is None:
        return False
    activity.kind = history.chance.choice(KINDS)
    history.edit(ActivityForm, row, kind=activity.kind)
    return True


def set_activity_owner(history: Any) -> bool:
    activity, row = activity_of(history, lambda activity: True)
    if row is None:
        return False
    activity.owner = history.owner_of(history.customer)
    history.edit(ActivityForm, row, owner=activity.owner and activity.owner.pk)
    return True


def forget_due(history: Any) -> bool:
    activity, row = activity_of(history, lambda activity: activity.due)
    if row is None:
        return False
    history.edit(ActivityForm, row, due_on=None, due_at=None)
    activity.due = None
    return True


def archive_or_restore_activity(history: Any) -> bool:
    activity, row = activity_of(history, lambda activity: True)
    if row is None:
        return False
    act = row.restore if activity.archived else row.archive
    act(by=history.by)
    activity.archived = not activity.archived
    return True


def add_note(history: Any) -> bool:
    said, record = about(history)
    day = history.past().date() - timedelta(days=1) if history.likely(0.4) else None
    row = history.save(NoteForm, {**said, "body": ITEM, "noted_on": day})
    record.notes.append(oracle.Note(row.pk))
    return True


def archive_or_restore_note(history: Any) -> bool:
    note = history.one_of(history.customer.notes, lambda note: True)
    if note is None:
        return False
    row = Note.objects.get(pk=note.pk)
    act = row.restore if note.archived else row.archive
    act(by=history.by)
    note.archived = not note.archived
    return True


def make_task(history: Any) -> bool:
    """An action item becomes a task; where it is one already, that one is restored."""
    note = history.one_of(history.customer.notes, lambda note: not note.archived)
    if note is None:
        return False
    day = history.coming_day()
    row = Note.objects.get(pk=note.pk).make_task(0, ITEM[6:], by=history.by, due_on=day)
    activities = history.customer.activities
    known = next((activity for activity in activities if activity.pk == row.pk), None)
    if known is None:
        owner = oracle.Person(history.by.pk)
        activities.append(oracle.Activity(row.pk, "task", day, owner=owner))
    else:
        known.archived = False
    return True


# What may be done, and how often.
STEPS = {
    log: 14,
    plan: 8,
    complete: 7,
    reopen: 3,
    put_off: 4,
    put_all_off: 2,
    set_kind: 2,
    set_activity_owner: 1,
    forget_due: 1,
    archive_or_restore_activity: 4,
    add_note: 5,
    archive_or_restore_note: 3,
    make_task: 2,
}
