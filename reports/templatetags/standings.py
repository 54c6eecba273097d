"""How customers stand, on a page: level, rhythm, last contact, totals."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Customer, User
from accounts.stencil import Stencil
from reports import rhythm
from reports.health import Health

register = template.Library()


@register.filter
def health_on(customer: Customer, today: date) -> Health:
    """Return how a customer does on a day, which is the reader's."""
    return Health(customer, today)


@register.simple_tag
def weeks_of(customers: Iterable[Customer], today: date) -> dict[int, tuple[int, ...]]:
    """Return how often we spoke with each of these customers in the last weeks, by its number."""
    return rhythm.weeks_of([customer.pk for customer in customers], today)


@register.filter
def rhythm_of(weeks: dict[int, tuple[int, ...]], customer: Customer) -> SafeString:
    """Draw a customer's own of these weeks."""
    return rhythm.drawn(weeks[customer.pk])


@register.filter
def called(person: User) -> SafeString | str:
    """Show the first word of a person's name; the others are told, and not seen."""
    first, _, others = str(person).partition(" ")
    return format_html('{}<span class="sr"> {}</span>', first, others) if others else first


@register.simple_tag(takes_context=True)
def no_step_planned(context) -> Stencil:
    """Return what a customer says with whom nothing is planned."""
    return Stencil("reports/_no_step.html", context["request"])


@register.filter
def cut_for(stencil: Stencil, customer: Customer) -> SafeString:
    """Draw a stencil's piece for a customer."""
    return stencil.cut(customer)


@register.simple_tag(takes_context=True)
def add_up(context) -> SafeString:
    """Write the address of this page with all its customers' figures added up."""
    query = context["request"].GET.copy()
    query["totals"] = "1"
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="#totals" hx-swap="outerHTML"',
        f"{context['request'].path}?{query.urlencode()}",
    )
