"""Logging, planning and editing an activity."""

import datetime as clock
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.forms.choices import (
    CustomerField,
    LeadField,
    OwnerField,
    RecordField,
    RecordsField,
)
from accounts.forms.hanging import HangingForm
from accounts.forms.moments import DiaryDayField, MomentField, PastMomentField
from accounts.models import Contact, Customer, Lead, User
from activities.models import Activity
from activities.models.kind import Kind
from deals.models import Deal

ABOUT = "Say which customer this is about, or which lead."
NOON = clock.time(12)


class AboutForm(HangingForm):
    """A form on what is written down about a customer or a lead whom the user sees, and perhaps
    about a deal of the customer's."""

    customer = CustomerField(seen=True, required=False)
    lead = LeadField(seen=True, required=False)
    deal = RecordField(
        Deal.objects.none(),
        required=False,
        empty_label="No deal",
        error_messages={"invalid_choice": "Choose a deal of this customer."},
    )

    at_first = (*HangingForm.at_first, "lead")
    hung_by = ("customer", "lead")

    @property
    def hangs_on(self) -> Customer | Lead | None:
        """The customer or, while there is none, the lead."""
        is_known = self.instance.customer_id or self.instance.lead_id
        return self.instance.about if is_known else None

    def offer(self, record: Customer | Lead) -> None:
        """Offer the customer's deals besides."""
        super().offer(record)
        if "deal" in self.fields and isinstance(record, Customer):
            field = cast(RecordField, self.fields["deal"])
            offered = Q(archived_at=None) | Q(pk=self.instance.deal_id)
            field.queryset = record.deals.filter(offered).open_first()

    def clean_lead(self) -> Lead | None:
        """Take the one that is said of customer and lead."""
        customer, lead = self.cleaned_data.get("customer"), self.cleaned_data["lead"]
        if "customer" not in self.errors and (customer is None) == (lead is None):
            self.add_error("customer", ValidationError(ABOUT, code="required"))
        elif lead is not None:
            self.offer(lead.customer or lead)
        return lead


