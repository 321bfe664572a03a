"""Seals find what was changed, deleted or slipped in behind the product's back."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories.ledger import entry
from tests.world import NOW, World
from zhibu.audit.models import AuditRow
from zhibu.kernel import seals
from zhibu.kernel.models import DueTask
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.models import Entry, Seal
from zhibu.ledger.services import mark, seal, verify
from zhibu.ledger.tasks import mark_ledger, seal_ledger

SYSTEM = Viewer.system("ledger")


@pytest.fixture
def sealed(world: World):
    """Six entries of A and B in two rounds of seals, and one that is not sealed yet."""
    for _ in range(2):
        for name, branch in [("bob", world.branch_a), ("charlie", world.branch_b), ("alice", world.branch_a)]:
            entry(world.person(name), branch)
        seal(SYSTEM, up_to=mark(), at=NOW)
    entry(world.person("bob"), world.branch_a)
    return list(Entry.objects.order_by("pk"))


@pytest.fixture
def raw(db):
    """The database without its guards, as its administrator has it."""
    with connection.cursor() as cursor:
        for table in ("ledger_entry", "ledger_seal"):
            for verb in ("UPDATE", "DELETE"):
                on = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")
        yield cursor.execute


def codes():
    return [(finding.code, finding.organisation_id, finding.number) for finding in verify()]


def test_each_organisation_has_its_own_chain(world, sealed):
    chain = list(Seal.objects.filter(organisation=world.branch_a).order_by("number"))
    assert [(link.number, link.entries) for link in chain] == [(1, 2), (2, 2)]
    assert chain[1].previous == chain[0].digest
    assert Seal.objects.filter(organisation=world.branch_b).count() == 2
    assert codes() == []


def test_sealing_again_adds_nothing(sealed):
    assert seal(SYSTEM, up_to=mark(), at=NOW) == 1
    assert seal(SYSTEM, up_to=mark(), at=NOW) == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [("quantity", 90), ("recorded_by", "Mallory"), ("title", "别的活动"), ("mode", "online"), ("source_key", "x")],
)
def test_a_change_is_found(world, sealed, raw, column, value):
    raw(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", [value, sealed[0].pk])  # noqa: S608
    assert codes() == [("changed", world.branch_a.pk, 1)]


def test_a_changed_time_is_found(world, sealed, raw):
    raw("UPDATE ledger_entry SET occurred_at = %s WHERE id = %s", [NOW - timedelta(days=1), sealed[4].pk])
    assert codes() == [("changed", world.branch_b.pk, 2)]


def test_a_deletion_is_found(world, sealed, raw):
    raw("DELETE FROM ledger_entry WHERE id = %s", [sealed[2].pk])
    assert codes() == [("deleted", world.branch_a.pk, 1)]


def test_an_entry_moved_to_another_organisation_is_found_in_both(world, sealed, raw):
    raw("UPDATE ledger_entry SET organisation_id = %s WHERE id = %s", [world.branch_b.pk, sealed[0].pk])
    assert codes() == [("deleted", world.branch_a.pk, 1), ("inserted", world.branch_b.pk, 1)]


def insert_copy(raw, old, *, pk, organisation):
    columns = [field.column for field in Entry._meta.concrete_fields if field.name not in {"id", "source_key"}]
    names = ", ".join(columns).replace("organisation_id", str(organisation.pk))
    target = ", ".join(columns)
    raw(
        f"INSERT INTO ledger_entry (id, source_key, {target}) SELECT %s, 'forged-' || id || '-{pk}', {names} "  # noqa: S608
        "FROM ledger_entry WHERE id = %s",
        [pk, old.pk],
    )


def test_an_entry_slipped_in_before_the_first_is_found(world, sealed, raw):
    insert_copy(raw, sealed[0], pk=sealed[0].pk - 1000, organisation=world.branch_a)
    assert codes() == [("inserted", world.branch_a.pk, 1)]


def test_an_entry_slipped_into_a_gap_is_found(world, sealed, raw):
    raw("UPDATE ledger_entry SET id = id + 100 WHERE id > %s", [sealed[5].pk])
    entry(world.person("charlie"), world.branch_b)
    seal(SYSTEM, up_to=mark(), at=NOW)
    insert_copy(raw, sealed[1], pk=sealed[5].pk + 50, organisation=world.branch_a)
    insert_copy(raw, sealed[1], pk=sealed[5].pk + 51, organisation=world.hq)
    found = codes()
    assert ("inserted", world.branch_a.pk, 3) in found
    assert ("inserted", world.hq.pk, 0) in found


def test_a_seal_rewritten_to_fit_breaks_the_chain(world, sealed, raw):
    raw("UPDATE ledger_seal SET entries = 1 WHERE organisation_id = %s AND number = 1", [world.branch_a.pk])
    raw("DELETE FROM ledger_entry WHERE id = %s", [sealed[2].pk])
    assert ("chain_broken", world.branch_a.pk, 1) in codes()


def test_a_chain_with_its_end_cut_off_is_found_by_the_audit_log(world, sealed, raw):
    raw("DELETE FROM ledger_seal WHERE number = 2", [])
    raw("DELETE FROM ledger_entry WHERE id > %s", [sealed[2].pk])
    assert codes() == [("seals_missing", 0, 0)]


def test_a_mark_waits_for_those_who_were_writing(world, sealed):
    waiting = mark()
    busy = type(waiting)(waiting.last_id, ("somebody",))
    assert seal(SYSTEM, up_to=busy, at=NOW) == 1, "somebody is no longer among the writers"


def test_the_clock_seals_in_two_steps(world, sealed):
    mark_ledger(at=NOW)
    task = DueTask.objects.get(job="ledger.seal")
    assert (task.due_at - NOW, task.arguments["last_id"]) == (timedelta(minutes=2), sealed[6].pk)
    entry(world.person("bob"), world.branch_a)
    seal_ledger(at=task.due_at, **task.arguments)
    assert Seal.objects.filter(organisation=world.branch_a, number=3).get().last_entry_id == sealed[6].pk
    assert AuditRow.objects.filter(action="ledger.sealed").count() == 3


def test_the_command_says_what_does_not_agree(world, sealed, raw):
    out = StringIO()
    call_command("ledger", "seal", stdout=out)
    call_command("ledger", "verify", stdout=out)
    assert out.getvalue().splitlines() == [
        f"1 seals added, up to entry {sealed[6].pk}.", "Every sealed entry is as it was sealed."
    ]  # fmt: skip
    raw("UPDATE ledger_entry SET quantity = 70 WHERE id = %s", [sealed[6].pk])
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("ledger", "verify", "--json", stdout=out)
    assert json.loads(out.getvalue())["findings"][0]["code"] == "changed"


@pytest.mark.parametrize("count", range(9))
def test_a_merkle_root_depends_on_every_leaf_and_their_order(count):
    leaves = [seals.leaf([number]) for number in range(count)]
    roots = {root(leaves)}
    for position in range(count):
        roots.add(root([*leaves[:position], seals.leaf(["other"]), *leaves[position + 1 :]]))
        roots.add(root(leaves[:position] + leaves[position + 1 :]))
    assert len(roots) == 1 + 2 * count
    assert count < 2 or root(leaves[::-1]) != root(leaves)


def root(leaves):
    tree = seals.Merkle()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def test_the_root_of_four_is_the_textbook_one():
    a, b, c, d = (seals.leaf([letter]) for letter in "abcd")
    assert root([a, b, c, d]) == seals._node(seals._node(a, b), seals._node(c, d)).hex()
