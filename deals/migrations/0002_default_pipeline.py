"""The pipeline that a new house begins with."""

from django.db import migrations

NAME = "Sales"
STAGES = [
    # name, chance in percent, outcome, stalled after days
    ("Qualified", 20, "open", 30),
    ("Discovery", 35, "open", 21),
    ("Proposal", 55, "open", 21),
    ("Negotiation", 75, "open", 21),
    ("Commit", 90, "open", 14),
    ("Won", 100, "won", None),
    ("Lost", 0, "lost", None),
]


def create(apps, schema_editor):
    pipeline = apps.get_model("deals", "Pipeline").objects.create(name=NAME, is_default=True)
    Stage = apps.get_model("deals", "Stage")
    for position, (name, probability, outcome, stalled_after) in enumerate(STAGES, start=1):
        Stage.objects.create(
            pipeline=pipeline,
            name=name,
            position=position,
            probability=probability,
            outcome=outcome,
            stalled_after=stalled_after,
        )


def remove(apps, schema_editor):
    apps.get_model("deals", "Stage").objects.filter(pipeline__name=NAME).delete()
    apps.get_model("deals", "Pipeline").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [("deals", "0001_deals")]
    operations = [migrations.RunPython(create, remove)]
