"""How long each deal had stood in the stage that it left, and indexes that hold all that reports
add up of deals and moves."""

from django.db import migrations, models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest

from accounts.operations import AddCheckLive, AddIndexLive

CHUNK = 20_000


class Seconds(Func):
    """The whole seconds of a moment since 1970."""

    output_field = models.BigIntegerField()

    def as_sqlite(self, compiler, connection, **context):
        # Without the fraction of a second, which SQLite rounds: 0.9997 would be the next one.
        template = "CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        return self.as_sql(compiler, connection, template=template, **context)


def say_how_long(apps, schema_editor):
    """Say of the moves that there are how long the deal had stood, chunk by chunk."""
    moves = apps.get_model("deals", "Move").objects.using(schema_editor.connection.alias)
    earlier = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    before = moves.filter(earlier, deal=OuterRef("deal")).order_by("-at", "-pk")
    stood = Seconds(F("at")) - Seconds(Subquery(before.values("at")[:1]))
    last = moves.order_by("-pk").values_list("pk", flat=True).first() or 0
    for begin in range(0, last + 1, CHUNK):
        chunk = moves.filter(pk__gte=begin, pk__lt=begin + CHUNK, from_stage__isnull=False)
        chunk.update(stood=Greatest(stood, Value(0)))


class Migration(migrations.Migration):
    atomic = False  # each chunk is a transaction of its own, so that others write meanwhile

    dependencies = [("deals", "0003_moves_by_moment")]

    operations = [
        migrations.AddField("move", "stood", models.BigIntegerField(null=True, editable=False)),
        migrations.RunPython(say_how_long, migrations.RunPython.noop),
        AddCheckLive(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=Q(from_stage=None, stood=None)
                | Q(from_stage__isnull=False, stood__isnull=False, stood__gte=0),
                name="move_stood_somewhere",
                violation_error_message="A move says how long the deal stood where it came from.",
            ),
        ),
        AddIndexLive(
            model_name="move",
            index=models.Index(
                fields=["from_stage", "stood", "at", "deal", "customer"], name="move_stays"
            ),
        ),
        AddIndexLive(
            model_name="deal",
            index=models.Index(
                fields=["created_at", "id", "value", "customer", "owner", "archived_at"],
                name="deal_created_figures",
            ),
        ),
        AddIndexLive(
            model_name="deal",
            index=models.Index(
                fields=[
                    *("outcome", "closed_at", "created_at", "value", "customer", "owner"),
                    *("archived_at", "stage", "expected_close", "lost_reason"),
                ],
                name="deal_outcome_figures",
            ),
        ),
        migrations.RemoveIndex("deal", "deal_by_creation"),
        migrations.RemoveIndex("deal", "deal_by_closing"),
    ]
