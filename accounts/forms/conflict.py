"""Two people edited the same record: what each of them says, field by field."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.forms.models import model_to_dict

from accounts.forms.record import RecordForm
from accounts.history import Change, Conflict, Recorded, as_text
from accounts.templatetags.look import day_text, moment_text


@dataclass(frozen=True)
class Difference:
    """A field of which the two edits disagree, with the values as shown and as sent."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_value: object
    theirs_value: object
    is_mine_preferred: bool


class Disagreement:
    """What a form that came too late says, beside what stands now."""

    def __init__(self, conflict: Conflict) -> None:
        self.form: RecordForm = conflict.form
        self.record: Recorded = conflict.stands
        self.changes = list(
            Change.objects.of(self.record)
            .since(conflict.version)
            .select_related("by")
            .order_by("at", "id")
        )

    @property
    def last(self) -> Change | None:
        """The change that was quicker, or the last of them."""
        return self.changes[-1] if self.changes else None

    @cached_property
    def differences(self) -> list[Difference]:
        theirs = model_to_dict(self.record, fields=self.form.named)
        return [
            self._difference(self.form[name], theirs[name])
            for name in self.form.named
            if as_text(self.form.instance, name) != as_text(self.record, name)
        ]

    @cached_property
    def agreed(self) -> list[tuple[str, object]]:
        """The names and values, as sent, of the fields of which both say the same."""
        apart = {difference.name for difference in self.differences}
        return [(name, self.form[name].data) for name in self.form.named if name not in apart]

    def _difference(self, field, theirs: object) -> Difference:
        mine = self.form.instance
        return Difference(
            name=field.name,
            label=field.label,
            mine=shown(mine, field.name),
            theirs=shown(self.record, field.name),
            mine_value=field.data,
            theirs_value=field.field.prepare_value(theirs),
            is_mine_preferred=as_text(mine, field.name) != self._before(field.name),
        )

    def _before(self, name: str) -> str | None:
        """What stood in the field when the late form was opened."""
        for change in self.changes:
            if change.field == name:
                return change.old
        return as_text(self.record, name)


def shown(record: Recorded, name: str) -> str:
    """Return a field's value in the words of the pages, "" for nothing."""
    display = getattr(record, f"get_{name}_display", None)
    if display:
        return display()
    value = getattr(record, name)
    if isinstance(value, datetime):
        return moment_text(value)
    return day_text(value) if isinstance(value, date) else as_text(record, name) or ""
