"""Planning an activity from the agenda: its customer is typed by name."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Customer, User
from accounts.text import LineFormField, key
from activities.agenda import DAY
from activities.forms.activity import ABOUT, LogForm
from activities.models import Activity
from activities.models.kind import Kind

UNKNOWN = "No customer that you see has this name. Choose one that is suggested."
AMBIGUOUS = "Several customers have this name. Open the one you mean and plan it there."


class CustomerNameField(LineFormField):
    """A customer whom the user sees, by name, whatever its case and accents."""

    user: User | None = None

    def clean(self, value: object) -> Customer:
        name = super().clean(value)
        found = Customer.objects.visible_to(self.user).unarchived().filter(name_key=key(name))[:2]
        if not found:
            raise ValidationError(UNKNOWN, code="unknown")
        if len(found) > 1:
            raise ValidationError(AMBIGUOUS, code="ambiguous")
        return found[0]


class QuickForm(LogForm):
    """What the agenda asks: what it is, with whom, and when. It is planned, and the user's own."""

    customer = CustomerNameField(  # type: ignore[assignment]
        max_length=200, error_messages={"required": ABOUT}
    )
    lead = deal = contacts = minutes = owner = None  # type: ignore[assignment]
    has_happened = False

    class Meta(LogForm.Meta):
        fields = ("kind", "subject", "customer")  # type: ignore[assignment]

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        mine = Activity(owner=user if user and user.may_add else None)
        super().__init__(*args, user=user, instance=mine, **kwargs)
        del self.fields["happened"]
        self.initial.update(kind=Kind.CALL, customer="", day=timezone.localdate() + DAY)

    @property
    def content(self) -> dict[str, object]:
        names = ("kind", "subject", "customer", "day", "time")
        return {name: self[name].data for name in names}
