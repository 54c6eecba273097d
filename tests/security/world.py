"""What there is to be had, who wants it, and how to see what came of their asking."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Contact, Customer, Lead, User
from activities.models import Activity, Note
from deals.models import Deal
from tests.security.addresses import Address

# What is called after contacts and is found at a customer.
ON_CUSTOMERS = {"contact_add", "contact_own"}
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

# These tables and columns follow from coming by, not from what was asked for.
ASIDE = {"accounts.Session"}
APPS_ASIDE = {"axes"}
COLUMNS_ASIDE = {"last_login", "last_used_at"}

READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK)\b")


@dataclass
class World:
    """Two customers of the owner, `halden` and an archived one, with a contact, a deal, an activity
    and a note each, halden come from a lead; a lead, an archived one, and those at the doors.

    Each of these is known by a part in the play, as "stranger", "owner" or "revoked".
    """

    halden: Customer
    put_away: Customer
    maren: Contact
    gone: Contact
    deal: Deal
    lost_deal: Deal
    activity: Activity
    old_activity: Activity
    note: Note
    old_note: Note
    lead: Lead
    old_lead: Lead
    people: dict[str, User]
    sessions: dict[str, str]
    tokens: dict[str, str]
    client: Client = field(default_factory=Client)

    def send(
        self,
        method: str,
        path: str,
        data: str | bytes = "",
        *,
        session: str = "",
        token: str = "",
        content_type: str = FORM,
        **headers: str,
    ) -> HttpResponse:
        """Send a request as whoever has this session or this token, or as nobody."""
        self.client.cookies = SimpleCookie()
        if session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[session]
        if token:
            headers["Authorization"] = f"Bearer {self.tokens[token]}"
        return self.client.generic(method, path, data, content_type=content_type, headers=headers)

    def run(self, token: str, query: str, variables: dict[str, Any]) -> HttpResponse:
        """Execute a document as whoever has this token, or with none."""
        body = json.dumps({"query": query, "variables": variables})
        return self.send("POST", reverse("graphql"), body, token=token, content_type=JSON)

    def path_to(self, address: Address, *, put_away: bool = False) -> str:
        """Fill an address of ours with the owner's record that it is about, or an archived one."""
        customer, contact = (self.put_away, self.gone) if put_away else (self.halden, self.maren)
        is_contacts = address.name.startswith("contact") and address.name not in ON_CUSTOMERS
        pk = (contact if is_contacts else customer).pk
        if address.name.startswith("deal") and "pk" in address.blanks:
            pk = (self.lost_deal if put_away else self.deal).pk
        if address.name.startswith("activit") and "pk" in address.blanks:
            pk = (self.old_activity if put_away else self.activity).pk
        if address.name.startswith("note") and "pk" in address.blanks:
            pk = (self.old_note if put_away else self.note).pk
        if address.name.startswith("lead") and "pk" in address.blanks:
            pk = (self.old_lead if put_away else self.lead).pk
        if address.name == "deal_lane":
            pk = self.deal.stage_id
        if address.name == "token_revoke":
            pk = self.people["owner"].tokens.alive().first().pk
        if address.name == "session_end":
            pk = self.people["owner"].sessions.get().handle
        others = {"uidb64": "MQ", "token": "wrong", "contact": contact.pk, "code": "NO_NEXT_STEP"}
        return address.fill({"pk": pk, "slug": "lifetime-value", **others})

    def remove_the_owners(self) -> None:
        """Make the world as if the owner's customers and leads had never been."""
        for customer in Customer.objects.filter(owner=self.people["owner"]):
            customer.purge(by=self.people["admin"])
        for lead in Lead.objects.filter(owner=self.people["owner"]):
            lead.purge(by=self.people["admin"])


def encoded(form: dict[str, Any]) -> str:
    return urlencode(form, doseq=True)


def snapshot() -> dict[str, list[tuple]]:
    """Return every row of every table, sessions and failed sign-ins aside."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.label: _rows_of(model)
        for model in models
        if model._meta.app_label not in APPS_ASIDE and model._meta.label not in ASIDE
    }


def _rows_of(model: type[Model]) -> list[tuple]:
    columns = [column.attname for column in model._meta.concrete_fields]
    kept = [name for name in columns if name not in COLUMNS_ASIDE]
    return list(model._base_manager.order_by("pk").values_list(*kept))


@contextmanager
def writes() -> Iterator[list[str]]:
    """Collect the statements that write: where there are none, no table need be compared."""
    seen: list[str] = []

    def note(execute, sql, params, many, context):
        if not READS.match(sql):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


@contextmanager
def undone() -> Iterator[None]:
    """Let what happens inside not have happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def anonymised(response: HttpResponse) -> str:
    """Return the page without what differs from one request to the next: secrets, the second."""
    keys = r'name="(csrfmiddlewaretoken|idempotency_key)"\s+value="[^"]*"'
    others = r'value="rapport_[^"]+"|/tokens/\d+/|datetime="[^"]+"|title="[^"]+"'
    text = response.getvalue().decode() if response.streaming else response.text
    return re.sub(f"{keys}|{others}", "", text)
