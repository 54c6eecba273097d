"""How health works: every sign with its limit."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.request import Request
from deals.models import Pipeline
from reports import signs
from reports.explained import explained


@require_safe
def how_health_works(request: Request) -> HttpResponse:
    """Say what the levels mean, and of each sign when it holds and for whom."""
    pipeline = Pipeline.objects.default()
    context = {
        "signs": explained(),
        "limits": signs,
        "zone": settings.TIME_ZONE,
        "pipeline": pipeline,
        "stages": pipeline.stages.standing().open(),
    }
    return render(request, "reports/how_health_works.html", context)
