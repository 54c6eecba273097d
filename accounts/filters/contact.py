"""What the list of contacts can be narrowed by and sorted on; it serves the page and GraphQL."""

import django_filters
from django import forms

from accounts.filters.fields import (
    NOBODY,
    ListFilter,
    PeopleFilter,
    RecordFilter,
    SearchFilter,
    of_people,
)
from accounts.models import Contact, Customer, User


class ContactFilter(ListFilter):
    """Contacts that the user may see, narrowed as the list and `contacts` of the API offer."""

    orders = {"name": ("name_key",), "created_at": ("created_at",), "updated_at": ("updated_at",)}

    search = SearchFilter(max_length=200)
    customer = RecordFilter(queryset=Customer.objects.none())
    owner = PeopleFilter(
        queryset=User.objects.none(),
        null_label="Nobody",
        null_value=NOBODY,
        widget=forms.MultipleHiddenInput,
        method="keep_owners",
    )
    primary = django_filters.BooleanFilter(widget=forms.HiddenInput, method="keep_primary")

    class Meta:
        model = Contact
        fields: tuple[str, ...] = ()

    def __init__(self, data=None, *, user) -> None:
        super().__init__(data, user=user)
        self.filters["owner"].queryset = User.objects.exclude(role="viewer")
        self.filters["customer"].queryset = Customer.objects.visible_to(user)

    def keep_primary(self, queryset, name, value):
        return queryset.filter(is_primary=value)

    def keep_owners(self, queryset, name, value):
        return queryset.filter(of_people(value, "customer__owner")) if value else queryset
