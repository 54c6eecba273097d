"""Notes: the page, writing, editing, action items."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.record import RecordForm
from accounts.ownership import find
from accounts.request import Request
from accounts.views import record
from accounts.views.answer import back, say
from accounts.views.pick import pick_customer
from activities.forms.note import ItemForm, NoteForm
from activities.models import Note
from activities.timeline import NOTES, Entry
from activities.views.compose import Place, compose


@require_safe
def note(request: Request, pk: int) -> HttpResponse:
    """Show a note."""
    found = find(Note, pk, seen_by=request.user)
    return render(request, "activities/note.html", note_of(request, found))


def note_of(request: Request, note: Note, refused: RecordForm | None = None) -> dict[str, Any]:
    """Gather what a note's page shows."""
    shown = record.shown(request, note, NoteForm, refused)
    return shown | {"entry": Entry(NOTES, note), "customer": note.about}


@require_safe
def note_history(request: Request, pk: int) -> HttpResponse:
    """Show the changes of a note."""
    return record.history(request, Note, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def note_add(request: Request) -> HttpResponse:
    """Write a note about whom the address names; without that, ask first which customer."""
    if not Place.is_named(request):
        address = reverse("note_add")
        return pick_customer(request, "Add note", lambda pk: f"{address}?customer={pk}", seen=True)
    place = Place.asked(request)
    preset = {"noted_on": timezone.localdate(), **place.presets, **request.GET.dict()}

    def make(said: QueryDict | None) -> NoteForm:
        new = place.new(Note)
        return NoteForm(
            said, instance=new, user=request.user, initial=preset, auto_id="composer_%s"
        )

    return compose(request, place, make, "activities/note_form.html", told, {"kind": "note"})


def told(note: Note) -> str:
    return "Added the note"


@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: Request, pk: int) -> HttpResponse:
    """Edit a note, or with `?only=` some of its facts."""
    page = "activities/note.html"
    return record.edit(request, pk, NoteForm, page=page, gather=note_of, otherwise="customers")


@require_POST
def note_tick(request: Request, pk: int) -> HttpResponse:
    """Mark an action item as done, or as not done."""
    found = find(Note, pk, change_by=request.user)
    form = ItemForm(request.POST)
    try:
        form.act(found.tick, by=request.user, done=form.is_done)
    except ValidationError as refused:
        say(request, " ".join(refused.messages))
    return entry_again(request, found)


@require_POST
def note_task(request: Request, pk: int) -> HttpResponse:
    """Turn an action item into a task, due today."""
    found = find(Note, pk, change_by=request.user)
    form = ItemForm(request.POST)
    try:
        task = form.act(found.make_task, by=request.user, due_on=timezone.localdate())
        say(request, f"Made a task for today: {task}")
    except ValidationError as refused:
        say(request, " ".join(refused.messages))
    return entry_again(request, found)


@require_POST
def note_pin(request: Request, pk: int) -> HttpResponse:
    """Keep a note in sight above the timeline."""
    found = find(Note, pk, change_by=request.user)
    found.pin(by=request.user)
    say(request, "Pinned the note", undo=reverse("note_unpin", args=[pk]))
    return back(request, found.about)


@require_POST
def note_unpin(request: Request, pk: int) -> HttpResponse:
    """Let a note stand at its moment alone."""
    found = find(Note, pk, change_by=request.user)
    found.unpin(by=request.user)
    say(request, "Unpinned the note", undo=reverse("note_pin", args=[pk]))
    return back(request, found.about)


@require_POST
def note_archive(request: Request, pk: int) -> HttpResponse:
    """Archive a note; the toast offers to undo it."""
    found = find(Note, pk, change_by=request.user)
    found.archive(by=request.user)
    say(request, "Archived the note", undo=reverse("note_restore", args=[pk]))
    return back(request, f"{found.about.get_absolute_url()}#timeline")


@require_POST
def note_restore(request: Request, pk: int) -> HttpResponse:
    """Bring an archived note back."""
    found = find(Note, pk, change_by=request.user)
    found.restore(by=request.user)
    say(request, "Restored the note")
    return back(request, found)


def entry_again(request: Request, note: Note) -> HttpResponse:
    """Show a note anew in its place, or lead back to where it was read."""
    if not request.fragment:
        return back(request, note)
    context = {"entry": Entry(NOTES, note), "can_change": True}
    return render(request, "timeline/_note_again.html", context)
