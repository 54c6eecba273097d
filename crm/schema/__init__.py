"""The API's schema: what scripts may ask and do, a file for each room (docs/graphql.md)."""

import graphene

from crm.schema.accounts import AccountsMutation, AccountsQuery
from crm.schema.activities import ActivitiesMutation, ActivitiesQuery
from crm.schema.contacts import ContactsMutation, ContactsQuery
from crm.schema.deals import DealsMutation, DealsQuery
from crm.schema.leads import LeadsMutation, LeadsQuery
from crm.schema.reports import ReportsQuery
from crm.schema.snoozes import SnoozesMutation


class Query(AccountsQuery, ContactsQuery, LeadsQuery, DealsQuery, ActivitiesQuery, ReportsQuery):
    """What may be asked."""


class Mutation(
    AccountsMutation,
    SnoozesMutation,
    ContactsMutation,
    LeadsMutation,
    DealsMutation,
    ActivitiesMutation,
):
    """What may be done: each field in a transaction of its own, a failed one answers null."""


schema = graphene.Schema(query=Query, mutation=Mutation)
