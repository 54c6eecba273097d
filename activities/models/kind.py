"""The kinds of activities."""

from django.db import models


class Kind(models.TextChoices):
    CALL = "call", "Call"
    EMAIL = "email", "Email"
    MEETING = "meeting", "Meeting"
    TASK = "task", "Task"


# What is contact with the customer once it is completed; a task is follow-up work.
INTERACTIONS = (Kind.CALL, Kind.EMAIL, Kind.MEETING)
