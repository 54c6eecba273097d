"""Activities, notes and the timeline in the API."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import graphene
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from graphene_django import DjangoObjectType

from accounts.forms.moments import PastMomentField
from accounts.models import Contact, Customer, Lead, User
from accounts.ownership import find
from accounts.paging import Order, Page
from activities.filters import ActivityFilter, NoteFilter
from activities.forms.activity import ActivityForm
from activities.forms.note import NoteForm
from activities.models import Activity, Note
from activities.timeline import KINDS, Source, Timeline
from crm.schema.batching import every, many, one
from crm.schema.connections import (
    PAGING,
    Connection,
    Paged,
    asked,
    connect,
    connect_each,
    narrowed,
)
from crm.schema.contacts import ContactType
from crm.schema.deals import DealType
from crm.schema.inputs import arguments_of, cleaned
from crm.schema.leads import LeadType
from crm.schema.mutation import FormMutation, VerbMutation
from crm.schema.scalars import Day, Moment
from deals.models import Deal

BY_DUE = Order(("due_key",))
LAST_DONE = Order(("completed_at",), descending=True)
LAST_WRITTEN = Order(("at",), descending=True)
CHOSEN = forms.MultipleChoiceField(
    choices=[(name, kind.label) for name, kind in KINDS.items()], required=False
)


class AboutSomebody:
    """What an activity and a note have alike: a customer or a lead, and perhaps a deal."""

    customer = graphene.Field("crm.schema.accounts.CustomerType")
    lead = graphene.Field(LeadType)
    deal = graphene.Field(DealType)

    def resolve_customer(row: Any, info) -> Customer | None:
        return one(row, "customer")

    def resolve_lead(row: Any, info) -> Lead | None:
        return one(row, "lead")

    def resolve_deal(row: Any, info) -> Deal | None:
        return one(row, "deal")


class ActivityType(AboutSomebody, DjangoObjectType):
    """A call, an email, a meeting or a task: completed, or open and perhaps due."""

    class Meta:
        model = Activity
        name = "Activity"
        fields = (
            *("id", "kind", "subject", "due_on", "due_at", "minutes", "completed_at"),
            *("created_at", "updated_at", "archived_at", "version"),
        )
        convert_choices_to_enum = False

    contacts = graphene.List(graphene.NonNull(ContactType), required=True)
    body = graphene.String()
    outcome = graphene.String()
    completed_by = graphene.Field("crm.schema.accounts.UserType")
    owner = graphene.Field("crm.schema.accounts.UserType")
    note = graphene.Field(lambda: NoteType)

    def resolve_contacts(activity: Activity, info) -> list[Contact]:
        return every(activity, "contacts", Contact.objects.all())

    def resolve_body(activity: Activity, info) -> str | None:
        return activity.body or None

    def resolve_outcome(activity: Activity, info) -> str | None:
        return activity.outcome or None

    def resolve_completed_by(activity: Activity, info) -> User | None:
        return one(activity, "completed_by")

    def resolve_owner(activity: Activity, info) -> User | None:
        return one(activity, "owner")

    def resolve_note(activity: Activity, info) -> Note | None:
        return one(activity, "note")


class ActivityConnection(Connection):
    """A page of activities."""

    class Meta:
        node = ActivityType


class NoteType(AboutSomebody, DjangoObjectType):
    """What somebody wrote down; `at` is the moment at which it stands on the timeline."""

    class Meta:
        model = Note
        name = "Note"
        fields = (
            *("id", "body", "noted_on", "at", "is_pinned", "edited_at"),
            *("created_at", "updated_at", "archived_at", "version"),
        )

    by = graphene.Field("crm.schema.accounts.UserType")

    def resolve_by(note: Note, info) -> User | None:
        return one(note, "by")


class NoteConnection(Connection):
    """A page of notes."""

    class Meta:
        node = NoteType


class NextStep(graphene.ObjectType):
    """What is due first; `dueOn` of a moment is its day in the installation's time zone."""

    activity = graphene.Field(ActivityType, required=True)
    due_on = graphene.Field(Day, required=True)
    subject = graphene.String(required=True)

    def resolve_activity(step: Activity, info) -> Activity:
        return step

    def resolve_due_on(step: Activity, info) -> date | None:
        return step.due_day(ZoneInfo(settings.TIME_ZONE))


class TimelineEntry(graphene.ObjectType):
    """One thing that happened; `text` tells it in plain words."""

    kind = graphene.String(required=True)
    at = graphene.Field(Moment, required=True)
    by = graphene.Field("crm.schema.accounts.UserType")
    text = graphene.String(required=True)


class TimelinePage(Paged):
    """A page of what happened with a customer, the newest first."""

    class Meta:
        node = TimelineEntry
        name = "Timeline"


