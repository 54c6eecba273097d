"""Adding and editing a lead."""

from django import forms

from accounts.forms.contact import EmailField, PhoneField
from accounts.forms.owned import OwnedForm
from accounts.models import Lead


class LeadForm(OwnedForm):
    """What a person says of a lead."""

    email = EmailField(required=False, max_length=254)
    phone = PhoneField(required=False, max_length=60)

    class Meta:
        model = Lead
        fields = (
            *("name", "company", "title", "email", "phone", "website", "industry"),
            *("source", "status", "owner"),
        )
        widgets = {"status": forms.RadioSelect}
        help_texts = {
            "name": "The person who asked, or whom you want to ask.",
            "company": "Leave it empty for somebody who buys for themselves.",
            "title": "What they do there, like Head of Purchasing.",
            "source": "How they came to you, like Website form or Trade show.",
        }
        error_messages = {"name": {"required": "Enter a name."}}

    @property
    def sources(self) -> list[str]:
        """What to suggest: the commonest sources of leads that the user sees."""
        return Lead.objects.visible_to(self.user).sources()
