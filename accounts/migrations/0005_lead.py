"""Leads, and how they became part of customers."""

import accounts.constraints
import accounts.text
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_change_entry"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("archived_at", models.DateTimeField(editable=False, null=True)),
                ("name", accounts.text.LineField(max_length=200)),
                ("company", accounts.text.LineField(blank=True, max_length=200)),
                ("title", accounts.text.LineField(blank=True, max_length=200)),
                ("email", accounts.text.LineField(blank=True, max_length=254)),
                ("phone", accounts.text.LineField(blank=True, max_length=60)),
                ("website", accounts.text.LineField(blank=True, max_length=500)),
                ("source", accounts.text.LineField(blank=True, max_length=100)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("contacted", "Contacted"),
                            ("qualified", "Qualified"),
                            ("unqualified", "Not a fit"),
                        ],
                        default="new",
                        max_length=20,
                    ),
                ),
                ("name_key", accounts.text.KeyField(editable=False, max_length=200)),
                ("source_key", accounts.text.KeyField(blank=True, editable=False, max_length=200)),
                ("search", models.TextField(editable=False)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="conversion",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="contact",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conversions",
                to="accounts.contact",
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conversions",
                to="accounts.customer",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="leads",
                to="accounts.customer",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="industry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="leads",
                to="accounts.industry",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="leads",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conversion",
            name="lead",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conversion",
                to="accounts.lead",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["created_at", "id"], name="lead_by_creation"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["updated_at", "id"], name="lead_by_change"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["name_key", "id"], name="lead_by_name"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["owner", "created_at", "id"], name="lead_of_owner"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["source_key", "source"], name="lead_by_source"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("customer__isnull", False)),
                fields=["customer", "created_at", "id"],
                name="lead_of_customer",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("archived_at", None), ("customer", None)),
                fields=["created_at", "id"],
                name="lead_unconverted",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("archived_at", None), ("customer", None)),
                fields=["status", "created_at", "id"],
                name="lead_by_status",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("archived_at__isnull", False)),
                fields=["created_at", "id"],
                name="lead_archived",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=models.Q(("name", ""), _negated=True), name="lead_name_not_blank"
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("name"), 200
                ),
                name="lead_name_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("company"), 200
                ),
                name="lead_company_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("title"), 200
                ),
                name="lead_title_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("email"), 254
                ),
                name="lead_email_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("phone"), 60
                ),
                name="lead_phone_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("website"), 500
                ),
                name="lead_website_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=models.Q(
                    ("website", ""),
                    ("website__startswith", "https://"),
                    ("website__startswith", "http://"),
                    _connector="OR",
                ),
                name="lead_website_http",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("source"), 100
                ),
                name="lead_source_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=accounts.constraints.OnOneField(
                condition=models.Q(
                    ("status__in", ["new", "contacted", "qualified", "unqualified"])
                ),
                name="lead_status",
            ),
        ),
        migrations.AddIndex(
            model_name="conversion",
            index=models.Index(fields=["customer", "at", "id"], name="conversion_of_customer"),
        ),
    ]
