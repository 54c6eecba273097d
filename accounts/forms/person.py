"""People, their teams and the vocabulary of industries, as admins keep them."""

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.forms.record import RecordForm
from accounts.models import Industry, Team, User
from accounts.text import key


@cache
def time_zones() -> list[tuple[str, str]]:
    """Name all time zones; to find them, hundreds of files are read."""
    return [(name, name) for name in sorted(available_timezones())]


class PersonForm(RecordForm):
    """A person who signs in. Signing in no more is a verb, `User.deactivate`, not a field."""

    new_password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Leave empty to keep the present one. A new one ends this person's sessions.",
    )
    time_zone = forms.ChoiceField(choices=time_zones)
    aside = (*RecordForm.aside, "new_password")
    following = ("password", "is_staff")

    class Meta:
        model = User
        fields = ("username", "name", "email", "role", "scope", "team", "time_zone", "is_superuser")
        labels = {"is_superuser": "Admin"}
        help_texts = {"is_superuser": "Counts as a manager and opens this admin site."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password"].required = self.is_new

    def clean_new_password(self) -> str:
        password = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        return password

    def store(self) -> User:
        if password := self.cleaned_data["new_password"]:
            self.instance.set_password(password)
        self.instance.is_staff = self.instance.is_superuser
        person = super().store()
        if password:
            person.sessions.all().delete()
        return person


class TeamForm(RecordForm):
    class Meta:
        model = Team
        fields = ("name",)


class IndustryForm(RecordForm):
    """An industry's one spelling; changing it changes it on every customer."""

    class Meta:
        model = Industry
        fields = ("name",)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Industry.objects.exclude(pk=self.instance.pk).filter(key=key(name)).exists():
            raise ValidationError("There is an industry of this name already.")
        return name
