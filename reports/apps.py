from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from accounts.acts import customers_touched
        from reports.recount import follow

        customers_touched.connect(follow, dispatch_uid="reports.follow")
        post_migrate.connect(fill, sender=self, dispatch_uid="reports.fill")


def fill(sender: Any, **migrated: Any) -> None:
    """Give a standing to each customer that has none.

    Not in the migration that adds the table: standings are worked out by the code of today, which
    may know columns that later migrations add.
    """
    from accounts.models import Customer
    from reports.models import Standing
    from reports.recount import rebuild

    if Standing._meta.db_table in connection.introspection.table_names():
        for _ in rebuild(Customer.objects.filter(standing=None)):
            pass
