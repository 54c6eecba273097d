"""Activities and notes may be about a lead instead of a customer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_lead"),
        ("activities", "0001_activities"),
        ("deals", "0002_default_pipeline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="lead",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="accounts.lead",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="lead",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="accounts.lead",
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="customer",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="accounts.customer",
            ),
        ),
        migrations.AlterField(
            model_name="note",
            name="customer",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="accounts.customer",
            ),
        ),
    ]
