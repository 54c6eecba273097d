"""A token for a script, made at the console."""

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import ApiToken, User

A_YEAR = 365
LONGEST = 10 * A_YEAR


def days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LONGEST:
        raise ArgumentTypeError(f"say a number from 1 to {LONGEST}")
    return int(text)


class Command(BaseCommand):
    help = "Make an API token for a person. It stands alone on the last line, and nowhere else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--read-only", action="store_true", help="it may not change anything")
        parser.add_argument("--days", type=days, default=A_YEAR, help="how long it lives (365)")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.active().filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody who may sign in has the user name {options['username']}.")
        token, secret = ApiToken.issue(
            user,
            name="Made at the console",
            days=options["days"],
            may_write=not options["read_only"],
            by=None,
        )
        may = "read and write" if token.may_write else "read"
        until = f"{token.expires_at:%Y-%m-%d}"
        self.stdout.write(f"{user} may {may} with it until {until}. It is shown this once:")
        self.stdout.write(secret)
