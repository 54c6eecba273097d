"""Purging: removing a record and all that hangs on it for good, which admins alone do."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.acts import act
from accounts.archive import Archivable
from accounts.history import Action, Change, Recorded

CHUNK = 1_000


class Purgeable(Archivable):
    """A record that can be removed for good; only that it happened stays."""

    class Meta:
        abstract = True

    @act()
    def purge(self, *, by) -> None:
        """Remove the record and all that hangs on it, history included."""
        self.lock(wholly=True)
        gone = Change(
            at=timezone.now(),
            by=by,
            door=by.door,
            action=Action.PURGED,
            kind=self.kind_of_record(),
            object_id=self.pk,
            version=self.version,
        )
        for rows in (*self._hanging_rows(), self._myself()):
            if issubclass(rows.model, Recorded):
                Change.objects.of_all(rows).delete()
            rows.delete()
        gone.save()

    def hanging(self) -> dict[str, int]:
        """Count what hangs on the record, by name: what a purge takes along."""
        found: dict[str, set] = {}
        for rows in self._hanging_rows():
            name = str(rows.model._meta.verbose_name_plural)
            found.setdefault(name, set()).update(rows.values_list("pk", flat=True))
        return {name: len(ids) for name, ids in found.items() if ids}

    def _myself(self) -> models.QuerySet:
        return type(self)._base_manager.filter(pk=self.pk)

    def _hanging_rows(self) -> list[models.QuerySet]:
        return list(hanging_on(self._myself()))


def hanging_on(rows: models.QuerySet) -> Iterator[models.QuerySet]:
    """Yield what points at these rows, in chunks, and before it what points at that.

    The database's own knowledge: a table added later is covered. Rows are named by their numbers:
    over conditions within conditions a database that misjudges a table takes minutes.
    """
    order = pointing_at(rows.model)
    found: dict[type[models.Model], list[int]] = {
        rows.model: list(rows.values_list("pk", flat=True))
    }
    for model in reversed(order):
        pointing: set[int] = set()
        for relation in (each for other in found for each in relations_to(other)):
            if relation.related_model is model:
                for ids in chunks(found[relation.model]):
                    there = model._base_manager.filter(**{f"{relation.field.name}__in": ids})
                    pointing.update(there.values_list("pk", flat=True))
        found[model] = sorted(pointing)
    for model in order:
        for ids in chunks(found[model]):
            yield model._base_manager.filter(pk__in=ids)


def pointing_at(model: type[models.Model]) -> list[type[models.Model]]:
    """Return the models that point at a model, or at one of these, each behind all that point at
    it."""
    order: list[type[models.Model]] = []
    for relation in relations_to(model):
        for other in (*pointing_at(relation.related_model), relation.related_model):
            if other not in order:
                order.append(other)
    return order


def relations_to(model: type[models.Model]) -> list[Any]:
    """Return by what other rows point at a model's, each at one."""
    return [each for each in model._meta.related_objects if each.one_to_many or each.one_to_one]


def chunks(ids: list[int]) -> Iterator[list[int]]:
    """Cut a list of numbers into parts that a statement takes."""
    return (ids[begin : begin + CHUNK] for begin in range(0, len(ids), CHUNK))
