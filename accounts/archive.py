"""Archive is the ordinary delete: a record is put away, out of lists and figures."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from accounts.acts import act
from accounts.history import Recorded


class Archivable(Recorded):
    """A record that can be put away and brought back."""

    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @act()
    def archive(self, *, by, version: int | None = None, at: datetime | None = None) -> None:
        """Put the record away, out of lists and figures; `at` dates it back."""
        self.lock()
        self.archived_at = self.archived_at or at or timezone.now()
        self.write(by=by, version=version, at=at)

    @act()
    def restore(self, *, by, version: int | None = None) -> None:
        """Bring an archived record back."""
        self.lock()
        self.archived_at = None
        self.write(by=by, version=version)
