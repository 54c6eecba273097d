"""Health on a customer's record: the level in its head, the card with the signs."""

from typing import Any

from django import template
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Customer
from reports.forms.snooze import SnoozeForm
from reports.health import Health
from reports.models import Snooze, Standing
from reports.sentences import Sign
from reports.signs import Code, Level, signs_of

register = template.Library()
LOOKS = {Level.AT_RISK: "risk", Level.WATCH: "watch", Level.GOOD: "good"}


@register.simple_tag
def health_of(customer: Customer) -> Health:
    """Return how a customer does, looked up once for a page."""
    known = customer.__dict__
    if "_health" not in known:
        resting = Snooze.objects.resting(timezone.localdate()).filter(customer=OuterRef("pk"))
        standings = Standing.objects.select_related(*Standing.evidence)
        found = standings.annotate(has_resting=Exists(resting)).get(pk=customer.pk)
        customer.standing = found
        known["_health"] = Health(customer)
    return known["_health"]


@register.simple_tag
def asleep_of(health: Health) -> list[Snooze]:
    """Return what lets signs of a customer rest for now, with who said so; most have none, and
    are not asked."""
    if not health.standing.has_resting:
        return []
    possible = signs_of(health.customer.status)
    snoozes = health.customer.snoozes.resting(health.today).with_who().filter(code__in=possible)
    return sorted(snoozes, key=lambda snooze: possible.index(Code(snooze.code)))


@register.filter
def look_of(level: Level) -> str:
    """Return the class that colours a level."""
    return LOOKS.get(level, "")


@register.filter
def look(health: Health) -> str:
    """Return the class that colours the card of a customer."""
    return look_of(health.level)


@register.inclusion_tag("reports/_health_chip.html")
def health_chip(customer: Customer, *, oob: bool = False) -> dict[str, Any]:
    """Show the level in the head of a record, with a link to the signs."""
    return {"customer": customer, "health": health_of(customer), "oob": oob}


@register.inclusion_tag("reports/_health_card.html", takes_context=True)
def health_card(
    context, customer: Customer, *, oob: bool = False, refused: SnoozeForm | None = None
) -> dict[str, Any]:
    """Show the signs of a customer, and to whoever may change it what to do about them; `refused`
    is the form of a sign that stays open."""
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "customer": customer,
        "health": health_of(customer),
        "may_act": may_act(request.user, customer),
        "oob": oob,
        "refused": refused,
    }


def may_act(user: Any, customer: Customer) -> bool:
    """Say whether somebody may change a customer: what `find` found knows it."""
    known = getattr(customer, "is_changeable", None)
    return Customer.objects.changeable_by(user).contains(customer) if known is None else known


@register.simple_tag
def snooze_form(sign: Sign, refused: SnoozeForm | None) -> SnoozeForm:
    """Return the form with which a sign is snoozed: the one that was refused, or an empty one."""
    return refused if refused and refused.code == sign.code else SnoozeForm(code=sign.code)
