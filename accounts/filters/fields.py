"""What several lists share: an archive, an order, and filters by people, records and names."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q

from accounts.forms.choices import RecordField
from accounts.forms.moments import DayField
from accounts.ownership import NUMBER
from accounts.paging import Order
from accounts.text import LineFormField, normalise

NOBODY = "none"
BOXES = forms.CheckboxSelectMultiple


class SearchFilter(django_filters.Filter):
    """Words that must all occur."""

    field_class = LineFormField

    def filter(self, queryset, value):
        return queryset.matching(value) if value else queryset


class NamesField(forms.MultipleChoiceField):
    """Names that may be typed: what nothing is called finds nothing and is no error."""

    def to_python(self, value) -> list[str]:
        return [normalise(name) for name in super().to_python(value)]

    def valid_value(self, value) -> bool:
        return True


class NamesFilter(django_filters.Filter):
    field_class = NamesField


class RecordsField(django_filters.fields.ModelMultipleChoiceField):
    """Records by their numbers; what cannot be one is refused before the database is asked."""

    def clean(self, value):
        for number in value or ():
            if number != self.null_value and not NUMBER.fullmatch(str(number)):
                message = self.error_messages["invalid_pk_value"]
                raise forms.ValidationError(message, "invalid_pk_value", {"pk": number})
        return super().clean(value)


class RecordsFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = RecordsField


class PeopleChoices(forms.models.ModelChoiceIterator):
    """Nobody, and people by their names alone."""

    field: Any
    queryset: Any

    def __iter__(self):
        yield self.field.null_value, self.field.null_label
        yield from self.queryset.labels()


class PeopleField(RecordsField):
    """People by their names, and nobody."""

    iterator = PeopleChoices


class PeopleFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = PeopleField


def of_people(owners: list[Any], path: str = "owner") -> Q:
    """Say that one of these people, or nobody where NOBODY is among them, is the owner."""
    people = [owner.pk for owner in owners if owner != NOBODY]
    nobodys = Q(**{path: None}) if NOBODY in owners else Q()
    return Q(**{f"{path}__in": people}) | nobodys


class HiddenRecordField(RecordField):
    widget = forms.HiddenInput


class RecordFilter(django_filters.ModelChoiceFilter):
    field_class = HiddenRecordField


class DayFilter(django_filters.Filter):
    field_class = DayField


class ListFilter(django_filters.FilterSet):
    """Records that the user may see; the archived ones are a list of their own."""

    # What people may sort by: names, and the columns of which each consists. The first is preset,
    # unless another is, perhaps with a minus sign.
    orders: ClassVar[dict[str, tuple[str, ...]]] = {}
    preset: ClassVar[str] = ""

    archived = django_filters.BooleanFilter(widget=forms.HiddenInput, method="keep_all")
    order_by = django_filters.ChoiceFilter(widget=forms.HiddenInput, method="keep_all")

    def __init__(self, data=None, *, user) -> None:
        model: Any = self._meta.model
        super().__init__(data=data or {}, queryset=model.objects.visible_to(user))
        self.user = user
        signed = [(sign + name, name) for name in self.orders for sign in ("", "-")]
        self.filters["order_by"].extra["choices"] = signed

    @property
    def parts(self) -> Sequence:
        """What `qs` holds in parts that are each quicker to sort, if there are any: see `Page`."""
        return ()

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset.archived() if self.is_archive else queryset.unarchived()

    @property
    def is_archive(self) -> bool:
        return bool(self.form.cleaned_data.get("archived"))

    @property
    def order(self) -> Order:
        """The order that was asked for, or the preset one."""
        asked = self.form.cleaned_data.get("order_by") or self.preset or next(iter(self.orders))
        return Order(self.orders[asked.removeprefix("-")], descending=asked.startswith("-"))

    def keep_all(self, queryset, name, value):
        return queryset
