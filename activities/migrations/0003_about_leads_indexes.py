"""What finds the activities and notes of a lead, and how often we spoke with a customer."""

from django.db import migrations, models

from accounts.operations import AddCheckLive, AddIndexLive


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("activities", "0002_about_leads"),
    ]

    operations = [
        AddIndexLive(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("lead__isnull", False)),
                fields=["lead", "completed_at", "id"],
                name="activity_of_lead",
            ),
        ),
        AddIndexLive(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("archived_at", None), ("completed_at__isnull", False)),
                fields=["customer", "completed_at", "kind"],
                name="activity_done_with_customer",
            ),
        ),
        AddIndexLive(
            model_name="activity",
            index=models.Index(
                condition=models.Q(
                    ("archived_at", None), ("completed_at", None), ("lead__isnull", False)
                ),
                fields=["lead", "due_key", "id"],
                name="activity_planned_of_lead",
            ),
        ),
        AddIndexLive(
            model_name="note",
            index=models.Index(
                condition=models.Q(("lead__isnull", False)),
                fields=["lead", "at", "id"],
                name="note_of_lead",
            ),
        ),
        AddCheckLive(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("customer__isnull", False), ("lead__isnull", False), _connector="OR"
                ),
                name="activity_about_somebody",
            ),
        ),
        AddCheckLive(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("customer__isnull", False), ("lead__isnull", False), _connector="OR"
                ),
                name="note_about_somebody",
            ),
        ),
    ]
