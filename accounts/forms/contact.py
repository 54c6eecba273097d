"""Adding and editing a contact."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.forms.hanging import HangingForm
from accounts.models import Contact
from accounts.text import LineFormField

FULL_EMAIL = "Enter a full email address, like name@example.com"
FULL_PHONE = "Enter a phone number, like +1 555 0142 ext. 12"


class EmailField(LineFormField):
    """An email address."""

    widget = forms.EmailInput

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value:
            try:
                validate_email(value)
            except ValidationError:
                raise ValidationError(FULL_EMAIL, code="invalid") from None


class PhoneField(LineFormField):
    """A phone number as people write it, with blanks, brackets and extensions."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value and len(re.findall("[0-9]", value)) < 3:
            raise ValidationError(FULL_PHONE, code="invalid")


class ContactForm(HangingForm):
    """What a person says of a contact."""

    email = EmailField(required=False, max_length=254)
    phone = PhoneField(required=False, max_length=60)

    class Meta:
        model = Contact
        fields = ("customer", "name", "title", "email", "phone")
        help_texts = {"title": "What they do there, like Head of Purchasing."}
        error_messages = {"name": {"required": "Enter a name."}}
