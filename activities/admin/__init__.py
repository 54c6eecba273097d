"""The diary's room in Django admin."""

from activities.admin.activity import ActivityAdmin
from activities.admin.note import NoteAdmin

__all__ = ["ActivityAdmin", "NoteAdmin"]
