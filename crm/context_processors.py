"""What every template knows."""

from django.http import HttpRequest

from accounts.views.session import THEMES


def theme(request: HttpRequest) -> dict[str, str]:
    """Light or dark, where the person chose; "" follows the system."""
    chosen = request.COOKIES.get("theme", "")
    return {"theme": chosen if chosen in THEMES else ""}
