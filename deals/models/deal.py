"""Deals: what we might sell a customer, on its way through the stages of a pipeline."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from accounts.acts import act
from accounts.addresses import address_of
from accounts.archive import Archivable
from accounts.constraints import OnOneField
from accounts.history import Action, Change, Conflict, Entry
from accounts.models import Contact
from accounts.text import KeyField, LineField, fold, key
from deals.models.finding import DealQuerySet
from deals.models.move import Move, whole_seconds
from deals.models.part import Part
from deals.models.pipeline import Outcome, Stage
from deals.money import LARGEST, MoneyField, in_full, to_minor, weighted

NEVER = date(9999, 12, 31)


class Deal(Archivable):
    """A sale that is open, won or lost. Its stage changes by verbs, and each change is a Move."""

    customer = models.ForeignKey(
        "accounts.Customer", models.PROTECT, related_name="deals", db_index=False
    )
    name = LineField(max_length=200)
    value = MoneyField(null=True, blank=True)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="deals", db_index=False)
    expected_close = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="deals"
    )
    lost_reason = LineField("why it was lost", max_length=500, blank=True)
    contacts = models.ManyToManyField(Contact, through=Part, related_name="deals", blank=True)

    outcome = models.CharField(max_length=10, choices=Outcome, editable=False)
    entered_at = models.DateTimeField(editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    # What lists sort by: no value counts less than nothing, no day comes last.
    value_key = models.BigIntegerField(editable=False)
    close_key = models.DateField(editable=False)
    name_key = KeyField()
    search = models.TextField(editable=False)

    derived: ClassVar = frozenset(
        {"outcome", "entered_at", "closed_at", "value_key", "close_key", "name_key", "search"}
    )
    objects = DealQuerySet.as_manager()
    # Who is to be on the deal once it is written, with their roles; None leaves them as they are.
    roles: dict[Contact, str] | None = None

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.OPEN, closed_at=None)
                | models.Q(outcome__in=[Outcome.WON, Outcome.LOST], closed_at__isnull=False),
                name="deal_closed_exactly_when_not_open",
                violation_error_message="A deal has a closing moment exactly when it is closed.",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.LOST) | models.Q(lost_reason=""),
                name="deal_lost_reason_of_lost",
                violation_error_message="Only a lost deal has a reason why it was lost.",
            ),
            OnOneField(
                condition=models.Q(value=None) | models.Q(value__gte=0, value__lte=LARGEST),
                name="deal_value_range",
            ),
            OnOneField(condition=~models.Q(name=""), name="deal_name_not_blank"),
            OnOneField(condition=LessThanOrEqual(Length("name"), 200), name="deal_name_length"),
            OnOneField(
                condition=LessThanOrEqual(Length("lost_reason"), 500), name="deal_reason_length"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "outcome", "id"], name="deal_of_customer"),
            models.Index(fields=["name_key", "id"], name="deal_by_name"),
            models.Index(fields=["value_key", "id"], name="deal_by_value"),
            models.Index(fields=["close_key", "id"], name="deal_by_close"),
            models.Index(fields=["entered_at", "id"], name="deal_by_entry"),
            # What was created, and what became of it, with all that reports ask about it.
            models.Index(
                fields=["created_at", "id", "value", "customer", "owner", "archived_at"],
                name="deal_created_figures",
            ),
            models.Index(fields=["updated_at", "id"], name="deal_by_change"),
            models.Index(
                fields=[
                    *("outcome", "closed_at", "created_at", "value", "customer", "owner"),
                    *("archived_at", "stage", "expected_close", "lost_reason"),
                ],
                name="deal_outcome_figures",
            ),
            # A lane of the board: what stands there, the largest first.
            models.Index(
                fields=["stage", "value_key", "id"],
                condition=models.Q(archived_at=None),
                name="deal_of_lane",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("deal", self.pk)

    @property
    def is_open(self) -> bool:
        return self.outcome == Outcome.OPEN

    def days_in_stage(self, today: date) -> int:
        """How many days the deal has stood where it stands, today being the reader's."""
        return max((today - timezone.localtime(self.entered_at).date()).days, 0)

    def is_stalled(self, today: date) -> bool:
        """Whether the deal has been in its stage for the stage's limit, or longer."""
        begin = self.stage.stalled_before(today) if self.is_open else None
        return begin is not None and self.entered_at < begin

    def get_value_display(self) -> str:
        """The value as pages show it."""
        return in_full(self.value)

    @property
    def weighted(self) -> Decimal:
        """The value times the chance of the stage."""
        return weighted(to_minor(self.value or Decimal(0)) * self.stage.probability)

    @property
    def times_postponed(self) -> int:
        """How often the expected close was moved to a later day."""
        moved = Change.objects.of(self).filter(field="expected_close", old__lt=models.F("new"))
        return moved.count()

    @classmethod
    def entry_of(cls, action: str, field: str, along: Collection[str]) -> str | None:
        """Creation, stages, and with these the reason why a deal was lost are told by moves, each
        other change of a field by itself."""
        if action == Action.CREATED or field == "stage":
            return None
        if field == "lost_reason" and "stage" in along:
            return None
        return Entry.ARCHIVE if field == "archived_at" else Entry.CHANGE

    def derive(self) -> None:
        """Fill the columns that follow from others; `save` does it, bulk writers must."""
        self.name_key = key(self.name)
        self.search = fold(self.name)
        self.value_key = -1 if self.value is None else to_minor(self.value)
        self.close_key = self.expected_close or NEVER

    def save(self, *args, **kwargs) -> None:
        self.derive()
        super().save(*args, **kwargs)

    @act()
    def write(self, *, by, **how: Any) -> list[Change]:
        """Store the deal; a new one makes its first Move, into the stage that it is created in."""
        is_new = self._state.adding
        if is_new:
            self.stage.hold()
            self.enter(self.stage, at=self.created_at)
        changes = super().write(by=by, **how)
        if is_new:
            self._log_move(None, None, at=self.created_at, by=by)
        return changes

    def enter(self, stage: Stage, *, at: datetime) -> None:
        """Stand in a stage from a moment on, with all that follows; to be written after."""
        self.stage, self.outcome, self.entered_at = stage, stage.outcome, at
        self.closed_at = None if self.is_open else at
        if self.outcome != Outcome.LOST:
            self.lost_reason = ""

    @act()
    def move_to(
        self,
        stage: Stage,
        *,
        by,
        at: datetime | None = None,
        version: int | None = None,
        reason: str = "",
    ) -> None:
        """Move the deal to a stage of its pipeline; `at` is when that really happened.

        Raises Conflict where `version` no longer stands, and ValidationError for a stage of another
        pipeline or one out of use, and a moment that has not come or lies before the last move.
        """
        stage.hold()
        self.lock()
        came_from, since = self.stage, self.entered_at
        if stage.pk == came_from.pk:
            if self.outcome == Outcome.LOST:
                self.lost_reason = reason or self.lost_reason
            self.write(by=by, version=version)
            return
        if stage.pipeline_id != came_from.pipeline_id:
            raise ValidationError({"stage": "Choose a stage of this deal's pipeline."})
        self._check_moment(at)
        moment = at or timezone.now()
        self.enter(stage, at=moment)
        if self.outcome == Outcome.LOST:
            self.lost_reason = reason
        self.write(by=by, version=version, at=moment)
        self._log_move(came_from, since, at=moment, by=by)

    def _check_moment(self, at: datetime | None) -> None:
        if at is None:
            return
        if at > timezone.now():
            raise ValidationError({"at": "This moment has not come yet."})
        if at < self.entered_at:
            raise ValidationError({"at": "The deal's last move was after this moment."})

    def _log_move(
        self, came_from: Stage | None, since: datetime | None, *, at: datetime, by
    ) -> None:
        Move.objects.create(
            deal=self,
            customer_id=self.customer_id,
            at=at,
            by=by,
            from_stage=came_from,
            to_stage=self.stage,
            stood=None if since is None else whole_seconds(since, at),
        )

    def win(self, *, by, **how: Any) -> None:
        """Close the deal as won; see `move_to` for `at` and `version`."""
        self.move_to(self.stage.pipeline.stage_for(Outcome.WON), by=by, **how)

    def lose(self, reason: str, *, by, **how: Any) -> None:
        """Close the deal as lost, and keep why; see `move_to` for `at` and `version`."""
        self.move_to(self.stage.pipeline.stage_for(Outcome.LOST), by=by, reason=reason, **how)

    @act()
    def reopen(self, *, by, stage: Stage | None = None, **how: Any) -> None:
        """Open a closed deal again, in the stage named or the open one where it stood last."""
        self.refresh_from_db()
        if stage is None:
            stage = self.stage if self.is_open else self._last_open_stage()
        if stage.outcome != Outcome.OPEN:
            raise ValidationError({"stage": "Choose a stage between the first talk and the end."})
        self.move_to(stage, by=by, **how)

    def _last_open_stage(self) -> Stage:
        stood = Stage.objects.standing().open().filter(pipeline=self.stage.pipeline_id)
        last = self.moves.filter(from_stage__in=stood).select_related("from_stage").last()
        return (last and last.from_stage) or self.stage.pipeline.first_stage

    @act()
    def take_back_move(self, *, by, version: int | None = None) -> None:
        """Undo the last move as if it had not been: the days in the stage before go on.

        Only whoever made it can, and the first move stays. Raises ValidationError otherwise.
        """
        last, *earlier = self.moves.select_related("from_stage").reverse()[:2]
        before = last.from_stage
        if before is None or before.retired_at is not None or last.by_id != by.pk:
            raise ValidationError("This move can no longer be undone.")
        before.hold()
        self.lock()
        if self.moves.last() != last:
            raise Conflict(self, self.version)
        reason = Change.objects.of(self).filter(field="lost_reason", at=last.at).last()
        self.enter(before, at=earlier[0].at)
        if self.outcome == Outcome.LOST and reason is not None:
            self.lost_reason = reason.old or ""
        self.write(by=by, version=version)
        last.delete()

    @act()
    def involve(self, contact: Contact, *, by, role: str = "", **how: Any) -> None:
        """Put a contact of the customer on the deal, or change the part that they have in it."""
        if contact.customer_id != self.customer_id:
            raise ValidationError({"contact": "Choose a contact of this customer."})
        self.lock()
        self.roles = {**self._roles_now(), contact: role}
        self.write(by=by, **how)

    @act()
    def release(self, contact: Contact, *, by) -> None:
        """Take a contact off the deal."""
        self.lock()
        self.roles = {who: role for who, role in self._roles_now().items() if who != contact}
        self.write(by=by)

    def _roles_now(self) -> dict[Contact, str]:
        return {part.contact: part.role for part in self.parts.select_related("contact")}

    def _take_over(self, stands: Self, *, but: set[str]) -> None:
        known = self.version
        super()._take_over(stands, but=but)
        if self.lost_reason and self.outcome != Outcome.LOST:
            raise Conflict(stands, known)  # it was lost when the reason was written

    def differences(self, stands: Self | None) -> list:
        found = super().differences(stands)
        if self.roles is not None:
            old = None if stands is None else named(self.parts.select_related("contact"))
            new = named(Part(contact=contact, role=role) for contact, role in self.roles.items())
            found += [("contacts", old, new)] if old != new else []
        return found

    def also_log(self, changes: list[Change]) -> None:
        if self.roles is not None:
            self.parts.all().delete()
            Part.objects.bulk_create(
                Part(deal=self, contact=contact, role=role) for contact, role in self.roles.items()
            )
            self.roles = None


def named(parts: Any) -> str | None:
    """Return who is on a deal as history keeps it, in the order of their names."""
    return ", ".join(sorted(map(str, parts))) or None
