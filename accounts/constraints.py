"""Rules that the database holds."""

from django.db import models


class OnOneField(models.CheckConstraint):
    """A rule on one column that the column's form field holds as well.

    The database keeps it for whoever goes around the forms. Asking it before each write, as
    Django would, costs a statement for each rule and tells nothing that the field has not told.
    """

    def validate(self, *args, **kwargs) -> None:
        return None
