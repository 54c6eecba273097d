"""The tables of the diary's room, one noun a file."""

from activities.models.activity import Activity, Participant
from activities.models.note import Note

__all__ = ["Activity", "Note", "Participant"]
