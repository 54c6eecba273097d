"""Creating once: a retry with the same key and content gets the first answer."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.history import Recorded

AnyModel = TypeVar("AnyModel", bound=Recorded)
LIFETIME = timedelta(hours=24)


class IdempotencyKey(models.Model):
    """A person's key, what was asked with it, and the record that came of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    content = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_of_user")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class KeyReused(ValidationError):
    """The key has answered something else before."""

    def __init__(self) -> None:
        super().__init__("This key was already used for something else.", code="key_reused")


def fingerprint(content: object) -> str:
    """Return what tells one content from another, whatever the order of its names."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def answered(model: type[AnyModel], *, by, key: str, content: object) -> AnyModel | None:
    """Return what the key has already created, or None. Raises KeyReused for other content
    and where the record is gone."""
    earlier = IdempotencyKey.objects.filter(
        user=by, key=key, created_at__gt=timezone.now() - LIFETIME
    ).first()
    if earlier is None:
        return None
    if (earlier.content, earlier.kind) != (fingerprint(content), model.kind_of_record()):
        raise KeyReused
    if earlier.object_id is None:  # claimed by this very transaction
        return None
    record = model._default_manager.filter(pk=earlier.object_id).first()
    if record is None:
        raise KeyReused
    return record


def once(
    create: Callable[[], AnyModel], model: type[AnyModel], *, by, key: str, content: object
) -> AnyModel:
    """Create under the key and return the record; of several at once, one creates for all.

    To be called in the transaction that creates: whoever comes second waits for its end.
    """
    IdempotencyKey.objects.filter(user=by, created_at__lte=timezone.now() - LIFETIME).delete()
    claim = IdempotencyKey(
        user=by, key=key, content=fingerprint(content), kind=model.kind_of_record()
    )
    IdempotencyKey.objects.bulk_create([claim], ignore_conflicts=True)
    record = answered(model, by=by, key=key, content=content)
    if record is None:
        record = create()
        IdempotencyKey.objects.filter(user=by, key=key).update(object_id=record.pk)
    return record