class ActivityForm(AboutForm):
    """What is said of an activity: done at a moment, or due on a day or at a moment."""

    due_on = DiaryDayField(required=False, label="Due on")
    due_at = MomentField(required=False, label="Due at", help_text="Instead of a day, a moment.")
    completed_at = PastMomentField(required=False, label="Done")
    minutes = forms.IntegerField(
        required=False, min_value=1, max_value=10_000, label="Length in minutes"
    )
    contacts = RecordsField(
        Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose contacts of this customer."},
    )
    owner = OwnerField(User.objects.none(), required=False, empty_label="Nobody")

    class Meta:
        model = Activity
        fields: tuple[str, ...] = (
            *("customer", "lead", "kind", "subject", "body", "due_on", "due_at"),
            *("completed_at", "minutes", "outcome", "deal", "contacts", "owner"),
        )
        widgets = {"kind": forms.RadioSelect}
        error_messages = {"subject": {"required": "Say in a few words what it is about."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            # Boxes offer no empty choice: one of the kinds it is.
            cast(forms.ChoiceField, self.fields["kind"]).choices = Kind.choices
        self.stood = {name: getattr(self.instance, name) for name in ("due_at", "completed_at")}

    def offer(self, record: Customer | Lead) -> None:
        """Offer the customer's contacts besides."""
        super().offer(record)
        if "contacts" in self.fields and isinstance(record, Customer):
            there = [] if self.is_new else self.instance.contacts.values("pk")
            offered = Q(archived_at=None) | Q(pk__in=there)
            field = cast(RecordsField, self.fields["contacts"])
            field.queryset = record.contacts.filter(offered).primary_first()

    @property
    def facts(self) -> list[str]:
        """All but who takes part, whom the page names in a line of their own."""
        return [name for name in self.named if name != "contacts"]

    @property
    def written(self) -> list[str]:
        """A day takes the place of a moment, and a moment that of a day; who did it follows from
        when it was done."""
        written = [name for name in super().written if name != "contacts"]
        if "completed_at" in written:
            written.append("completed_by")
        if self.cleaned_data.get("due_on"):
            written.append("due_at")
        elif self.cleaned_data.get("due_at"):
            written.append("due_on")
        return written

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("due_on") and cleaned.get("due_at"):
            self.add_error("due_at", "Say a day or a moment, not both.")
        elif cleaned.get("due_on"):
            self.instance.due_at = None
        elif cleaned.get("due_at"):
            self.instance.due_on = None
        for name, stood in self.stood.items():
            # Fields on pages know no seconds; what scripts send is a moment, not a text.
            is_typed = name in self.fields and isinstance(self[name].data, str)
            if is_typed and stood and cleaned.get(name) and in_minute(stood, cleaned[name]):
                cleaned[name] = stood
        return cleaned

    def store(self) -> Activity:
        activity = self.instance
        if "contacts" in self.named:
            activity.people = list(self.cleaned_data["contacts"])
        if activity.completed_at != self.stood["completed_at"]:
            activity.settle(activity.completed_at, by=self.user)
        return super().store()


def in_minute(moment: datetime, minute: datetime) -> bool:
    """Tell whether the second is the minute in which the first one is."""
    return minute == moment.replace(second=0, microsecond=0)


class LogForm(ActivityForm):
    """The form of pages for something new: one day, perhaps with a time, says when it happened
    or for when it is planned."""

    happened = forms.ChoiceField(
        choices=[("yes", "It happened"), ("no", "It is planned")],
        widget=forms.RadioSelect,
        label="When",
        required=False,
    )
    day = DiaryDayField(required=False, label="Day")
    time = forms.TimeField(
        required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    field_order = ("kind", "subject", "body", "happened", "day", "time", "minutes")
    due_on = due_at = completed_at = None  # type: ignore[assignment]
    aside = (*ActivityForm.aside, "happened", "day", "time")

    class Meta(ActivityForm.Meta):
        fields = ("kind", "subject", "body", "outcome", "minutes", "deal", "contacts", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        is_task = self.initial.get("kind") == Kind.TASK
        self.initial.setdefault("happened", "no" if is_task else "yes")
        self.initial.setdefault("day", today)

    @property
    def content(self) -> dict[str, object]:
        return super().content | {name: self[name].data for name in ("happened", "day", "time")}

    @property
    def has_happened(self) -> bool:
        """Whether it is done; unless somebody says so, tasks are planned and all else happened."""
        said = self.cleaned_data.get("happened")
        return said == "yes" if said else self.cleaned_data.get("kind") != Kind.TASK

    def clean(self) -> dict:
        cleaned = super().clean()
        day, at = cleaned.get("day"), cleaned.get("time")
        if at and not day and "day" not in self.errors:
            self.add_error("day", "Say the day as well.")
        if not self.errors:
            self._say_when(day, at)
        return cleaned

    def _say_when(self, day: date | None, at: clock.time | None) -> None:
        activity, now = self.instance, timezone.localtime()
        moment = timezone.make_aware(datetime.combine(day, at)) if day and at else None
        if not self.has_happened:
            activity.due_at, activity.due_on = moment, None if moment else day
        elif (moment or now) > now or (day or now.date()) > now.date():
            self.add_error("time" if moment else "day", "This has not come yet. Plan it instead.")
        elif day in (None, now.date()):
            activity.completed_at = moment or now
        else:
            activity.completed_at = moment or timezone.make_aware(datetime.combine(day, NOON))


class WhenForm(forms.Form):
    """For when an activity is planned: a day, or a moment of it."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    day = DiaryDayField(label="Move to", error_messages={"required": "Choose a day."})
    time = forms.TimeField(
        required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        local = activity.due_at and timezone.localtime(activity.due_at)
        self.initial = {
            "version": activity.version,
            "day": activity.due_day() or timezone.localdate(),
            "time": local and local.time(),
            **self.initial,
        }

    def save(self, *, by: Any) -> Activity:
        day, at = self.cleaned_data["day"], self.cleaned_data["time"]
        due = timezone.make_aware(datetime.combine(day, at)) if at else day
        self.activity.move_to(due, by=by, version=self.cleaned_data["version"])
        return self.activity
