"""What lists of deals can be narrowed by and sorted on: one FilterSet for pages and GraphQL."""

from typing import Any

import django_filters
from django import forms
from django.utils import timezone

from accounts.filters.fields import (
    BOXES,
    NOBODY,
    DayFilter,
    ListFilter,
    PeopleFilter,
    RecordFilter,
    RecordsFilter,
    SearchFilter,
    of_people,
)
from accounts.models import Customer, User
from accounts.models.status import Status
from deals.models import Deal, Pipeline, Stage
from deals.models.finding import is_stalled
from deals.models.pipeline import Outcome
from deals.money import AmountField


class AmountFilter(django_filters.Filter):
    field_class = AmountField


class DealFilter(ListFilter):
    """Deals that the user may see, narrowed as lists and `deals` of the API offer."""

    orders = {
        "name": ("name_key",),
        "value": ("value_key",),
        "expected_close": ("close_key",),
        "created_at": ("created_at",),
        "updated_at": ("updated_at",),
        "entered_at": ("entered_at",),
    }

    search = SearchFilter(max_length=200)
    customer = RecordFilter(queryset=Customer.objects.none())
    owner = PeopleFilter(
        queryset=User.objects.none(),
        null_label="Nobody",
        null_value=NOBODY,
        widget=BOXES,
        method="keep_owners",
    )
    stage = RecordsFilter(queryset=Stage.objects.all(), widget=BOXES, method="keep_any")
    outcome = django_filters.MultipleChoiceFilter(choices=Outcome, widget=BOXES, method="keep_any")
    stalled = django_filters.BooleanFilter(widget=forms.HiddenInput, method="keep_stalled")
    closing_from = DayFilter("expected_close", "gte")
    closing_until = DayFilter("expected_close", "lte")
    value_from = AmountFilter("value", "gte")
    value_to = AmountFilter("value", "lte")
    customer_status = django_filters.MultipleChoiceFilter(
        "customer__status", choices=Status, widget=BOXES, method="keep_any"
    )
    pipeline = RecordFilter("stage__pipeline", queryset=Pipeline.objects.all())

    class Meta:
        model = Deal
        fields: tuple[str, ...] = ()

    def __init__(self, data=None, *, user) -> None:
        super().__init__(data, user=user)
        self.filters["owner"].queryset = User.objects.exclude(role="viewer")
        self.filters["customer"].queryset = Customer.objects.visible_to(user)

    def keep_any(self, queryset, name: str, value: Any):
        return queryset.filter(**{f"{name}__in": list(value)}) if value else queryset

    def keep_owners(self, queryset, name: str, value: Any):
        return queryset.filter(of_people(value)) if value else queryset

    def keep_stalled(self, queryset, name: str, value: bool):
        """Keep what is stalled on the reader's day, or what is not."""
        late = is_stalled(timezone.localdate(), Stage.objects.open())
        return queryset.filter(late if value else ~late)
