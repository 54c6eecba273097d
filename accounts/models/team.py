"""People who look after the same customers."""

from django.db import models
from django.db.models.functions import Lower

from accounts.constraints import OnOneField
from accounts.history import Recorded
from accounts.text import LineField


class Team(Recorded):
    """Its members may change each other's records; with scope `team` they see no others."""

    name = LineField(max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="team_name_unique",
                violation_error_message="There is a team of this name already.",
            ),
            OnOneField(condition=~models.Q(name=""), name="team_name_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name
