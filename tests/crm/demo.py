"""The demo called, and all that is in the database before and after it."""

from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.core.serializers import serialize


def demo(**options) -> str:
    output = StringIO()
    call_command("demo", stdout=output, **options)
    return output.getvalue()


def everything() -> dict[str, str]:
    """Return the content of all tables but the migrations' own."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in {"contenttypes", "auth"} and model._meta.managed:
            found[model._meta.label] = serialize("json", model._base_manager.order_by("pk"))
    return found
