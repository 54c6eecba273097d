"""Days and moments as people enter them, within what clocks and databases can hold."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

FIRST_YEAR, LAST_YEAR = 1900, 2999


def check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}.", code="year")


class DayField(forms.DateField):
    """A day."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DiaryDayField(DayField):
    """A day that begins and ends at moments, wherever the reader is."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None:
            check_year(day.year)
        return day


class MomentField(forms.DateTimeField):
    """A moment, in the reader's zone unless it names another."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment = super().to_python(value)
            if moment is not None:
                check_year(moment.astimezone(UTC).year)
        except OverflowError:
            check_year(LAST_YEAR + 1)
        return moment


class PastMomentField(MomentField):
    """A moment that has been."""

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment is not None and moment > timezone.now():
            raise ValidationError("This moment has not come yet.", code="future")
        return moment
