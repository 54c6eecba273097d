"""The history that bulk records would have had, had they been written one by one."""

from collections.abc import Iterable
from functools import cache

from accounts.history import Recorded
from accounts.models import Change, Contact, Customer, Lead
from activities.models import Activity, Note
from crm.bulk.table import insert
from deals.models import Deal

KINDS: dict[str, type[Recorded]] = {
    model.kind_of_record(): model for model in (Customer, Contact, Lead, Deal, Activity, Note)
}
# The columns that are written past the models, for speed.
COLUMNS = (
    *("at", "by_id", "door", "action", "kind", "object_id"),
    *("customer_id", "version", "field", "old", "new"),
)
KIND, ACTION, FIELD = (COLUMNS.index(name) for name in ("kind", "action", "field"))
# What bulk deals change after their creation, always together.
ALONG = ("stage", "lost_reason")


def store(changes: Iterable[tuple]) -> None:
    """Write changes, each given in the order of COLUMNS."""
    told = [(*change, entry_of(change[KIND], change[ACTION], change[FIELD])) for change in changes]
    insert(Change, (*COLUMNS, "entry"), told)


@cache
def entry_of(kind: str, action: str, field: str) -> str | None:
    """Return as what such a change stands on a timeline."""
    entry = KINDS[kind].entry_of(action, field, ALONG)
    return entry and str(entry)
