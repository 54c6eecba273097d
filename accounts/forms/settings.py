"""What people keep for themselves: name, time zone, password, tokens."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError

from accounts.acts import act
from accounts.allowance import may_try
from accounts.forms.choices import LongSelect
from accounts.forms.person import time_zones
from accounts.forms.record import FreshKeyInput, RecordForm
from accounts.idempotency import answered, once
from accounts.models import ApiToken, User
from accounts.text import LineFormField

A_YEAR = 365
LONGEST = 10 * A_YEAR
TRIES = 10
FIFTEEN_MINUTES = 900


class SettingsForm(RecordForm):
    """How a person is called, and in which time zone they read."""

    time_zone = forms.ChoiceField(
        choices=time_zones,
        widget=LongSelect,
        help_text="Days and moments are shown in it.",
    )

    class Meta:
        model = User
        fields = ("name", "time_zone")
        help_texts = {"name": "As your colleagues know you."}


class NewPassword(SetPasswordForm):
    """A new password, without the old one: after a mail has shown who it is."""

    new_password1 = forms.CharField(
        label="New password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 8 characters, not digits alone, and nothing that many others use.",
    )
    new_password2 = forms.CharField(
        label="New password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    error_messages = {"password_mismatch": "This is not the same password."}

    def save(self, commit: bool = True) -> User:
        self.user.set_new_password(self.cleaned_data["new_password1"], by=self.user)
        return self.user


class ChangePassword(NewPassword, PasswordChangeForm):
    """A new password, from whoever knows the present one; a session alone cannot guess it."""

    old_password = forms.CharField(
        label="Present password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ("old_password", "new_password1", "new_password2")
    error_messages = {
        **NewPassword.error_messages,
        "password_incorrect": "This is not your present password.",
    }

    def clean_old_password(self) -> str:
        what = f"present password of {self.user.pk}"
        if not may_try(what, times=TRIES, within=FIFTEEN_MINUTES):
            raise ValidationError("There were too many tries. Wait 15 minutes, then try again.")
        return super().clean_old_password()


class TokenForm(forms.Form):
    """A token for a script of one's own."""

    name = LineFormField(
        max_length=100,
        help_text="What it is for, like Nightly import.",
        error_messages={"required": "Enter a name."},
    )
    access = forms.ChoiceField(
        label="It may",
        choices=[("read", "Read"), ("write", "Read and write")],
        initial="read",
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label="Days until it ends", min_value=1, max_value=LONGEST, initial=A_YEAR
    )
    idempotency_key = LineFormField(required=False, max_length=200, widget=FreshKeyInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_idempotency_key(self) -> str:
        key = self.cleaned_data["idempotency_key"]
        if key:  # raises where the key has answered something else
            answered(ApiToken, by=self.user, key=key, content=self.content)
        return key

    @property
    def content(self) -> dict[str, object]:
        return {name: self[name].data for name in ("name", "access", "days")}

    @act()
    def save(self) -> tuple[ApiToken, str]:
        """Make the token and return it with its secret, "" for one that was made before."""
        secret = ""

        def issue() -> ApiToken:
            nonlocal secret
            said = self.cleaned_data
            token, secret = ApiToken.issue(
                self.user,
                name=said["name"],
                days=said["days"],
                may_write=said["access"] == "write",
                by=self.user,
            )
            return token

        key = self.cleaned_data["idempotency_key"]
        if not key:
            return issue(), secret
        token = once(issue, ApiToken, by=self.user, key=key, content=self.content)
        return token, secret
