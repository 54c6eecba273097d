"""Acts on an activity: complete, reopen, move, archive, restore."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.ownership import find
from accounts.request import Request
from accounts.views.answer import Offer, answer, back, say, sent
from activities.forms.activity import WhenForm
from activities.models import Activity
from activities.views.agenda import counts_shown


@require_POST
def activity_complete(request: Request, pk: int) -> HttpResponse:
    """Mark an activity as done; its row is struck through, the toast offers to undo it."""
    activity = find(Activity, pk, change_by=request.user)
    activity.complete(by=request.user)
    say(request, f"Marked complete: {activity}", undoing(request, "activity_reopen", activity))
    return row_again(request, activity)


@require_POST
def activity_reopen(request: Request, pk: int) -> HttpResponse:
    """Take back that an activity is done."""
    activity = find(Activity, pk, change_by=request.user)
    activity.reopen(by=request.user)
    say(request, f"Reopened: {activity}")
    return row_again(request, activity)


def row_again(request: Request, activity: Activity) -> HttpResponse:
    """Show the row as it stands now in its old one's place, with the counters; or lead back."""
    if not request.fragment:
        return back(request, activity)
    context = {
        "activity": activity,
        "can_change": True,
        "whole_address": request.POST.get("next", ""),
        "show_customer": "bare" not in request.POST,
        "headed": "headed" in request.POST,
        "counts": counts_shown(request),
    }
    return render(request, "activities/_todo_changed.html", context)


def undoing(request: Request, name: str, activity: Activity) -> Offer:
    """Offer to take the act back, on the page where it was done."""
    address = reverse(name, args=[activity.pk])
    return Offer("Undo", address, {"next": request.POST.get("next", "")})


@require_http_methods(["GET", "HEAD", "POST"])
def activity_move(request: Request, pk: int) -> HttpResponse:
    """Ask for another day, or moment, and plan an activity for it."""
    activity = find(Activity, pk, change_by=request.user)
    # The page on which it opens as a dialog may have fields of the same names.
    form = WhenForm(sent(request), activity=activity, auto_id="move_%s")
    if not form.is_valid():
        there = request.POST.get("next") or request.GET.get("next", "")
        context = {"form": form, "activity": activity, "next": there}
        return answer(
            request, "activities/move.html", context, status=422 if sent(request) else 200
        )
    form.save(by=request.user)
    say(request, f"Moved: {activity}")
    return back(request, activity)


@require_POST
def activity_archive(request: Request, pk: int) -> HttpResponse:
    """Archive an activity; the toast offers to undo it."""
    activity = find(Activity, pk, change_by=request.user)
    activity.archive(by=request.user)
    say(request, f"Archived: {activity}", undoing(request, "activity_restore", activity))
    return back(request, activity.about)


@require_POST
def activity_restore(request: Request, pk: int) -> HttpResponse:
    """Bring an archived activity back."""
    activity = find(Activity, pk, change_by=request.user)
    activity.restore(by=request.user)
    say(request, f"Restored: {activity}")
    return back(request, activity)
