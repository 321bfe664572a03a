"""Signed minutes cannot be changed by anybody: the database refuses it.

On SQLite a later migration that alters one of these tables rebuilds it without its triggers; it has to run
`lock_minutes` again. A test that changes a signed record notices when that was forgotten.
"""

from django.db import migrations

from zhibu.kernel.append_only import append_only

PARTS = ("speech", "motion", "resolution", "leftout")
ROW = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
SQLITE = """
CREATE TRIGGER {table}_lock_no_{verb} BEFORE {verb} ON {table}
WHEN {condition} BEGIN SELECT RAISE(ABORT, 'signed minutes are locked'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION zhibu_minutes_locked() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'signed minutes are locked' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql
"""
POSTGRESQL_PART_FUNCTION = """
CREATE OR REPLACE FUNCTION zhibu_minutes_part_locked() RETURNS trigger AS $$
DECLARE part record;
BEGIN
  IF TG_OP = 'INSERT' THEN part := NEW; ELSE part := OLD; END IF;
  IF EXISTS (SELECT 1 FROM activities_minutes WHERE id = part.minutes_id AND locked_at IS NOT NULL) THEN
    RAISE EXCEPTION 'signed minutes are locked' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""


def lock_minutes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table, verb, condition in _sqlite_locks():
            schema_editor.execute(SQLITE.format(table=table, verb=verb, condition=condition))
        return
    schema_editor.execute(POSTGRESQL_FUNCTION)
    schema_editor.execute(POSTGRESQL_PART_FUNCTION)
    schema_editor.execute(
        "CREATE TRIGGER activities_minutes_lock BEFORE UPDATE OR DELETE ON activities_minutes "
        "FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION zhibu_minutes_locked()"
    )
    for part in PARTS:
        schema_editor.execute(
            f"CREATE TRIGGER activities_{part}_lock BEFORE INSERT OR UPDATE OR DELETE ON activities_{part} "
            "FOR EACH ROW EXECUTE FUNCTION zhibu_minutes_part_locked()"
        )


def unlock_minutes(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table, verb, _condition in _sqlite_locks():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_lock_no_{verb}")
        return
    for name in ("minutes", *PARTS):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS activities_{name}_lock ON activities_{name}")


def _sqlite_locks():
    for verb in ("UPDATE", "DELETE"):
        yield "activities_minutes", verb, "OLD.locked_at IS NOT NULL"
    for part in PARTS:
        for verb, row in ROW.items():
            held = f"(SELECT locked_at FROM activities_minutes WHERE id = {row}.minutes_id) IS NOT NULL"
            yield f"activities_{part}", verb, held


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_minutes")]

    operations = [
        migrations.RunPython(lock_minutes, unlock_minutes),
        append_only("activities_signature"),
        append_only("activities_addendum"),
        append_only("activities_completion"),
    ]
