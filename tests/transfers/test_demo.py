"""What the demo shows of transfers is made by the services that people use."""

from types import SimpleNamespace

from tests.factories.transfers import with_secretary_of_b
from tests.world import NOW, add_member
from zhibu.config.demo import moves
from zhibu.transfers.models import Temporary, Transfer


def test_the_demo_shows_a_transfer_of_each_sort(world):
    with_secretary_of_b(world)
    members = [add_member(world, f"member{number}", world.branch_a).pk for number in range(8)]
    alice, charlie = world.viewer("alice"), world.viewer("charlie")
    branch = SimpleNamespace(id=world.branch_a.pk, members=members, officers={"secretary": alice.person_id})
    other = SimpleNamespace(id=world.branch_b.pk, members=[], officers={"secretary": charlie.person_id})
    cast = SimpleNamespace(committee_id=world.hq.pk, branches=[None, branch, None, None, other])
    officers = {alice.person_id: alice, charlie.person_id: charlie}
    moves.move(cast, officers=officers, staff=world.viewer("stella"), at=NOW)
    states = sorted(Transfer.objects.values_list("state", "held_for"))
    assert states == [
        ("closed", ""), ("committee_approved", ""), ("draft", "dues_unsettled"), ("in_transit", ""), ("received", "")
    ]  # fmt: skip
    assert sorted(Temporary.objects.values_list("kind", "state")) == [("abroad", "running"), ("mobile", "running")]
