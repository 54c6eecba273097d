"""What the list of customers can be narrowed by and sorted on; it serves the page and GraphQL."""

from dataclasses import replace
from functools import cached_property

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.filters.fields import (
    BOXES,
    NOBODY,
    ListFilter,
    NamesFilter,
    PeopleFilter,
    SearchFilter,
    of_people,
)
from accounts.models import Customer, Industry, User
from accounts.models.status import Status
from accounts.paging import COUNT_UP_TO, CountUpTo, Order
from accounts.text import key
from activities.models.finding import NEVER
from reports.models.standing import is_of_level
from reports.signs import Level


class CustomerFilter(ListFilter):
    """Customers that the user may see, narrowed as the list and `customers` of the API offer."""

    orders = {
        "name": ("name_key",),
        "status": ("status", "name_key"),
        "owner": ("owner_key", "name_key"),
        "health": ("standing__at_risk_on", "standing__watch_on"),
        "last_contact_at": ("standing__contact_key",),
        "next_step": ("standing__next_key",),
        "open_value": ("standing__open_value",),
        "lifetime_value": ("standing__lifetime_value",),
        "created_at": ("created_at",),
        "updated_at": ("updated_at",),
    }

    search = SearchFilter(max_length=200)
    status = django_filters.MultipleChoiceFilter(
        choices=Status, widget=BOXES, method="keep_statuses"
    )
    industry = NamesFilter(widget=BOXES, method="keep_industries")
    owner = PeopleFilter(
        queryset=User.objects.none(),
        null_label="Nobody",
        null_value=NOBODY,
        widget=BOXES,
        method="keep_owners",
    )
    health = django_filters.MultipleChoiceFilter(
        label="Health", choices=Level, widget=BOXES, method="keep_levels"
    )
    has_next_step = django_filters.BooleanFilter(widget=forms.HiddenInput, method="keep_planned")

    class Meta:
        model = Customer
        fields: tuple[str, ...] = ()

    def __init__(self, data=None, *, user) -> None:
        super().__init__(data, user=user)
        self.filters["owner"].queryset = User.objects.exclude(role="viewer")
        self.filters["industry"].extra["choices"] = self.industries

    def industries(self) -> list[tuple[str, str]]:
        """Name the industries of the customers that the user sees."""
        seen = Customer.objects.unarchived().split_for(self.user)
        names = Industry.objects.of_customers(*seen).values_list("name", flat=True)
        return [(name, name) for name in names]

    @property
    def order(self) -> Order:
        order = super().order
        is_by_standing = order.columns[0].startswith("standing__")
        return replace(order, tie="standing__customer_id") if is_by_standing else order

    @property
    def is_by_standing(self) -> bool:
        """Whether the order is one of the standings' indexes, which have their own owners."""
        return self.order.tie != "pk"

    @property
    def owner_column(self) -> str:
        """The owner in the table whose index is in the order that was asked for."""
        return "standing__owner" if self.is_by_standing else "owner"

    @property
    def parts(self) -> list:
        """What `qs` holds, in the parts of which a page is merged: see `Page`."""
        self.is_valid()  # reads what was asked, as `qs` does
        parts = Customer.objects.split_for(self.user, self.owner_column)
        return [self.filter_queryset(part) for part in parts] if len(parts) > 1 else []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.is_by_standing:
            # Every customer has a standing; the table on the left would be read first.
            return queryset.filter(standing__isnull=False).select_related("standing")
        is_by_owner = self.order.columns[0] == "owner_key"
        return queryset.sorted_by_owner() if is_by_owner else queryset

    def keep_statuses(self, queryset, name, value):
        """Keep one status of everybody's by its index; else leave out the others.

        A condition that an index could serve would lead SQLite away from the one that is sorted.
        """
        has_index = self.user.seen_owner_ids is None and not self.is_by_standing
        if len(value) == 1 and has_index:
            return queryset.filter(status=value[0])
        return queryset.exclude(status__in=set(Status.values) - set(value)) if value else queryset

    def keep_industries(self, queryset, name, value):
        """Keep these industries; where standings are sorted, large ones by what is left out: to
        pass over the others takes less than to sort all of theirs, which an index would find."""
        kept = Q(industry__in=self.industry_ids)
        return queryset.exclude(~kept) if self.is_of_large_industries else queryset.filter(kept)

    @cached_property
    def is_of_large_industries(self) -> bool:
        theirs = Customer.objects.filter(industry__in=self.industry_ids)
        return self.is_by_standing and CountUpTo.of(theirs) > COUNT_UP_TO

    @cached_property
    def industry_ids(self) -> list[int]:
        """The industries that were asked for, looked up once for all parts of the list."""
        keys = [key(typed) for typed in self.form.cleaned_data["industry"]]
        return list(Industry.objects.filter(key__in=keys).values_list("pk", flat=True))

    def keep_owners(self, queryset, name, value):
        return queryset.filter(of_people(value, self.owner_column)) if value else queryset

    def keep_levels(self, queryset, name, value):
        """Keep these levels; where the order is another than theirs, leave out all others.

        This says the same, since each customer has one, and no index serves it: see
        `keep_statuses`.
        """
        if not value:
            return queryset
        levels, today = set(map(Level, value)), timezone.localdate()
        if self.order.columns == self.orders["health"]:
            return queryset.filter(is_of_level(levels, today, "standing__"))
        return queryset.exclude(is_of_level(set(Level) - levels, today, "standing__"))

    def keep_planned(self, queryset, name, value):
        # Said by what is left out, which no index serves: see `keep_statuses`.
        way = "standing__next_key__gte" if value else "standing__next_key__lt"
        return queryset.exclude(**{way: NEVER})
