"""manage.py standings: whether the kept figures are right, and making them so."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Customer
from crm.bulk.progress import Progress
from reports.recount import differing, rebuild

MOST_NAMED = 20


class Command(BaseCommand):
    """Recomputes how all customers stand."""

    help = "Recompute how all customers stand, and say what differs from what is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_mutually_exclusive_group(required=True)
        act.add_argument("--check", action="store_true", help="change nothing, fail on differences")
        act.add_argument("--rebuild", action="store_true", help="write over what differs")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        customers = Customer.objects.all()
        progress = Progress(customers.count(), sys.stderr)
        if check:
            self.check_all(customers, progress)
            return
        mended = 0
        for number, wrong in rebuild(customers):
            progress.advance(number)
            mended += wrong
        self.stdout.write(f"Recomputed {progress.done:,} standings, {mended:,} of them differed.")

    def check_all(self, customers: Any, progress: Progress) -> None:
        wrong: list[int] = []
        for number, differ in differing(customers):
            progress.advance(number)
            wrong += differ
        if wrong:
            named = ", ".join(map(str, wrong[:MOST_NAMED]))
            more = ", ..." if len(wrong) > MOST_NAMED else ""
            raise CommandError(
                f"{len(wrong):,} of {progress.done:,} standings differ: customers {named}{more}. "
                "Mend them with: manage.py standings --rebuild"
            )
        self.stdout.write(f"All {progress.done:,} standings are right.")
