"""Which changes stand on the timeline of their customer, and as what."""

from django.db import migrations, models

CHUNK = 20_000
# The reason why a deal was lost changes with its stage, which moves tell.
MOVED = ("stage", "lost_reason")


def tell(apps, schema_editor):
    """Say of the changes that there are what each would have been, chunk by chunk."""
    changes = apps.get_model("accounts", "Change").objects.using(schema_editor.connection.alias)
    last = changes.order_by("-pk").values_list("pk", flat=True).first() or 0
    for begin in range(0, last + 1, CHUNK):
        chunk = changes.filter(pk__gte=begin, pk__lt=begin + CHUNK)
        made = chunk.filter(action="created", field="name")
        made.filter(kind="customer").update(entry="change")
        made.filter(kind="contact").update(entry="contact")
        changed = chunk.filter(action="changed")
        records = changed.filter(kind__in=["customer", "contact", "deal"])
        records.filter(field="archived_at").update(entry="archive")
        others = changed.exclude(field="archived_at")
        others.filter(kind="customer").update(entry="change")
        others.filter(kind="customer", field="status").update(entry="status")
        others.filter(kind="contact").update(entry="contact")
        others.filter(kind="deal").exclude(field__in=MOVED).update(entry="change")


class Migration(migrations.Migration):
    atomic = False  # each chunk is a transaction of its own, so that others write meanwhile

    dependencies = [("accounts", "0003_session")]

    operations = [
        migrations.AddField(
            "change",
            "entry",
            models.CharField(
                max_length=10,
                null=True,
                editable=False,
                choices=[
                    ("change", "Change"),
                    ("status", "Status"),
                    ("contact", "Contact"),
                    ("archive", "Archive"),
                ],
            ),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
        migrations.AddIndex(
            "change",
            models.Index(
                fields=["customer", "at", "id"],
                condition=models.Q(("entry__isnull", False)),
                name="change_on_timeline",
            ),
        ),
    ]
