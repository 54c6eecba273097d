"""What a view is handed."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from accounts.sessions import SessionStore


class Request(HttpRequest):
    """A request with what crm.middleware adds to it.

    `fragment` says that htmx wants the piece and not the page; `reference` is the number under
    which the log knows this request.
    """

    user: User  # signed in, as LoginRequiredMiddleware sees to
    htmx: HtmxDetails
    session: SessionStore
    fragment: bool
    reference: str
