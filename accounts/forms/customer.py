"""Adding and editing a customer."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.owned import OwnedForm
from accounts.models import Customer
from accounts.text import LineFormField


class CustomerForm(OwnedForm):
    """What a person says of a customer.

    With `warns`, a likely duplicate must be acknowledged, by its number, before a new customer
    is stored: pages do this, the API never refuses a duplicate.
    """

    acknowledged = LineFormField(required=False, max_length=200, widget=forms.HiddenInput)
    aside = (*OwnedForm.aside, "acknowledged")

    class Meta:
        model = Customer
        fields = ("name", "kind", "industry", "website", "status", "owner")
        widgets = {"kind": forms.RadioSelect, "status": forms.RadioSelect}
        help_texts = {"name": "A company, or a person if they buy for themselves."}
        error_messages = {"name": {"required": "Enter a name."}}

    def __init__(self, *args, warns: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.warns = warns and self.is_new

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.warns and not self.errors and not self.earlier and self.unacknowledged:
            self.add_error(None, ValidationError("This customer may already exist.", "duplicate"))
        return cleaned

    @cached_property
    def duplicates(self) -> list[Customer]:
        """Customers that the user sees and that may be the same one, at most five."""
        seen = Customer.objects.visible_to(self.user).unarchived()
        return list(
            seen.like(
                name=self.cleaned_data.get("name", ""),
                website=self.cleaned_data.get("website", ""),
            ).select_related("owner", "industry")[:5]
        )

    @property
    def unacknowledged(self) -> bool:
        known = self.cleaned_data.get("acknowledged", "").split(",")
        return any(str(customer.pk) not in known for customer in self.duplicates)
