"""Races about the number of a letter and about one member's transfers."""

from uuid import uuid4

import pytest

from tests.concurrency.test_activities import race
from tests.factories.transfers import approved, going_out
from tests.world import NOW, add_member, build_world
from zhibu.kernel.errors import Refused
from zhibu.transfers import services
from zhibu.transfers.models import Letter, Transfer

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
THREADS = 6


def test_numbers_have_no_gap_and_no_double_when_many_are_issued_at_once():
    world = build_world()
    ready = []
    for number in range(THREADS):
        add_member(world, f"member{number}", world.branch_a)
        ready.append(approved(world, going_out(world, name=f"member{number}")).pk)
    stella = world.viewer("stella")
    raised = race(*(lambda pk=pk: services.issue(stella, transfer_id=pk, valid_days=30, at=NOW) for pk in ready))
    assert raised == [None] * THREADS
    assert sorted(Letter.objects.values_list("serial", flat=True)) == list(range(1, THREADS + 1))


def test_one_member_has_one_open_transfer_whoever_asks_at_once():
    world = build_world()
    asked = {"kind": "internal_move", "ground": "unit_changed", "to_branch_id": world.branch_b.pk, "at": NOW}
    bob, alice = world.viewer("bob"), world.viewer("alice")
    acts = [lambda: services.start(bob, key=uuid4(), **asked)] * 2
    acts += [lambda: services.start(alice, key=uuid4(), person_id=world.person("bob").pk, **asked)] * 2
    raised = race(*acts)
    assert sum(error is None for error in raised) == 1
    assert all(isinstance(error, Refused) for error in raised if error)
    assert Transfer.objects.filter(closed_at=None).count() == 1
