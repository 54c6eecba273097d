"""Moments, days and amounts as the API speaks them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import graphene
from django.db import models
from graphene_django.converter import convert_django_field
from graphql import GraphQLError


class Moment(graphene.DateTime):
    """A moment in ISO 8601: answered in UTC; without an offset, UTC is meant."""

    class Meta:
        name = "DateTime"

    @staticmethod
    def serialize(moment: datetime) -> str:
        return moment.astimezone(UTC).isoformat()

    @staticmethod
    def parse_value(value: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise GraphQLError("Write a moment like 2026-05-31T16:30:00+00:00.") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Day(graphene.Date):
    """A day in ISO 8601, like 2026-05-31."""

    class Meta:
        name = "Date"

    @staticmethod
    def serialize(day: date) -> str:
        return day.isoformat()

    @staticmethod
    def parse_value(value: Any) -> date:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise GraphQLError("Write a day like 2026-05-31.") from None


def amount(value: Decimal) -> str:
    """Return an amount of money with its two decimals: a float would lose some."""
    return f"{value:.2f}"


@convert_django_field.register(models.DateField)
def day(field: models.DateField, registry=None) -> Day:
    return Day(required=not field.null, description=field.help_text or None)


@convert_django_field.register(models.DateTimeField)
def moment(field: models.DateTimeField, registry=None) -> Moment:
    return Moment(required=not field.null, description=field.help_text or None)
