"""Steps of migrations that leave a large PostgreSQL table open for others to write meanwhile.

They run outside of a transaction: a migration that has them says `atomic = False`.
"""

from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations


def is_postgresql(schema_editor: Any) -> bool:
    return schema_editor.connection.vendor == "postgresql"


class AddIndexLive(AddIndexConcurrently):
    """Add an index, on PostgreSQL while others write."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        add: Any = AddIndexConcurrently if is_postgresql(schema_editor) else migrations.AddIndex
        add.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        add: Any = AddIndexConcurrently if is_postgresql(schema_editor) else migrations.AddIndex
        add.database_backwards(self, app_label, schema_editor, from_state, to_state)


class AddCheckLive(AddConstraintNotValid):
    """Add a check, on PostgreSQL first for what is new and then, while others write, for all."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if not is_postgresql(schema_editor):
            migrations.AddConstraint.database_forwards(
                self, app_label, schema_editor, from_state, to_state
            )
            return
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        quote = schema_editor.quote_name
        schema_editor.execute(
            f"ALTER TABLE {quote(table)} VALIDATE CONSTRAINT {quote(self.constraint.name)}"
        )
