"""What counts how often all of us spoke, and when."""

from django.db import migrations, models

from accounts.operations import AddIndexLive


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("activities", "0003_about_leads_indexes"),
    ]

    operations = [
        AddIndexLive(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("completed_at__isnull", False)),
                fields=["completed_at", "kind", "customer", "owner", "archived_at"],
                name="activity_done",
            ),
        ),
    ]
