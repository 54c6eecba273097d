"""A page on which script authors try the API."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.request import Request


@require_safe
def explorer(request: Request) -> HttpResponse:
    """Show the explorer. It signs in with a token, as scripts do, not with the session."""
    return render(request, "graphql/explorer.html")
