"""Contacts are found by their email address, whatever its case."""

import django.db.models.functions.text
from django.db import migrations, models

from accounts.operations import AddIndexLive


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("accounts", "0005_lead"),
    ]

    operations = [
        AddIndexLive(
            model_name="contact",
            index=models.Index(
                django.db.models.functions.text.Lower("email"), name="contact_by_email"
            ),
        ),
    ]
