"""Tables that are only ever added to: the database itself refuses to change or delete a row."""

from typing import Any

from django.db.migrations.operations.base import Operation

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION zhibu_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION zhibu_append_only()
"""


class append_only(Operation):  # noqa: N801 (reads as a step among a migration's)
    """A migration operation after which rows of `table` can be inserted and read, nothing else.

    It leaves Django's picture of the models alone: RunPython has it drawn anew, a quarter of a second each time.
    """

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Two triggers: one against changing, one against deleting."""
        sqlite = schema_editor.connection.vendor == "sqlite"
        if not sqlite:
            schema_editor.execute(_POSTGRESQL_FUNCTION, params=None)  # its % is no placeholder
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute((_SQLITE if sqlite else _POSTGRESQL).format(table=self.table, verb=verb))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The triggers go."""
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {self.table}"
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_no_{verb}{on}")

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"Forbid to change or delete rows of {self.table}"


class changeable(append_only):  # noqa: N801
    """The other way round: before a migration that changes an append-only table."""

    database_forwards = append_only.database_backwards
    database_backwards = append_only.database_forwards

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"Allow to change rows of {self.table}"
