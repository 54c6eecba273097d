"""The sales room in Django admin."""

from deals.admin.deal import DealAdmin, MoveAdmin
from deals.admin.pipeline import PipelineAdmin, StageAdmin

__all__ = ["DealAdmin", "MoveAdmin", "PipelineAdmin", "StageAdmin"]