class ActivitiesOfCustomer(graphene.ObjectType):
    """What a customer's type has by what happens with it; what was put away is in no list."""

    activities = graphene.Field(
        ActivityConnection, required=True, open=graphene.Boolean(), **PAGING
    )
    notes = graphene.Field(NoteConnection, required=True, **PAGING)
    timeline = graphene.Field(
        TimelinePage,
        required=True,
        kinds=graphene.List(graphene.NonNull(graphene.String)),
        **PAGING,
    )

    def resolve_activities(customer: Customer, info, open=None, **paging: Any) -> Page:
        standing = Activity.objects.standing()
        if open is None:
            return connect_each(customer, "activities", standing, BY_DUE, **paging)
        if open:
            return connect_each(customer, "activities", standing.open(), BY_DUE, **paging)
        return connect_each(customer, "activities", standing.done(), LAST_DONE, **paging)

    def resolve_notes(customer: Customer, info, **paging: Any) -> Page:
        return connect_each(customer, "notes", Note.objects.standing(), LAST_WRITTEN, **paging)

    def resolve_timeline(customer: Customer, info, kinds=None, **paging: Any) -> Timeline:
        chosen = cleaned({"kinds": CHOSEN}, {"kinds": kinds})["kinds"]
        return Timeline(customer, kinds=chosen, load=of_each, **asked(**paging))


def of_each(customer: Customer, source: Source, rows: QuerySet, size: int) -> list:
    """Load the first so many rows of a source, for a customer and its peers together."""
    # The words of an entry need no rows that hang on it.
    page = many(customer, source.relation, rows.prefetch_related(None), source.order, size=size - 1)
    return page.found


class ActivitiesQuery(graphene.ObjectType):
    """What happens with the customers that whoever asks sees."""

    activity = graphene.Field(ActivityType, id=graphene.ID(required=True))
    activities = graphene.Field(
        ActivityConnection, required=True, **arguments_of(ActivityFilter), **PAGING
    )
    note = graphene.Field(NoteType, id=graphene.ID(required=True))
    notes = graphene.Field(NoteConnection, required=True, **arguments_of(NoteFilter), **PAGING)

    def resolve_activity(root, info, id: str) -> Activity:
        return find(Activity, id, seen_by=info.context.user)

    def resolve_activities(root, info, first=None, after=None, **asked: Any) -> Page:
        chosen = narrowed(ActivityFilter, asked, user=info.context.user)
        return connect(chosen, first=first, after=after)

    def resolve_note(root, info, id: str) -> Note:
        return find(Note, id, seen_by=info.context.user)

    def resolve_notes(root, info, first=None, after=None, **asked: Any) -> Page:
        chosen = narrowed(NoteFilter, asked, user=info.context.user)
        return connect(chosen, first=first, after=after)


class CreateActivity(FormMutation):
    """Log what happened, with `completedAt`, or plan what is due, on a day or at a moment."""

    class Meta:
        form = ActivityForm
        output = ActivityType


class UpdateActivity(FormMutation):
    """Change the fields of an activity that are named; a due day takes the place of a moment."""

    class Meta:
        form = ActivityForm
        output = ActivityType
        changes = True


class ArchiveActivity(VerbMutation):
    """Put an activity away, out of lists, timelines and figures."""

    class Meta:
        verb = "archive"
        output = ActivityType


class RestoreActivity(VerbMutation):
    """Bring an archived activity back."""

    class Meta:
        verb = "restore"
        output = ActivityType


class CompleteActivity(VerbMutation):
    """Mark an activity as done; `at` is when that really happened."""

    class Meta:
        verb = "complete"
        output = ActivityType
        takes = {"at": PastMomentField(required=False)}


class ReopenActivity(VerbMutation):
    """Take back that an activity is done."""

    class Meta:
        verb = "reopen"
        output = ActivityType


class CreateNote(FormMutation):
    """Write a note, of today unless `notedOn` dates it back."""

    class Meta:
        form = NoteForm
        output = NoteType


class UpdateNote(FormMutation):
    """Change the fields of a note that are named; an explicit null empties one."""

    class Meta:
        form = NoteForm
        output = NoteType
        changes = True


class ArchiveNote(VerbMutation):
    """Put a note away, out of lists and timelines."""

    class Meta:
        verb = "archive"
        output = NoteType


class RestoreNote(VerbMutation):
    """Bring an archived note back."""

    class Meta:
        verb = "restore"
        output = NoteType


class PinNote(VerbMutation):
    """Keep a note in sight above the timeline."""

    class Meta:
        verb = "pin"
        output = NoteType


class UnpinNote(VerbMutation):
    """Let a note stand at its moment alone."""

    class Meta:
        verb = "unpin"
        output = NoteType


class ActivitiesMutation(graphene.ObjectType):
    """What may be done to activities and notes."""

    create_activity = CreateActivity.Field()
    update_activity = UpdateActivity.Field()
    archive_activity = ArchiveActivity.Field()
    restore_activity = RestoreActivity.Field()
    complete_activity = CompleteActivity.Field()
    reopen_activity = ReopenActivity.Field()
    create_note = CreateNote.Field()
    update_note = UpdateNote.Field()
    archive_note = ArchiveNote.Field()
    restore_note = RestoreNote.Field()
    pin_note = PinNote.Field()
    unpin_note = UnpinNote.Field()
