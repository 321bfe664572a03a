"""The audit log is one chain."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.world import NOW
from zhibu.audit.models import AuditRow, AuditSeal
from zhibu.audit.services import mark, record, seal, verify
from zhibu.audit.tasks import mark_log, seal_log
from zhibu.kernel.models import DueTask
from zhibu.kernel.viewer import Viewer

SYSTEM = Viewer.system("tests")


@pytest.fixture
def chain(db):
    """Two links over five rows, and a row that is not sealed yet."""
    for number in range(5):
        record(SYSTEM, action="things.changed", subject=f"thing:{number}", at=NOW, count=number, names=["甲", "乙"])
        if number in {2, 4}:
            seal(up_to=mark(), at=NOW)
    record(SYSTEM, action="things.changed", at=NOW)
    return list(AuditRow.objects.order_by("pk"))


@pytest.fixture
def raw(db):
    with connection.cursor() as cursor:
        for table in ("audit_auditrow", "audit_auditseal"):
            for verb in ("UPDATE", "DELETE"):
                on = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")
        yield cursor.execute


def codes():
    return [finding.code for finding in verify()]


def test_a_whole_chain_agrees(chain):
    first, second = AuditSeal.objects.order_by("pk")
    assert (first.rows, second.rows, second.previous) == (3, 2, first.digest)
    assert codes() == []


@pytest.mark.parametrize(("column", "value"), [("actor", "Mallory"), ("reason", "x"), ("detail", '{"count": 9}')])
def test_a_change_is_found(chain, raw, column, value):
    raw(f"UPDATE audit_auditrow SET {column} = %s WHERE id = %s", [value, chain[0].pk])  # noqa: S608
    assert codes() == ["changed"]


def test_a_deletion_is_found(chain, raw):
    raw("DELETE FROM audit_auditrow WHERE id = %s", [chain[3].pk])
    assert codes() == ["deleted"]


def test_a_row_slipped_in_is_found(chain, raw):
    AuditRow.objects.create(pk=chain[0].pk - 1000, at=NOW, actor="Mallory", action="nothing")
    assert codes() == ["inserted"]


def test_a_link_taken_out_is_found(chain, raw):
    raw("DELETE FROM audit_auditseal WHERE previous = ''", [])
    assert codes() == ["chain_broken"]


def test_the_database_refuses_to_change_a_row(chain):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditRow.objects.filter(pk=chain[0].pk).update(actor="Mallory")


def test_the_clock_seals_what_is_new_once(chain):
    mark_log(at=NOW)
    task = DueTask.objects.get(job="audit.seal")
    assert task.due_at == NOW + timedelta(minutes=2)
    for _ in range(2):
        seal_log(at=task.due_at, **task.arguments)
    assert AuditSeal.objects.count() == 3


def test_the_command_prints_the_end_of_the_chain(chain, raw):
    out = StringIO()
    call_command("audit", "seal", stdout=out)
    last = AuditSeal.objects.latest("pk")
    assert out.getvalue().splitlines()[0] == f"Sealed up to row {chain[5].pk}: {last.digest}"
    raw("UPDATE audit_auditrow SET actor = 'Mallory' WHERE id = %s", [chain[5].pk])
    with pytest.raises(CommandError):
        call_command("audit", "verify", stdout=out)
