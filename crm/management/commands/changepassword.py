"""manage.py changepassword, with history."""

from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from accounts.models import User


class Command(changepassword.Command):
    """Asks for a new password as Django's own command does, and writes it as all doors do."""

    help = "Change a person's password; all their sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> str:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody has the user name {options['username']}.")
        password = self._get_pass()  # type: ignore[attr-defined]
        again = self._get_pass("Password (again): ")  # type: ignore[attr-defined]
        if password != again:
            raise CommandError("The two passwords differ. Nothing was changed.")
        try:
            validate_password(password, user)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        user.set_new_password(password, by=None)
        return f"Changed the password of {user}."
