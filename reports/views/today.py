"""Today: the page with which the day begins."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.request import Request
from activities.agenda import changeable
from reports.today import Today


@require_safe
def today(request: Request) -> HttpResponse:
    """Show what is late, what is due and who shows warning signs: the reader's, or the team's."""
    shown = Today(request.user, request.GET.get("whose", ""))
    context = {"today": shown, "changeable": changeable(shown.to_do, by=request.user)}
    return render(request, "reports/today.html", context)
