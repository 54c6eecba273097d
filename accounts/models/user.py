"""People who sign in: who they are, what they see and what they may change."""

from collections.abc import Iterable
from typing import ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import PermissionsMixin, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.functional import cached_property

from accounts.acts import act
from accounts.constraints import OnOneField
from accounts.history import Change, Door, Recorded
from accounts.text import KeyField, LineField, key


class Role(models.TextChoices):
    """What a person may do with what they see."""

    VIEWER = "viewer", "Viewer"
    ACCOUNT_MANAGER = "account_manager", "Account manager"
    MANAGER = "manager", "Manager"


class Scope(models.TextChoices):
    """Whose records a person sees, beside nobody's; managers see everybody's."""

    OWN = "own", "Own"
    TEAM = "team", "Own team"
    EVERYONE = "everyone", "Everyone"


def default_time_zone() -> str:
    return settings.TIME_ZONE


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("Choose a time zone from the list.")


class PeopleQuerySet(models.QuerySet["User"]):
    def active(self):
        """Keep those who can sign in."""
        return self.filter(is_active=True)

    def resettable(self):
        """Keep those who may set a forgotten password anew: they can sign in, and by a password."""
        return self.active().exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def owners(self):
        """Keep those who may own records."""
        return self.active().exclude(role=Role.VIEWER, is_superuser=False)

    def who_see(self, record):
        """Keep those who see this customer, or this lead before it is one."""
        if record.owner is None:
            return self
        see = models.Q(role=Role.MANAGER) | models.Q(is_superuser=True)
        see |= models.Q(scope=Scope.EVERYONE) | models.Q(pk=record.owner_id)
        if record.owner.team_id:
            see |= models.Q(scope=Scope.TEAM, team=record.owner.team_id)
        return self.filter(see)

    def labels(self) -> "models.QuerySet[User, tuple[int, str]]":
        """Return their numbers and what they are called, without loading each: they may be many."""
        called = Coalesce(NullIf("name", models.Value("")), "username")
        return self.values_list("pk", called)

    def by_login(self, login: str) -> "User | None":
        """Return the person with this user name or, failing that, this email."""
        return self.filter(username=login).first() or self.filter(email__iexact=login).first()


class PeopleManager(UserManager.from_queryset(PeopleQuerySet)):  # type: ignore[misc]
    def _create_user(self, username, email, password, **extra_fields):
        user = self._create_user_object(username, email, password, **extra_fields)
        user.write(by=None)
        return user


class User(AbstractBaseUser, PermissionsMixin, Recorded):
    """A person who signs in."""

    username = models.CharField(
        "user name",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Somebody else has this user name."},
    )
    name = LineField(max_length=150, blank=True, help_text="As colleagues know them.")
    name_key = KeyField()
    email = models.EmailField("email address")
    role = models.CharField(max_length=20, choices=Role, default=Role.ACCOUNT_MANAGER)
    scope = models.CharField("sees", max_length=10, choices=Scope, default=Scope.EVERYONE)
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="members"
    )
    time_zone = models.CharField(
        max_length=50, default=default_time_zone, validators=[validate_time_zone]
    )
    is_active = models.BooleanField("may sign in", default=True, editable=False)
    is_staff = models.BooleanField(default=False, editable=False)
    # Part of every session's hash: counting it up ends them all.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    # The door this person came in by, set by whoever let them in.
    door: str = Door.COMMAND
    derived: ClassVar = frozenset({"name_key", "last_login"})
    secret: ClassVar = frozenset({"password"})
    objects = PeopleManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["email"]

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Somebody else has this email address.",
            ),
            OnOneField(condition=~models.Q(email=""), name="user_email_not_blank"),
            OnOneField(condition=models.Q(role__in=Role.values), name="user_role"),
            OnOneField(condition=models.Q(scope__in=Scope.values), name="user_scope"),
        ]
        indexes = [models.Index(fields=["name_key", "id"], name="user_by_name")]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split()[0]

    def save(self, *args, **kwargs) -> None:
        self.name_key = key(str(self))
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}{self.sessions_ended}"

    def concerned_customers(self, changes: list[Change]) -> Iterable[int]:
        """Whoever can no longer sign in, or can again, leaves or takes up what they own."""
        if not any(change.field == "is_active" for change in changes):
            return []
        return self.customers.values_list("pk", flat=True)

    @property
    def is_manager(self) -> bool:
        return self.is_superuser or self.role == Role.MANAGER

    @property
    def is_viewer(self) -> bool:
        return self.role == Role.VIEWER and not self.is_superuser

    @property
    def may_add(self) -> bool:
        """Everybody but a viewer may add customers and leads."""
        return self.is_active and not self.is_viewer

    @cached_property
    def seen_owner_ids(self) -> list[int] | None:
        """Whose records, beside nobody's, this person sees; None stands for everybody's."""
        if self.is_manager or self.scope == Scope.EVERYONE:
            return None
        return self._team_ids if self.scope == Scope.TEAM else [self.pk]

    @cached_property
    def changed_owner_ids(self) -> list[int] | None:
        """Whose records, beside nobody's, this person may change where they see them."""
        return None if self.is_manager else self._team_ids

    @cached_property
    def _team_ids(self) -> list[int]:
        if self.team_id is None:
            return [self.pk]
        return list(User.objects.filter(team_id=self.team_id).values_list("pk", flat=True))

    @act()
    def set_new_password(self, password: str, *, by) -> None:
        """Change the password; every session ends, save what the caller begins anew."""
        self.lock()
        self.set_password(password)
        self.write(by=by)
        self.sessions.all().delete()

    @act()
    def end_sessions(self, *, by) -> None:
        """Sign this person out everywhere, save where the caller begins anew; tokens stay."""
        self.lock()
        self.sessions_ended += 1
        self.write(by=by)
        self.sessions.all().delete()

    @act()
    def deactivate(self, *, by) -> None:
        """Let this person in no more; sessions and tokens end, their records stay theirs."""
        if by is not None and by.pk == self.pk:
            raise ValidationError("Nobody can deactivate themselves.")
        self.lock()
        self.is_active = False
        self.sessions_ended += 1
        self.write(by=by)
        self.sessions.all().delete()
        for token in self.tokens.filter(revoked_at=None):
            token.revoke(by=by)

    @act()
    def activate(self, *, by) -> None:
        """Let this person in again; sessions and tokens of before stay ended."""
        self.lock()
        self.is_active = True
        self.write(by=by)
