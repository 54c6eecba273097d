"""The form on a record that somebody owns, with an industry and a website."""

from typing import Any, cast
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.forms.choices import OwnerField
from accounts.forms.record import RecordForm
from accounts.models import Customer, Industry, User
from accounts.text import LineFormField

FULL_ADDRESS = "Enter a full address, like https://example.com"
is_web_address = URLValidator(schemes=["http", "https"], message=FULL_ADDRESS)


class WebsiteField(LineFormField):
    """A web address, http or https; without either, https is meant."""

    def to_python(self, value: object) -> str:
        address = super().to_python(value)
        scheme, separator, rest = address.partition("://")
        if separator:
            return f"{scheme.lower()}://{rest}"
        return f"https://{address}" if address else ""

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value:
            is_web_address(value)
            if "@" in urlsplit(value).netloc:
                raise ValidationError(FULL_ADDRESS)


class IndustryField(LineFormField):
    """An industry by its name: the one that exists, whatever its case, or a new one."""

    def prepare_value(self, value: object) -> object:
        return Industry.objects.filter(pk=value).first() if isinstance(value, int) else value

    def clean(self, value: object) -> Industry | None:
        name = super().clean(value)
        return Industry.objects.named(name) if name else None


class OwnedForm(RecordForm):
    """What customers and leads have alike."""

    industry = IndustryField(
        required=False, max_length=100, help_text="Pick from the list or type a new one."
    )
    website = WebsiteField(required=False, max_length=500)
    owner = OwnerField(
        User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="The account manager who looks after them.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.industry and "industry" in self.fields:
            self.initial["industry"] = self.instance.industry.name
        if "owner" in self.fields:
            owners = User.objects.owners() | User.objects.filter(pk=self.instance.owner_id)
            field = cast(OwnerField, self.fields["owner"])
            field.queryset, field.user = owners, self.user

    @property
    def industries(self) -> list[str]:
        """Names to suggest: the industries of customers that the user sees."""
        seen = Customer.objects.unarchived().split_for(self.user)
        return [industry.name for industry in Industry.objects.of_customers(*seen)]

    def store(self) -> Any:
        if self.instance.industry:
            self.instance.industry = self.instance.industry.establish(by=self.user)
        return super().store()
