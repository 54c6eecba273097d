"""Writing and editing a note."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.forms.moments import DiaryDayField
from accounts.text import LineFormField
from activities.forms.activity import AboutForm
from activities.models import Note


class NoteForm(AboutForm):
    """What somebody writes down, of which day, and perhaps about which deal."""

    noted_on = DiaryDayField(required=False, label="Date")

    class Meta:
        model = Note
        fields = ("customer", "lead", "body", "noted_on", "deal")
        error_messages = {"body": {"required": "Write something."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read = self.instance.body

    def clean_noted_on(self) -> date | None:
        day = self.cleaned_data["noted_on"]
        if day is None and not self.is_new:
            return self.instance.noted_on
        # A script's own zone is none: the day is one of the person's, as the author's is.
        today = timezone.localdate(timezone=ZoneInfo(self.user.time_zone))
        if day is not None and day > today:
            raise ValidationError("This day has not come yet.", code="future")
        return day

    @property
    def written(self) -> list[str]:
        edited = ["edited_at"] if self.instance.body != self.read else []
        return [*super().written, *edited]

    def store(self) -> Note:
        if not self.is_new and self.instance.body != self.read:
            self.instance.edited_at = timezone.now()
        return super().store()


class ItemForm(forms.Form):
    """An action item of a note: its line, with the text that was read there."""

    line = forms.IntegerField(min_value=0, max_value=20_000)
    text = LineFormField(max_length=20_000)
    done = forms.BooleanField(required=False)

    @property
    def is_done(self) -> bool:
        return self.is_valid() and self.cleaned_data["done"]

    def act(self, verb: Callable[..., Any], **how: Any) -> Any:
        """Run a note's verb on the item. Raises ValidationError for what is no item's."""
        if not self.is_valid():
            raise ValidationError("Choose an action item of this note.")
        return verb(self.cleaned_data["line"], self.cleaned_data["text"], **how)
