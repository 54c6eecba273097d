"""Signing in."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """User name or email, and password; never says which of the two was wrong."""

    username = forms.CharField(
        label="User name or email",
        max_length=254,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    error_messages = {
        "invalid_login": "This user name and password do not belong together.",
        "inactive": "This user name and password do not belong together.",
    }
