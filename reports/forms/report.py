"""Asking a report: for which time, and whose records."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.filters.fields import BOXES, NOBODY, NamesField
from accounts.forms.choices import LongSelect
from accounts.forms.moments import DiaryDayField
from accounts.models import User
from accounts.models.status import Status
from reports.report.asked import Asked
from reports.report.period import YEAR, Period

CUSTOM = "custom"
PERIODS = {
    "12-months": ("Last 12 months", lambda today: Period.of_months(YEAR, today)),
    "quarter": ("This quarter", Period.of_quarter),
    "year": ("This year", Period.of_year),
}
LONGEST = timedelta(days=3653)


def owners() -> list[tuple[Any, str]]:
    people = User.objects.exclude(role="viewer", is_superuser=False).labels()
    return [("", "All owners"), (NOBODY, "Nobody"), *people]


class ReportForm(forms.Form):
    """The question, as addresses and scripts ask it. `from` and `to` alone make a period as well;
    `to` is the day after its last."""

    period = forms.ChoiceField(
        choices=[*((key, label) for key, (label, _) in PERIODS.items()), (CUSTOM, "Custom dates")],
        required=False,
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        data = {} if data is None else data.copy()
        if not data.get("period") and (data.get("from") or data.get("to")):
            data["period"] = CUSTOM
        super().__init__(data)
        self.user, self.today = user, timezone.localdate()
        # Looked up once: each look at choices that are a function would be another one.
        self.fields["owner"] = forms.ChoiceField(
            choices=owners(), widget=LongSelect, required=False
        )
        self.fields["from"] = DiaryDayField(label="From", required=False)
        self.fields["to"] = DiaryDayField(label="Before", required=False)

    @property
    def period_asked(self) -> Period:
        """The period that was asked for, or the last twelve months."""
        chosen, preset = self.cleaned_data.get("period"), Period.of_months(YEAR, self.today)
        if chosen != CUSTOM:
            return PERIODS[chosen][1](self.today) if chosen else preset
        begin, end = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if begin is None and end is not None:
            begin = end - timedelta(days=365)
        return Period(begin or preset.begin, end or preset.end)

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            begin, end = self.period_asked
            if begin >= end:
                raise ValidationError({"to": "Choose a day after the first one."})
            if end - begin > LONGEST:
                raise ValidationError({"to": "Choose ten years at most."})
        return self.cleaned_data

    @property
    def asked(self) -> Asked:
        """The question, once it is valid."""
        said = self.cleaned_data
        return Asked(
            self.user,
            self.today,
            self.period_asked,
            said["owner"],
            tuple(said.get("status", ())),
            tuple(said.get("industry", ())),
            self.params,
        )

    @property
    def params(self) -> list[tuple[str, str]]:
        """The question as the words of an address."""
        found: list[tuple[str, str]] = []
        for name, value in self.cleaned_data.items():
            values = value if isinstance(value, list) else [value]
            found += [(name, str(each)) for each in values if each]
        return found

    @property
    def whose(self) -> str:
        """Whose records count, in words."""
        field: Any = self.fields["owner"]
        chosen = self.cleaned_data["owner"]
        return next(label for key, label in field.choices if str(key) == chosen)


class PortfolioForm(ReportForm):
    """The question about customers and what they are worth: some of them may be meant."""

    status = forms.MultipleChoiceField(choices=Status, widget=BOXES, required=False)
    industry = NamesField(widget=BOXES, required=False)
