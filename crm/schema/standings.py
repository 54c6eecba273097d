"""How customers stand, in the API: the figures that are kept for each, and its health."""

from datetime import datetime

import graphene
from django.db.models import Prefetch, prefetch_related_objects

from accounts.models import Customer
from activities.models import Activity
from crm.schema.activities import NextStep
from crm.schema.batching import one, peers_of
from crm.schema.scalars import Day, Moment, amount
from reports.health import Health, Sign
from reports.models import Standing

EVIDENCE = Standing.objects.select_related(*Standing.evidence)
EVIDENT = "_evident_standing"


class SignType(graphene.ObjectType):
    """A warning sign that holds: what it says, why, and since which day."""

    class Meta:
        name = "Sign"

    code = graphene.String(required=True)
    sentence = graphene.String(required=True)
    why = graphene.String(required=True)
    since = graphene.Field(Day)

    def resolve_code(sign: Sign, info) -> str:
        return sign.code.value


class HealthType(graphene.ObjectType):
    """How a customer does on the day of whoever asks, and its signs, the gravest first."""

    class Meta:
        name = "Health"

    level = graphene.String(required=True)
    signs = graphene.List(graphene.NonNull(SignType), required=True)

    def resolve_level(health: Health, info) -> str:
        return health.level.value

    def resolve_signs(health: Health, info) -> list[Sign]:
        return Health(with_evidence(health.customer)).signs


class StandingOfCustomer(graphene.ObjectType):
    """What is kept of a customer: it is right at any time, and asking for it counts nothing."""

    lifetime_value = graphene.String(required=True)
    open_value = graphene.String(required=True)
    last_contact_at = graphene.Field(Moment)
    next_step = graphene.Field(NextStep)
    health = graphene.Field(HealthType)

    def resolve_lifetime_value(customer: Customer, info) -> str:
        return amount(standing_of(customer).lifetime_value)

    def resolve_open_value(customer: Customer, info) -> str:
        return amount(standing_of(customer).open_value)

    def resolve_last_contact_at(customer: Customer, info) -> datetime | None:
        return standing_of(customer).last_contact_at

    def resolve_next_step(customer: Customer, info) -> Activity | None:
        return one(standing_of(customer), "next_step")

    def resolve_health(customer: Customer, info) -> Health | None:
        if customer.archived_at is not None:
            return None
        standing_of(customer)
        return Health(customer)


def standing_of(customer: Customer) -> Standing:
    """Return how a customer stands, looked up for it and its peers together."""
    return one(customer, "standing")


def with_evidence(customer: Customer) -> Customer:
    """Return a customer whose standing, like its peers', came along with what its signs tell of.

    By one statement: what came later might no longer be what the standing knew of.
    """
    if EVIDENT not in customer.__dict__:
        one(customer, "owner")
        peers = peers_of(customer)
        prefetch_related_objects(peers, Prefetch("standing", EVIDENCE, to_attr=EVIDENT))
        for peer in peers:
            peer.standing = peer.__dict__[EVIDENT]
    return customer
