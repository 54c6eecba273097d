"""What happened, in one plain sentence."""

from accounts.history import Action, Change
from accounts.models import Conversion, Lead
from accounts.templatetags.look import told, words
from activities.models import Note
from deals.models import Move
from deals.models.pipeline import Outcome
from deals.money import in_full


def of_note(note: Note) -> str:
    return note.body


def of_creation(move: Move) -> str:
    """Say that a deal was created, and where it stood."""
    return f"Created {move.deal}, {worth(move)}in {move.to_stage}"


def of_move(move: Move) -> str:
    """Say where a deal went: on, back, or to its end."""
    if move.to_stage.outcome == Outcome.WON:
        return f"Won {move.deal}{', ' + in_full(move.deal.value) if move.deal.value else ''}"
    if move.to_stage.outcome == Outcome.LOST:
        reason = move.deal.lost_reason
        return f"Lost {move.deal}{': ' + reason if reason else ''}"
    return f"Moved {move.deal} from {move.from_stage} to {move.to_stage}"


def worth(move: Move) -> str:
    return f"{in_full(move.deal.value)}, " if move.deal.value is not None else ""


def of_lead(lead: Lead) -> str:
    """Say who asked, and how they came to us."""
    return f"Lead {lead.full_name}{f' ({lead.source})' if lead.source else ''}"


def of_conversion(conversion: Conversion) -> str:
    """Say which lead became part of the customer."""
    return f"Converted the lead {conversion.lead.full_name}"


def of_change(change: Change) -> str:
    """Say which field of what changed, from what to what."""
    field, old, new = change.field, shown(change, change.old), shown(change, change.new)
    subject = getattr(change, "about", None) or ""
    if change.action == Action.CREATED:
        return f"Added {new}" if change.kind == "customer" else f"Added {new} as a contact"
    if field == "archived_at":
        return f"{'Archived' if new else 'Restored'} {subject or f'the {change.kind}'}"
    if field == "is_primary":
        other = "is" if change.new == "yes" else "is no longer"
        return f"{subject} {other} the primary contact"
    name = words(field) if subject else words(field).capitalize()
    told_of = f"{subject}: {name}" if subject else name
    if not old:
        return f"{told_of} set to {new}"
    if not new:
        return f"{told_of} removed, was {old}"
    return f"{told_of} changed from {old} to {new}"


def shown(change: Change, value: str | None) -> str:
    """Return a value of history as people read it."""
    if not value:
        return ""
    return told(value, change.field)
