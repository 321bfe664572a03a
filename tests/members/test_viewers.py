"""Who a viewer is."""

from tests.world import World


def test_a_role_counts_only_with_the_second_factor(world: World):
    assert world.viewer("alice").holds(["secretary"], world.branch_a.path)
    assert not world.viewer("alice", verified=False).holds(["secretary"], world.branch_a.path)


def test_a_role_covers_the_subtree_and_nothing_beside_it(world: World):
    alice = world.viewer("alice")
    assert alice.holds(["secretary"], world.group_a1.path)
    assert not alice.holds(["secretary"], world.branch_b.path)
    assert not alice.holds(["secretary"], world.hq.path)


def test_the_viewer_is_built_with_two_queries(world: World, django_assert_num_queries):
    with django_assert_num_queries(2):
        world.viewer("alice")
