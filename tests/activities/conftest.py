"""Activities that tests begin with, and clocks that stand still."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Customer, User
from activities.models import Activity

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
TODAY = date(2026, 11, 19)


@pytest.fixture
def clock(monkeypatch):
    """Stop all clocks at a moment, at first noon of Thursday 19 November 2026 in UTC."""

    def stop(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stop(NOON)
    return stop


@pytest.fixture
def plan():
    """Return a function that plans an activity, or one that was done."""

    def plan(by: User, customer: Customer, subject: str = "Talk it over", **said: Any) -> Activity:
        activity = Activity(
            **{"customer": customer, "kind": "call", "subject": subject, "owner": by} | said
        )
        activity.write(by=by)
        return activity

    return plan
