"""manage.py generate: bulk data for benchmarks."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.bulk.customers import Generator
from crm.bulk.progress import Progress
from crm.bulk.staff import MANAGER, OWN, Staff
from crm.bulk.table import room


class Command(BaseCommand):
    """Adds customers by the thousand, with owners, industries and history."""

    help = "Add invented customers in bulk, skewed as life is, the same for the same seed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--customers", type=int, required=True, metavar="N", help="how many")
        parser.add_argument(
            "--without-activities",
            action="store_true",
            help="leave out activities and notes, which are most of the rows",
        )
        parser.add_argument("--seed", type=int, default=1, help="another one gives other customers")

    def handle(self, *args: Any, customers: int, seed: int, **options: Any) -> None:
        if customers < 1:
            raise CommandError("Say how many: --customers 1000")
        staff = Staff.hired(seed)
        progress = Progress(customers, sys.stderr)
        with room():
            generator = Generator(staff, seed, has_diary=not options["without_activities"])
            for stored in generator.generate(customers):
                progress.advance(stored)
        self.stdout.write(
            f"Added {customers:,} customers in {progress.seconds:.0f} s. {MANAGER} sees all, "
            f"{OWN} his own {staff.own.customers.count()} and nobody's.\n"
            f"To sign in as one of these, give them a password: manage.py changepassword {OWN}"
        )
