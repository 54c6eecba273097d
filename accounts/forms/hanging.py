"""The form on a record that hangs on a customer."""

from typing import Any, cast

from accounts.forms.choices import CustomerField, FoundField, OwnerField
from accounts.forms.record import RecordForm
from accounts.models import Customer, User


class HangingForm(RecordForm):
    """A form on what hangs on a customer, which is said once; a page knows it beforehand.

    What a person may choose then depends on the customer: forms with such choices extend `offer`.
    """

    customer = CustomerField()
    at_first = (*RecordForm.at_first, "customer")
    # The fields that say on what it hangs.
    hung_by: tuple[str, ...] = ("customer",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.hangs_on
        for name in self.fields.keys() & set(self.hung_by):
            if known is not None:
                del self.fields[name]
            else:
                cast(FoundField, self.fields[name]).user = self.user
        if known is not None:
            self.offer(known)

    @property
    def hangs_on(self) -> Any:
        """The record on which it hangs, if that is known."""
        return self.instance.customer if self.instance.customer_id else None

    def offer(self, record: Any) -> None:
        """Offer as owners those who see the record on which it hangs."""
        if "owner" in self.fields:
            owners = User.objects.owners().who_see(record)
            choice = cast(OwnerField, self.fields["owner"])
            choice.user = self.user
            choice.queryset = owners | User.objects.filter(pk=self.instance.owner_id)

    def clean_customer(self) -> Customer | None:
        customer = self.cleaned_data["customer"]
        if customer is not None:
            self.offer(customer)
        return customer
