"""Django admin: the third door, through the same forms and with the same history."""

from accounts.admin.contact import ContactAdmin
from accounts.admin.customer import CustomerAdmin, IndustryAdmin
from accounts.admin.history import ChangeAdmin
from accounts.admin.lead import ConversionAdmin, LeadAdmin
from accounts.admin.person import ApiTokenAdmin, TeamAdmin, UserAdmin
from accounts.admin.sign_in import FailedSignInAdmin

__all__ = [
    "ApiTokenAdmin",
    "ChangeAdmin",
    "ContactAdmin",
    "ConversionAdmin",
    "CustomerAdmin",
    "FailedSignInAdmin",
    "IndustryAdmin",
    "LeadAdmin",
    "TeamAdmin",
    "UserAdmin",
]
