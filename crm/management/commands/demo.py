"""manage.py demo: a small company to look around in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.demo import company, passwords
from crm.demo.people import PEOPLE


class Command(BaseCommand):
    """Fills an empty database with the demo company, or says again how to sign in."""

    help = "Load the demo data, or print again how to sign in to it."

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--yes", action="store_true", help="add it to a database that is in use")
        ways.add_argument(
            "--if-empty", action="store_true", help="leave a database that is in use alone, quietly"
        )
        ways.add_argument("--clear", action="store_true", help="remove the demo data")

    def handle(self, *args: Any, yes: bool, if_empty: bool, clear: bool, **options: Any) -> None:
        if clear:
            return self.clear()
        if not company.people():
            if not company.is_empty() and if_empty:
                return None
            self.fill(yes)
        self.print_sign_ins()

    def fill(self, is_sure: bool) -> None:
        if not company.is_empty() and not is_sure:
            raise CommandError("There is other data here. To add the demo to it: demo --yes")
        if taken := company.in_the_way():
            raise CommandError(f"The demo needs names that are taken: {', '.join(taken)}.")
        company.move_in(passwords.made([person["username"] for person in PEOPLE]))

    def clear(self) -> None:
        if not company.people():
            self.stdout.write("There is no demo data here.")
            return
        stayed = company.move_out()
        passwords.forget()
        self.stdout.write("Removed the demo data.")
        for user in stayed:
            self.stdout.write(f"{user} stays, deactivated: other records point at them.")

    def print_sign_ins(self) -> None:
        kept, people = passwords.kept(), company.people()
        rows = [("Name", "May", "User name", "Password")]
        for username in (person["username"] for person in PEOPLE):
            if user := people.get(username):
                password = kept.get(username, f"lost: manage.py changepassword {username}")
                rows.append((str(user), what_they_may(user), username, password))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        self.stdout.write("Demo data. Sign in as one of these:\n")
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
            self.stdout.write(f"  {'  '.join(cells).rstrip()}")


def what_they_may(user: Any) -> str:
    """Return a person's role and, where it says something, whose records they see."""
    if user.is_superuser:
        return "Admin"
    sees = "" if user.seen_owner_ids is None else f", sees {user.get_scope_display().lower()}"
    return user.get_role_display() + sees
