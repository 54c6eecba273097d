"""The tables of the room with the overview, one noun a file."""

from reports.models.snooze import Snooze
from reports.models.standing import Standing

__all__ = ["Snooze", "Standing"]
