"""A forgotten password: a mail with a link that sets a new one."""

import logging
from collections.abc import Callable
from threading import Thread

from django import forms
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import connections
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.allowance import may_try
from accounts.models import User
from accounts.text import LineFormField

logger = logging.getLogger(__name__)

MAILS_FROM_A_SOURCE = 10
AN_HOUR = 3600
FIVE_MINUTES = 300


class ResetForm(forms.Form):
    """Says who forgot their password; the answer is the same whether they exist or not."""

    login = LineFormField(
        label="User name or email",
        max_length=254,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}
        ),
    )

    def save(self, *, source: str) -> None:
        """See to the mail, unless the source asks too often."""
        if may_try(f"reset from {source}", times=MAILS_FROM_A_SOURCE, within=AN_HOUR):
            later(mail_link, self.cleaned_data["login"])


def later(act: Callable[..., None], *args: object) -> None:
    """Do it beside the answer, whose time then tells nothing of who exists."""

    def alone() -> None:
        try:
            act(*args)
        except Exception:
            logger.exception("A mail was not sent.")
        finally:
            connections.close_all()

    Thread(target=alone).start()


def mail_link(login: str) -> None:
    """Mail the link to the person whom the login names, unless they had one a moment ago."""
    person = User.objects.resettable().by_login(login)
    if person and may_try(f"reset of {person.pk}", times=1, within=FIVE_MINUTES):
        mail_to(person).send()


def mail_to(person: User) -> EmailMessage:
    """Return the mail with the link, which begins with our own address (ORIGIN)."""
    number = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    link = settings.ORIGIN.rstrip("/") + reverse("password_set", args=[number, token])
    body = render_to_string("accounts/reset_mail.txt", {"person": person, "link": link})
    return EmailMessage("Set a new password for Rapport", body, to=[person.email])
