"""The newest conversions of all leads are found by their moment."""

from django.db import migrations, models

from accounts.operations import AddIndexLive


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("accounts", "0006_contact_by_email"),
    ]

    operations = [
        AddIndexLive(
            model_name="conversion",
            index=models.Index(fields=["at", "id"], name="conversion_by_moment"),
        ),
    ]
