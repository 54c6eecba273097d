"""Who is on a deal, and what they do there."""

from typing import Any, cast

from django import forms

from accounts.forms.choices import RecordField
from accounts.models import Contact
from deals.models import Deal, Part
from deals.models.part import Role


class PartForm(forms.Form):
    """A contact of the customer and the part that they have in the decision."""

    contact = RecordField(
        Contact.objects.none(),
        error_messages={
            "required": "Choose a contact of this customer.",
            "invalid_choice": "Choose a contact of this customer.",
        },
    )
    role = forms.ChoiceField(
        label="Part in the decision", choices=[("", "Not known"), *Role.choices], required=False
    )

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deal = deal
        theirs = deal.customer.contacts.standing().primary_first()
        cast(RecordField, self.fields["contact"]).queryset = theirs

    def save(self, *, by: Any) -> Part:
        contact = self.cleaned_data["contact"]
        self.deal.involve(contact, role=self.cleaned_data["role"], by=by)
        return self.deal.parts.get(contact=contact)
