"""Converting a lead: into which customer, whether with a contact, whether with a deal."""

from functools import cached_property
from typing import Any, NamedTuple, cast

from django import forms
from django.core.exceptions import PermissionDenied

from accounts.acts import act
from accounts.forms.choices import CustomerField, RecordField
from accounts.forms.record import FreshKeyInput
from accounts.idempotency import answered, once
from accounts.models import Customer, Lead, User
from accounts.text import LineFormField, key
from deals.models import Deal, Pipeline, Stage
from deals.money import AmountField

MOST = 5


class Candidate(NamedTuple):
    """A customer that the lead may be part of: why, and whether the user may put it there."""

    customer: Customer
    why: str
    is_open: bool


class ConversionForm(forms.Form):
    """What becomes of a lead. Without a customer a new one is made, with a name of a deal a deal.

    An idempotency key makes a retry harmless, as it does where something is created.
    """

    customer = CustomerField(required=False)
    contact = forms.BooleanField(required=False, initial=True)
    deal_name = LineFormField(required=False, max_length=200, label="Deal name")
    deal_value = AmountField(required=False, label="Value")
    deal_stage = RecordField(Stage.objects.none(), required=False, label="Stage")
    idempotency_key = LineFormField(required=False, max_length=200, widget=FreshKeyInput)

    def __init__(self, *args: Any, lead: Lead, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.may_add:
            raise PermissionDenied
        self.lead, self.user = lead, user
        cast(CustomerField, self.fields["customer"]).user = user
        stage = cast(RecordField, self.fields["deal_stage"])
        stage.queryset, stage.empty_label = Stage.objects.standing(), "First stage"

    def candidates(self, search: str) -> list[Candidate]:
        """Return the customers that the lead is likely to belong to, and those that were searched
        for, each once."""
        found = list(self.lead.likely_customers(self.user).order_by("name_key", "pk")[:MOST])
        if search:
            seen = Customer.objects.visible_to(self.user).unarchived().matching(search)
            found += seen.order_by("name_key", "pk")[:MOST]
        each = {customer.pk: customer for customer in found}
        mine = Customer.objects.changeable_by(self.user).filter(pk__in=each)
        open_to_me = set(mine.values_list("pk", flat=True))
        return [Candidate(c, self._why(c), pk in open_to_me) for pk, c in each.items()]

    def _why(self, customer: Customer) -> str:
        lead = self.lead
        if customer.name_key == key(lead.company or lead.name):
            return "Same name"
        if customer.domain and customer.domain in {lead.domain, lead.email.rpartition("@")[2]}:
            return "Same web domain"
        if customer.contacts.standing().with_email(lead.email).exists():
            return "A contact has the same email address"
        return "Found by your search"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        says_more = cleaned.get("deal_value") is not None or cleaned.get("deal_stage")
        if says_more and not cleaned.get("deal_name") and "deal_name" not in self.errors:
            self.add_error("deal_name", "Give the deal a name.")
        return cleaned

    def clean_idempotency_key(self) -> str:
        _ = self.earlier  # raises where the key has answered something else
        return self.cleaned_data["idempotency_key"]

    @cached_property
    def earlier(self) -> Lead | None:
        """What this very try has already converted, if it was sent before."""
        sent = self.cleaned_data.get("idempotency_key")
        return answered(Lead, by=self.user, key=sent, content=self.content) if sent else None

    @property
    def content(self) -> dict[str, object]:
        """What was sent, as sent: by this a retry is told from another try."""
        names = [name for name in self.fields if name != "idempotency_key"]
        return {"lead": self.lead.pk, **{name: self[name].data for name in names}}

    @act()
    def save(self) -> Lead:
        """Convert the lead and return it. Raises AlreadyConverted where somebody was quicker."""
        sent = self.cleaned_data.get("idempotency_key")
        if not sent:
            return self._convert()
        return once(self._convert, Lead, by=self.user, key=sent, content=self.content)

    def _convert(self) -> Lead:
        said = self.cleaned_data
        self.lead.convert(by=self.user, customer=said["customer"], contact=said["contact"])
        if said["deal_name"]:
            self._create_deal()
        return self.lead

    def _create_deal(self) -> Deal:
        customer = cast(Customer, self.lead.customer)
        theirs = User.objects.owners().who_see(customer).filter(pk=self.lead.owner_id).first()
        deal = Deal(
            customer=customer,
            name=self.cleaned_data["deal_name"],
            value=self.cleaned_data["deal_value"],
            stage=self.cleaned_data["deal_stage"] or Pipeline.objects.default().first_stage,
            owner=theirs or self.user,
        )
        person = self.lead.conversion.contact
        deal.roles = {person: ""} if person else {}
        deal.write(by=self.user)
        return deal
