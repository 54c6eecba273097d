"""The newest moves of all deals are found by their moment."""

from django.db import migrations, models

from accounts.operations import AddIndexLive


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("deals", "0002_default_pipeline"),
    ]

    operations = [
        AddIndexLive(
            model_name="move",
            index=models.Index(fields=["at", "id"], name="move_by_moment"),
        ),
    ]
