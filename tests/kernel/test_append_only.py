"""The database itself refuses to change history."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.kernel.append_only import append_only


@pytest.mark.django_db
def test_a_row_can_be_added_but_not_changed():
    row = AuditRow.objects.create(at=NOW, actor="alice", action="test")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRow.objects.filter(pk=row.pk).update(actor="mallory")
    assert AuditRow.objects.get(pk=row.pk).actor == "alice"


@pytest.mark.django_db
def test_a_row_cannot_be_removed():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tests_scroll (id integer)")
    with connection.schema_editor(atomic=False) if connection.vendor != "sqlite" else _Plain() as editor:
        append_only("tests_scroll").database_forwards("tests", editor, None, None)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tests_scroll VALUES (1)")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("DELETE FROM tests_scroll")
        cursor.execute("SELECT count(*) FROM tests_scroll")
        assert cursor.fetchone()[0] == 1


class _Plain:
    """A schema editor's two needs, inside the test's transaction."""

    connection = connection

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def execute(self, sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
