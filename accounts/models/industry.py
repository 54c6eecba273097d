"""The shared vocabulary of industries: one spelling each, whatever people type."""

from functools import reduce
from operator import or_

from django.db import IntegrityError, models, transaction

from accounts.constraints import OnOneField
from accounts.history import Recorded
from accounts.text import KeyField, LineField, key


class IndustryQuerySet(models.QuerySet["Industry"]):
    def named(self, name: str) -> "Industry":
        """Return the industry of this name, whatever its case and accents; unsaved if new."""
        return self.filter(key=key(name)).first() or self.model(name=name)

    def of_customers(self, *parts: models.QuerySet):
        """Keep the industries that at least one of the customers in these parts has."""
        theirs = (part.filter(industry=models.OuterRef("pk")) for part in parts)
        return self.filter(reduce(or_, (models.Q(models.Exists(part)) for part in theirs)))


class Industry(Recorded):
    """An industry; suggestions name only those in use on customers that the reader sees."""

    name = LineField(max_length=100)
    key = KeyField(unique=True)

    derived = frozenset({"key"})
    objects = IndustryQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "industries"
        constraints = [OnOneField(condition=~models.Q(key=""), name="industry_name_not_blank")]

    def __str__(self) -> str:
        return self.name

    def establish(self, *, by) -> "Industry":
        """Return the stored industry of this name: this one, unless somebody was quicker."""
        if self.pk:
            return self
        try:
            with transaction.atomic():
                self.write(by=by)
        except IntegrityError:
            return type(self).objects.get(key=key(self.name))
        return self

    def save(self, *args, **kwargs) -> None:
        self.key = key(self.name)
        super().save(*args, **kwargs)
