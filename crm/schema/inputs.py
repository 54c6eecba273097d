"""What scripts may give: the fields of forms and filters as GraphQL types, each named once."""

from copy import deepcopy
from functools import singledispatch
from typing import Any

import graphene
from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.record import RecordForm
from crm.schema.scalars import Day, Moment


@singledispatch
def type_of(field: forms.Field):
    """Return the GraphQL type in which a form field's value is given."""
    raise TypeError(f"Say in {__name__} which type {type(field).__name__} has.")


@type_of.register(forms.CharField)
@type_of.register(forms.ChoiceField)
def text(field):
    return graphene.String


@type_of.register(forms.MultipleChoiceField)
def texts(field):
    return graphene.List(graphene.NonNull(graphene.String))


@type_of.register(forms.ModelChoiceField)
def record(field):
    return graphene.ID


@type_of.register(forms.ModelMultipleChoiceField)
def records(field):
    return graphene.List(graphene.NonNull(graphene.ID))


@type_of.register(forms.IntegerField)
def number(field):
    return graphene.Int


@type_of.register(forms.NullBooleanField)
def truth(field):
    return graphene.Boolean


@type_of.register(forms.DateField)
def day(field):
    return Day


@type_of.register(forms.DateTimeField)
def moment(field):
    return Moment


def arguments_of(filterset) -> dict[str, graphene.Argument]:
    """Return a list's filters as arguments."""
    # A filter keeps the field it has once made; the copy leaves the FilterSet's own untouched.
    fields = {name: deepcopy(found).field for name, found in filterset.base_filters.items()}
    return {name: graphene.Argument(type_of(field)) for name, field in fields.items()}


def taken(fields: dict[str, forms.Field]) -> dict[str, graphene.Argument]:
    """Return form fields as arguments."""
    return {
        name: graphene.Argument(type_of(field), required=field.required)
        for name, field in fields.items()
    }


def cleaned(fields: dict[str, forms.Field], given: dict[str, Any]) -> dict[str, Any]:
    """Return what form fields make of what is given. Raises ValidationError by names."""
    values, errors = {}, {}
    for name, value in given.items():
        try:
            values[name] = fields[name].clean(value)
        except ValidationError as wrong:
            errors[name] = wrong
    if errors:
        raise ValidationError(errors)
    return values


def input_of(form: RecordForm, name: str, *, optional: bool = False):
    """Return what a form takes as an input type of this name."""
    fields = {
        key: graphene.InputField(type_of(field), required=field.required and not optional)
        for key, field in form.fields.items()
        if key in form.named
    }
    return type(name, (graphene.InputObjectType,), fields)
