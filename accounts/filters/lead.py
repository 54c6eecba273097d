"""What the list of leads can be narrowed by and sorted on; it serves the page and GraphQL."""

import django_filters
from django import forms

from accounts.filters.fields import (
    BOXES,
    NOBODY,
    ListFilter,
    NamesFilter,
    PeopleFilter,
    SearchFilter,
    of_people,
)
from accounts.models import Lead, User
from accounts.models.lead_states import LeadStatus
from accounts.text import key

STATES = {
    "open": "Open",
    "unconverted": "Not converted",
    "converted": "Converted",
    "unqualified": "Not a fit",
}


class LeadFilter(ListFilter):
    """Leads that the user may see, the newest first, as the list and `leads` of the API offer."""

    orders = {
        "created_at": ("created_at",),
        "updated_at": ("updated_at",),
        "name": ("name_key",),
    }
    preset = "-created_at"

    search = SearchFilter(max_length=200)
    status = django_filters.MultipleChoiceFilter(
        choices=LeadStatus, widget=BOXES, method="keep_statuses"
    )
    source = NamesFilter(widget=BOXES, method="keep_sources")
    owner = PeopleFilter(
        queryset=User.objects.none(),
        null_label="Nobody",
        null_value=NOBODY,
        widget=BOXES,
        method="keep_owners",
    )
    state = django_filters.ChoiceFilter(
        choices=list(STATES.items()), widget=forms.HiddenInput, method="keep_state"
    )

    class Meta:
        model = Lead
        fields: tuple[str, ...] = ()

    def __init__(self, data=None, *, user) -> None:
        super().__init__(data, user=user)
        self.filters["owner"].queryset = User.objects.exclude(role="viewer")
        self.filters["source"].extra["choices"] = self.sources

    def sources(self) -> list[tuple[str, str]]:
        """Name the sources of the leads that the user sees."""
        return [(name, name) for name in Lead.objects.visible_to(self.user).sources()]

    @property
    def parts(self) -> list:
        """What `qs` holds, in the parts of which a page is merged: see `Page`."""
        self.is_valid()  # reads what was asked, as `qs` does
        parts = Lead.objects.split_for(self.user)
        return [self.filter_queryset(part) for part in parts] if len(parts) > 1 else []

    def keep_statuses(self, queryset, name, value):
        return queryset.filter(status__in=value) if value else queryset

    def keep_sources(self, queryset, name, value):
        return queryset.filter(source_key__in=[key(typed) for typed in value])

    def keep_owners(self, queryset, name, value):
        return queryset.filter(of_people(value)) if value else queryset

    def keep_state(self, queryset, name, value):
        return getattr(queryset, value)()
