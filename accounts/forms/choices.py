"""Records that a form lets a person choose."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from accounts.models import Customer, Lead, User
from accounts.ownership import NUMBER, find


class RecordField(forms.ModelChoiceField):
    """A record by its number; what cannot be one is refused before the database is asked."""

    def clean(self, value: Any) -> Any:
        if value not in self.empty_values and not NUMBER.fullmatch(str(value)):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class RecordsField(forms.ModelMultipleChoiceField):
    """Records by their numbers; the same for several."""

    def clean(self, value: Any) -> Any:
        for number in value or ():
            if not NUMBER.fullmatch(str(number)):
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, "invalid_pk_value", {"pk": number})
        return super().clean(value)


class LongSelect(forms.Select):
    """A select with hundreds of options: Django's own renders a template for each."""

    template_name = "forms/select.html"


class OwnerChoices(forms.models.ModelChoiceIterator):
    """Nobody, and people by their names alone; the reader is told which one they are."""

    field: Any
    queryset: Any

    def __iter__(self):
        yield "", self.field.empty_label
        for pk, name in self.queryset.labels():
            yield str(pk), f"{name} (you)" if self.field.user and pk == self.field.user.pk else name


class OwnerField(forms.ModelChoiceField):
    """Somebody who may own records."""

    widget = LongSelect
    iterator = OwnerChoices
    user: User | None = None


class FoundField(forms.ModelChoiceField):
    """What a record hangs on: something that the user may change or, where it is `seen` that
    counts, something that they see.

    What they may not see is a wrong choice like what does not exist; NotYours for what they see
    and may not change.
    """

    user: User | None = None
    model: type[Customer] | type[Lead]

    def __init__(self, *, seen: bool = False, **kwargs: Any) -> None:
        super().__init__(self.model.objects.none(), **kwargs)
        self.finds = "seen_by" if seen else "change_by"

    def clean(self, value: Any) -> Any:
        if value in self.empty_values:
            return super().clean(value)
        try:
            return find(self.model, value, **{self.finds: self.user})
        except Http404:
            kind = self.model.kind_of_record()
            raise ValidationError(f"There is no such {kind}.", code="invalid_choice") from None


class CustomerField(FoundField):
    """The customer that a record hangs on."""

    model = Customer


class LeadField(FoundField):
    """The lead that a record hangs on."""

    model = Lead
