"""What lists can be narrowed by and sorted on: one FilterSet serves the page and GraphQL."""

from accounts.filters.contact import ContactFilter
from accounts.filters.lead import LeadFilter

__all__ = ["ContactFilter", "LeadFilter"]
