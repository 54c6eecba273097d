"""The tables of the sales room, one noun a file."""

from deals.models.deal import Deal
from deals.models.move import Move
from deals.models.part import Part
from deals.models.pipeline import Pipeline, Stage

__all__ = ["Deal", "Move", "Part", "Pipeline", "Stage"]
