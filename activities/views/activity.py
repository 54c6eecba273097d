"""Activities: the page, logging and planning, editing."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.record import RecordForm
from accounts.ownership import find
from accounts.request import Request
from accounts.views import record
from accounts.views.pick import pick_customer
from activities.forms.activity import ActivityForm, LogForm
from activities.models import Activity
from activities.views.compose import Place, compose


@require_safe
def activity(request: Request, pk: int) -> HttpResponse:
    """Show an activity."""
    found = find(Activity, pk, seen_by=request.user)
    return render(request, "activities/activity.html", activity_of(request, found))


def activity_of(request: Request, activity: Activity, refused: RecordForm | None = None) -> dict:
    """Gather what an activity's page shows."""
    shown = record.shown(request, activity, ActivityForm, refused)
    return shown | {"people": activity.contacts.all(), "customer": activity.about}


@require_safe
def activity_history(request: Request, pk: int) -> HttpResponse:
    """Show the changes of an activity."""
    return record.history(request, Activity, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_add(request: Request) -> HttpResponse:
    """Log or plan an activity with whom the address names; without that, ask which customer."""
    asked = request.GET
    if not Place.is_named(request):
        return pick_customer(request, "Log Activity", leading_on(asked), seen=True)
    place = Place.asked(request)
    preset = {"kind": "call", "owner": request.user.pk, **place.presets, **asked.dict()}

    def make(said: QueryDict | None) -> LogForm:
        new = place.new(Activity)
        return LogForm(said, instance=new, user=request.user, initial=preset, auto_id="composer_%s")

    context = {"kind": request.POST.get("kind") or preset["kind"]}
    return compose(request, place, make, "activities/activity_form.html", told, context)


def told(activity: Activity) -> str:
    return f"{'Planned' if activity.is_open else 'Logged'} {activity}"


def leading_on(asked: QueryDict) -> Any:
    """Return what makes the address of the next step, once the customer is chosen."""
    kept = {name: value for name, value in asked.items() if name != "search"}
    return lambda pk: reverse("activity_add", query={**kept, "customer": pk})


@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request: Request, pk: int) -> HttpResponse:
    """Edit an activity, or with `?only=` some of its facts."""
    page = "activities/activity.html"
    return record.edit(
        request, pk, ActivityForm, page=page, gather=activity_of, otherwise="activities"
    )
