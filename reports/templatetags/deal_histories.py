"""How the deals of a customer went, on its record."""

from django import template

from accounts.models import Customer
from reports.customer_history import CustomerHistory
from reports.report.table import Look, told

register = template.Library()


@register.inclusion_tag("reports/_customer_history.html")
def customer_history(customer: Customer) -> dict:
    """Show how many deals of a customer were won and lost, and how long they took."""
    return {"customer": customer, "history": CustomerHistory(customer)}


@register.filter
def percent(rate: float) -> str:
    """Show a ratio: 65%."""
    return told(rate, Look.RATIO)


@register.filter
def days(number: object) -> str:
    """Show how many days something took: 12.5 days, 1 day; None yet."""
    shown = told(number, Look.DAYS)
    return shown if number is None else f"{shown} day{'s' * (shown != '1')}"
