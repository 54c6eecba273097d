"""Mutations run what pages run: a form, or a verb of the record."""

from typing import Any

import graphene
from django import forms
from django.core.exceptions import ValidationError

from accounts.ownership import find
from crm.schema.inputs import cleaned, input_of, taken


class FormMutation(graphene.Mutation):
    """Runs a form and returns the record: a new one or, where the mutation `changes`, one that
    stands, of which only the fields that are named are written."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(
        cls, form: Any, output: Any, changes: bool = False, **options: Any
    ) -> None:
        cls.form = form
        noun = output._meta.name
        if changes:
            stands = form._meta.model()
            stands._state.adding = False
            payload = input_of(form(instance=stands), f"{noun}Changes", optional=True)
            others = {"id": graphene.ID(required=True), "version": graphene.Int()}
        else:
            payload = input_of(form(), f"{noun}Input")
            others = {"idempotency_key": graphene.String()}
        arguments = {"payload": payload(required=True), **others}
        super().__init_subclass_with_meta__(output=output, arguments=arguments, **options)

    @classmethod
    def mutate(cls, root, info, payload: dict, id: str | None = None, **aside: Any):
        user, existing = info.context.user, {}
        if id is not None:
            record = find(cls.form._meta.model, id, change_by=user)
            existing = {"instance": record, "only": payload}
        return made(cls.form({**payload, **aside}, user=user, **existing))


def made(form: Any) -> Any:
    """Return what a form makes of what was sent. Raises ValidationError where it refuses that."""
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.save()


class VerbMutation(graphene.Mutation):
    """Runs a verb of the record that `id` names, and returns the record.

    `takes` are form fields by the names of the verb's further arguments.
    """

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(
        cls, verb: str, output: Any, takes: dict[str, forms.Field] | None = None, **options: Any
    ) -> None:
        cls.verb, cls.model = verb, output._meta.model
        cls.takes = {**(takes or {}), "version": forms.IntegerField(required=False)}
        arguments = {"id": graphene.ID(required=True), **taken(cls.takes)}
        super().__init_subclass_with_meta__(output=output, arguments=arguments, **options)

    @classmethod
    def mutate(cls, root, info, id: str, **given: Any):
        record = find(cls.model, id, change_by=info.context.user)
        getattr(record, cls.verb)(by=info.context.user, **cleaned(cls.takes, given))
        return record
