"""A record's facts: values that become their own small form."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from accounts.forms.conflict import shown
from accounts.forms.record import RecordForm


@dataclass(frozen=True)
class Fact:
    """One fact: its value in words and the field that edits it, open after a refused try."""

    field: BoundField
    value: str
    open: bool

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def label(self) -> str:
        return str(self.field.label)


def facts_of(
    record: Any, form: type[RecordForm], user: Any, refused: RecordForm | None = None
) -> list[Fact]:
    """Return a record's facts; those of the refused form carry what was typed and its errors."""
    fields = form(instance=record, user=user)
    return [
        Fact(
            field=refused[name] if refused and name in refused.fields else fields[name],
            value=shown(record, name),
            open=bool(refused and name in refused.fields),
        )
        for name in fields.facts
    ]
