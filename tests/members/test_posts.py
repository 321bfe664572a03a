"""Posts: who may hold one, who may enter one, how one ends."""

from datetime import date

import pytest

from tests.world import NOW, TODAY
from zhibu.audit.models import AuditRow
from zhibu.kernel.errors import NotFound
from zhibu.members.enums import Category
from zhibu.members.errors import DayWrong, FormerHolderLater, PostNotFitting
from zhibu.members.models import Membership, PostHolding
from zhibu.members.services import posts
from zhibu.organisations.enums import PostTitle

START = date(2026, 11, 2)


def appointed(world, who="stella", person="bob", where=None, title=PostTitle.SECRETARY, **changes):
    values = {"started_on": START, "at": NOW} | changes
    organisation = where or world.branch_a
    return posts.appoint(
        world.viewer(who), person_id=world.person(person).pk, organisation_id=organisation.pk, title=title, **values
    )


def test_a_new_secretary_ends_the_former_one_that_day(world):
    appointed(world)
    held = PostHolding.objects.filter(organisation=world.branch_a).order_by("pk")
    assert list(held.values_list("person__name", "started_on", "ended_on")) == [
        ("Alice", date(2025, 1, 6), START),
        ("Bob", START, None),
    ]
    assert list(AuditRow.objects.order_by("pk").values_list("action", flat=True)) == ["post.end", "post.hold"]


def test_the_same_appointment_again_changes_nothing(world):
    assert appointed(world).pk == appointed(world).pk
    assert PostHolding.objects.count() == 2


def test_a_secretary_fills_the_other_posts_of_his_branch_but_not_his_own(world):
    appointed(world, who="alice", title=PostTitle.PUBLICITY_MEMBER)
    with pytest.raises(NotFound):
        appointed(world, who="alice")
    with pytest.raises(NotFound):
        appointed(world, who="alice", title=PostTitle.DEPUTY_SECRETARY)


@pytest.mark.parametrize("who", ["bob", "charlie", "dana", "eve"])
def test_nobody_else_enters_posts(world, who):
    with pytest.raises(NotFound):
        appointed(world, who=who, title=PostTitle.PUBLICITY_MEMBER)


def test_a_former_secretary_who_began_later_is_looked_at_first(world):
    with pytest.raises(FormerHolderLater):
        appointed(world, started_on=date(2024, 12, 31))


def test_a_post_does_not_begin_in_the_future(world):
    with pytest.raises(DayWrong):
        appointed(world, started_on=date(2026, 11, 21))


def test_what_is_elected_is_held_by_a_full_member_of_the_body(world):
    with pytest.raises(PostNotFitting):
        appointed(world, person="charlie")
    Membership.objects.filter(person=world.person("bob")).update(category=Category.PROBATIONARY)
    with pytest.raises(PostNotFitting):
        appointed(world)


def test_the_level_above_may_appoint_somebody_of_another_branch(world):
    assert appointed(world, person="charlie", elected=False).organisation_id == world.branch_a.pk


def test_somebody_without_membership_holds_no_party_post(world):
    with pytest.raises(PostNotFitting):
        appointed(world, person="eve", elected=False)


def test_a_group_has_a_leader_and_nothing_else(world):
    leader = appointed(world, who="alice", where=world.group_a1, title=PostTitle.GROUP_LEADER, elected=False)
    assert leader.ended_on is None
    with pytest.raises(PostNotFitting):
        appointed(world, where=world.group_a1, title=PostTitle.SECRETARY)
    with pytest.raises(PostNotFitting):
        appointed(world, title=PostTitle.GROUP_LEADER)


def test_a_post_ends_once(world):
    post = appointed(world, title=PostTitle.PUBLICITY_MEMBER)
    for day in (TODAY, date(2026, 11, 19)):
        posts.end_post(world.viewer("alice"), post_id=post.pk, ended_on=day, at=NOW)
    assert PostHolding.objects.get(pk=post.pk).ended_on == TODAY


def test_a_post_does_not_end_before_it_began_or_by_an_outsider(world):
    post = appointed(world, title=PostTitle.PUBLICITY_MEMBER)
    with pytest.raises(DayWrong):
        posts.end_post(world.viewer("alice"), post_id=post.pk, ended_on=date(2026, 11, 1), at=NOW)
    with pytest.raises(NotFound):
        posts.end_post(world.viewer("charlie"), post_id=post.pk, ended_on=TODAY, at=NOW)
