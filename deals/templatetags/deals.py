"""How deals look on a page: their days, and the parts of other rooms' pages that are theirs."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import Customer
from accounts.stencil import Stencil
from deals.models import Deal, Stage
from deals.money import to_minor, weighted
from deals.stays import stays_of

register = template.Library()
MOST_DEALS = 12
# What the parts of a customer's record need not know of its deals.
UNTOLD = ("search", "name_key", "value_key", "close_key", "entered_at", "updated_at")


@register.filter
def days_in_stage(deal: Deal, today: date) -> str:
    """Show how long the deal has been in its stage: 1 day, 13 days."""
    days = deal.days_in_stage(today)
    return "1 day" if days == 1 else f"{days} days"


@register.filter
def is_stalled(deal: Deal, today: date) -> bool:
    """Say whether the deal has been in its stage for too long."""
    return deal.is_stalled(today)


@register.filter
def close_in_words(deal: Deal, today: date) -> str:
    """Say how far off the expected close is, and how often it was moved."""
    days = (deal.expected_close - today).days if deal.expected_close else 0
    amount = f"{abs(days)} day{'s' * (abs(days) != 1)}"
    when = "Today" if not days else f"In {amount}" if days > 0 else f"{amount} late"
    moved = deal.times_postponed
    times = {0: "", 1: ", moved once", 2: ", moved twice"}
    return when + times.get(moved, f", moved {moved} times")


@register.filter
def cycle(deal: Deal) -> str:
    """Say how many days lie between a deal's creation and its close."""
    days = (deal.closed_at - deal.created_at).days if deal.closed_at else 0
    return f"{days} day{'s' * (days != 1)}"


@register.simple_tag(takes_context=True)
def move_menu(context, stage: Stage, stages: Iterable[Stage], whole_address: str) -> Stencil:
    """Return the Move menu of the cards in a lane."""
    said = {"stage": stage, "stages": stages, "whole_address": whole_address}
    return Stencil("deals/_move_menu.html", context["request"], **said)


@register.simple_tag(takes_context=True)
def no_step(context) -> Stencil:
    """Return what a deal says in which nothing is planned."""
    return Stencil("deals/_no_step.html", context["request"])


@register.filter
def cut(stencil: Stencil, record: Deal) -> SafeString:
    """Draw a stencil's piece for a record."""
    return stencil.cut(record)


def deals_of(customer: Customer) -> list[Deal]:
    """Return the deals of a customer, open ones first and then the last closed; looked up once
    for a page, which tells little of each."""
    known = customer.__dict__
    if "_deals" not in known:
        deals = customer.deals.standing().open_first().select_related("stage")
        known["_deals"] = list(deals.defer(*UNTOLD))
    return known["_deals"]


@register.simple_tag
def weighted_of(customer: Customer) -> Decimal:
    """Add up what the open deals of a customer are worth at the chances of their stages."""
    return weighted(
        sum(
            to_minor(deal.value or Decimal(0)) * deal.stage.probability
            for deal in deals_of(customer)
            if deal.is_open
        )
    )


@register.inclusion_tag("deals/_customer_deals.html", takes_context=True)
def customer_deals(context, customer: Customer) -> dict:
    """Show the deals of a customer, open ones first."""
    return {
        "customer": customer,
        "can_change": context["can_change"],
        "deals": deals_of(customer)[:MOST_DEALS],
        "today": timezone.localdate(),
    }


@register.inclusion_tag("deals/_stage_history.html")
def stage_history(deal: Deal, today: date) -> dict:
    """Show where a deal stood, and for how long."""
    return {"stays": stays_of(deal, today)}
