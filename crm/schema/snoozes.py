"""Letting a customer's signs rest, and waking them, in the API."""

from datetime import date

import graphene
from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from accounts.models import Customer
from accounts.ownership import find
from crm.schema.accounts import CustomerType
from crm.schema.inputs import cleaned, taken
from reports.forms.snooze import SnoozeForm
from reports.models import Snooze
from reports.signs import Code


def sign_of(customer: Customer, code: str) -> Code:
    """Return the sign of this code. Raises ValidationError if the customer cannot have it."""
    possible = [(each.value, each.label) for each in Snooze.possible(customer)]
    field = forms.ChoiceField(choices=possible)
    return Code(cleaned({"code": field}, {"code": code})["code"])


class SnoozeSign(graphene.Mutation):
    """Let a sign of a customer rest until a day, within a year, and say why."""

    Output = CustomerType

    class Arguments:
        customer = graphene.ID(required=True)
        code = graphene.String(required=True)
        until = taken(SnoozeForm.base_fields)["until"]
        reason = taken(SnoozeForm.base_fields)["reason"]

    def mutate(root, info, customer: str, code: str, until: date, reason: str) -> Customer:
        found = find(Customer, customer, change_by=info.context.user)
        form = SnoozeForm({"until": until, "reason": reason}, code=sign_of(found, code))
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        form.save(found, by=info.context.user)
        return found


class WakeSign(graphene.Mutation):
    """Let a sign that rests be seen again from its own day on."""

    Output = CustomerType

    class Arguments:
        customer = graphene.ID(required=True)
        code = graphene.String(required=True)

    def mutate(root, info, customer: str, code: str) -> Customer:
        found = find(Customer, customer, change_by=info.context.user)
        snooze = found.snoozes.filter(code=sign_of(found, code)).first()
        if snooze is None:
            raise Http404("No such sign rests.")
        snooze.wake(by=info.context.user)
        return found


class SnoozesMutation(graphene.ObjectType):
    """What may be done to the signs of customers."""

    snooze_sign = SnoozeSign.Field()
    wake_sign = WakeSign.Field()
