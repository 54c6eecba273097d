"""The tables of the ground floor, one noun a file."""

from accounts.history import Change
from accounts.idempotency import IdempotencyKey
from accounts.models.contact import Contact
from accounts.models.conversion import Conversion
from accounts.models.customer import Customer
from accounts.models.industry import Industry
from accounts.models.lead import Lead
from accounts.models.session import Session
from accounts.models.status import StatusChange
from accounts.models.team import Team
from accounts.models.token import ApiToken
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "Change",
    "Contact",
    "Conversion",
    "Customer",
    "IdempotencyKey",
    "Industry",
    "Lead",
    "Session",
    "StatusChange",
    "Team",
    "User",
]
