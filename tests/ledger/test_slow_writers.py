"""A slow transaction commits an id below one that is already there: it is neither lost nor called an intruder."""

import pytest
from django.db import OperationalError, connection, transaction

from tests.factories.ledger import entry
from tests.world import NOW, build_world
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.models import Entry, Seal
from zhibu.ledger.services import mark, seal, verify

SYSTEM = Viewer.system("ledger")


def begin_slowly(first):
    """Another connection that has written an entry and not committed it."""
    slow = connection.copy()
    slow.set_autocommit(False)
    with slow.cursor() as cursor:
        columns = ", ".join(f.column for f in Entry._meta.concrete_fields if f.name not in {"id", "source_key"})
        cursor.execute(
            f"INSERT INTO ledger_entry (source_key, {columns}) "  # noqa: S608
            f"SELECT 'slow', {columns} FROM ledger_entry WHERE id = %s",
            [first.pk],
        )
    return slow


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_nobody_overtakes_a_slow_writer_unseen():
    """On PostgreSQL a seal waits for those who wrote at its mark; on SQLite nobody else can write meanwhile."""
    world = build_world()
    first = entry(world.person("bob"), world.branch_a)
    slow = begin_slowly(first)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 50")
        with pytest.raises(OperationalError, match="locked"):
            entry(world.person("bob"), world.branch_a)
        slow.rollback()
        slow.close()
        assert seal(SYSTEM, up_to=mark(), at=NOW) == 1
        return
    with transaction.atomic():
        last = entry(world.person("bob"), world.branch_a)
    held = mark()
    assert held.last_id == last.pk
    assert seal(SYSTEM, up_to=held, at=NOW) is None
    assert Seal.objects.count() == 0
    slow.commit()
    slow.close()
    assert seal(SYSTEM, up_to=held, at=NOW) == 1
    assert (Seal.objects.get().entries, list(verify())) == (3, [])
