"""Tables that are only ever added to: the database itself refuses to change or delete a row."""

from typing import Any

from django.db import migrations

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


def append_only(table: str) -> migrations.RunPython:
    """A migration operation after which rows of `table` can be inserted and read, nothing else."""

    def forbid(apps: Any, schema_editor: Any) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        if not sqlite:
            schema_editor.execute(_POSTGRESQL_FUNCTION, params=None)  # its % is no placeholder
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute((_SQLITE if sqlite else _POSTGRESQL).format(table=table, verb=verb))

    def allow(apps: Any, schema_editor: Any) -> None:
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")

    return migrations.RunPython(forbid, allow)
