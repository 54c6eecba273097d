"""What lists of activities and notes can be narrowed by: one FilterSet for pages and GraphQL."""

from typing import Any

import django_filters
from django import forms

from accounts.filters.fields import (
    BOXES,
    NOBODY,
    ListFilter,
    PeopleFilter,
    RecordFilter,
    of_people,
)
from accounts.models import Customer, Lead, User
from activities.models import Activity, Note
from activities.models.kind import Kind
from deals.models import Deal


class ActivityFilter(ListFilter):
    """Activities that the user may see, narrowed as agendas and `activities` of the API offer."""

    orders = {"due_on": ("due_key",), "due_at": ("due_key",), "created_at": ("created_at",)}

    customer = RecordFilter(queryset=Customer.objects.none())
    lead = RecordFilter(queryset=Lead.objects.none())
    deal = RecordFilter(queryset=Deal.objects.none())
    kind = django_filters.MultipleChoiceFilter(choices=Kind, widget=BOXES, method="keep_kinds")
    owner = PeopleFilter(
        queryset=User.objects.none(),
        null_label="Nobody",
        null_value=NOBODY,
        widget=BOXES,
        method="keep_owners",
    )
    open = django_filters.BooleanFilter(widget=forms.HiddenInput, method="keep_open")

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()

    def __init__(self, data=None, *, user) -> None:
        super().__init__(data, user=user)
        self.filters["owner"].queryset = User.objects.exclude(role="viewer")
        self.filters["customer"].queryset = Customer.objects.visible_to(user)
        self.filters["lead"].queryset = Lead.objects.visible_to(user)
        self.filters["deal"].queryset = Deal.objects.visible_to(user)

    @property
    def is_flat(self) -> bool:
        """Whether what is asked for has no agenda: what is done, or was put away."""
        return self.is_archive or self.form.cleaned_data.get("open") is False

    def keep_kinds(self, queryset, name: str, value: Any):
        return queryset.filter(kind__in=value) if value else queryset

    def keep_owners(self, queryset, name: str, value: Any):
        return queryset.filter(of_people(value)) if value else queryset

    def keep_open(self, queryset, name: str, value: bool):
        return queryset.open() if value else queryset.done()


class NoteFilter(ListFilter):
    """Notes that the user may see, the newest first, as `notes` of the API offers."""

    orders = {"at": ("at",)}
    preset = "-at"

    customer = RecordFilter(queryset=Customer.objects.none())
    lead = RecordFilter(queryset=Lead.objects.none())
    deal = RecordFilter(queryset=Deal.objects.none())

    class Meta:
        model = Note
        fields: tuple[str, ...] = ()

    def __init__(self, data=None, *, user) -> None:
        super().__init__(data, user=user)
        self.filters["customer"].queryset = Customer.objects.visible_to(user)
        self.filters["lead"].queryset = Lead.objects.visible_to(user)
        self.filters["deal"].queryset = Deal.objects.visible_to(user)
