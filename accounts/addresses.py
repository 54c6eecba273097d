"""Where records stand: lists ask for each row, and an address takes its time to be worked out."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(50_000)
def address_of(view: str, pk: int) -> str:
    """Return the address of a view of one record."""
    return reverse(view, args=[pk])
