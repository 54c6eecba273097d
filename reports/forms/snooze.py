"""Letting a sign rest: until when, and why."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.moments import DayField
from accounts.models import Customer
from accounts.text import LineFormField
from reports.models import Snooze
from reports.signs import Code

PRESET, MOST = timedelta(weeks=2), timedelta(days=365)


class SnoozeForm(forms.Form):
    """Until when a sign of a customer rests, which is a day to come, and why."""

    until = DayField(error_messages={"required": "Choose a day."})
    reason = LineFormField(
        max_length=500, error_messages={"required": "Say why the sign is to rest."}
    )

    def __init__(self, *args: Any, code: Code, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A record shows one form for each of its signs.
        self.auto_id = f"{code.lower()}_%s"
        self.code, self.today = code, timezone.localdate()
        self.initial.setdefault("until", self.today + PRESET)

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError("Choose a day after today.", code="past")
        if until > self.today + MOST:
            raise forms.ValidationError("Choose a day within a year from now.", code="far")
        return until

    def save(self, customer: Customer, *, by: Any) -> Snooze:
        return Snooze.put(customer, self.code, by=by, **self.cleaned_data)
