"""Groups follow the tree; people follow their memberships, posts and roles."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.factories.groups import the_branch_group, the_groups
from tests.world import NOW, TODAY, add_member, add_organisation
from zhibu.groups.enums import GroupKind, Part
from zhibu.groups.models import Group, Place
from zhibu.groups.rules import Held, Room, Seat, seats
from zhibu.groups.services.placing import follow_people, follow_tree
from zhibu.kernel import events
from zhibu.kernel.models import Delivery
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import LeaveKind, Role
from zhibu.members.events import StandingChanged
from zhibu.members.models import PostHolding, RoleGrant
from zhibu.members.services.membership import leave, move_branch, restore, suspend
from zhibu.members.services.posts import appoint, end_post
from zhibu.members.services.roles import end_role, grant_role
from zhibu.organisations.enums import Kind, PostTitle
from zhibu.organisations.services import structure
from zhibu.realtime import api as realtime

SYSTEM = Viewer.system("test")
pytestmark = pytest.mark.usefixtures("heard")


def people_in(group):
    """name → part of everybody who is in a group now."""
    return dict(Place.objects.filter(group=group, until=None).values_list("person__name", "part"))


def test_a_committee_has_three_groups_and_a_branch_one(world):
    kinds = {(group.organisation.short_name, group.kind) for group in the_groups(world).values()}
    assert kinds == {
        ("集团党委", "all_members"), ("集团党委", "committee_work"), ("集团党委", "party_affairs"),
        ("甲支部", "branch"), ("乙支部", "branch"),
    }  # fmt: skip


def test_everybody_sits_where_he_belongs(world):
    groups, hq = the_groups(world), world.hq.pk
    assert people_in(groups[hq, "all_members"]) == {
        "Alice": "member", "Bob": "member", "Charlie": "member", "Stella": "member"
    }  # fmt: skip
    assert people_in(groups[hq, "committee_work"]) == {"Alice": "member", "Stella": "cross"}
    assert people_in(groups[hq, "party_affairs"]) == {"Alice": "member", "Stella": "cross"}
    assert people_in(groups[world.branch_a.pk, "branch"]) == {"Alice": "member", "Bob": "member", "Stella": "cross"}
    assert people_in(groups[world.branch_b.pk, "branch"]) == {"Charlie": "member", "Stella": "cross"}


def test_following_twice_changes_nothing(world):
    the_groups(world)
    before = list(Place.objects.order_by("pk").values_list("pk", "until", "part", "leads"))
    follow_tree(at=NOW + timedelta(hours=1))
    assert list(Place.objects.order_by("pk").values_list("pk", "until", "part", "leads")) == before


def test_a_transfer_ends_one_place_and_begins_another(world, monkeypatch):
    dropped = []
    monkeypatch.setattr(realtime, "drop", dropped.append)
    a, b = the_branch_group(world), the_branch_group(world, world.branch_b)
    move_branch(SYSTEM, person_id=world.person("bob").pk, branch_id=world.branch_b.pk, moved_on=TODAY, at=NOW)
    assert "Bob" not in people_in(a)
    assert people_in(b)["Bob"] == Part.MEMBER
    assert Place.objects.get(group=a, person=world.person("bob")).until is not None
    assert dropped == [world.person("bob").pk]  # his pages ask for new tickets, and get none for A


def test_a_newcomer_begins_with_nothing_unread(world):
    from tests.factories.groups import a_message  # noqa: PLC0415
    from zhibu.groups.queries.groups import unread  # noqa: PLC0415

    b = the_branch_group(world, world.branch_b)
    a_message(b, world.person("charlie"))
    move_branch(SYSTEM, person_id=world.person("bob").pk, branch_id=world.branch_b.pk, moved_on=TODAY, at=NOW)
    assert unread(world.viewer("bob")) == 0


def test_a_committee_member_joins_every_group_below(world):
    the_groups(world)
    post = {"organisation_id": world.hq.pk, "title": PostTitle.COMMITTEE_MEMBER, "started_on": TODAY}
    holding = appoint(SYSTEM, person_id=world.person("charlie").pk, document="选举", at=NOW, **post)
    a = the_branch_group(world)
    assert people_in(a)["Charlie"] == Part.CROSS
    end_post(SYSTEM, post_id=holding.pk, ended_on=TODAY, at=NOW)
    assert "Charlie" not in people_in(a)


def test_staff_come_and_go_with_their_role(world):
    a = the_branch_group(world)
    grant = grant_role(
        world.viewer("olga"), account_id=world.accounts["charlie"].pk, role=Role.PARTY_AFFAIRS,
        organisation_id=world.hq.pk, at=NOW,
    )  # fmt: skip
    assert people_in(a)["Charlie"] == Part.CROSS
    end_role(world.viewer("olga"), grant_id=grant.pk, reason="调岗", at=NOW)
    assert "Charlie" not in people_in(a)


def test_who_leaves_the_party_leaves_every_group(world):
    the_groups(world)
    leave(SYSTEM, person_id=world.person("bob").pk, kind=LeaveKind.WITHDRAWAL, left_on=TODAY, document="批复", at=NOW)
    assert not Place.objects.filter(person=world.person("bob"), until=None).exists()


def test_suspension_and_restoring_are_followed(world):
    a, bob = the_branch_group(world), world.person("bob").pk
    suspend(SYSTEM, person_id=bob, ground="abroad", suspended_on=TODAY, document="批复", at=NOW)
    assert "Bob" not in people_in(a)
    restore(SYSTEM, person_id=bob, restored_on=TODAY, document="批复", at=NOW)
    assert people_in(a)["Bob"] == Part.MEMBER
    assert Place.objects.filter(group=a, person_id=bob).count() == 2


def test_a_new_branch_gets_its_group_and_a_renamed_one_keeps_it(world):
    the_groups(world)
    made = structure.found(
        SYSTEM, parent_id=world.hq.pk, name="中共示例集团丙支部", short_name="丙支部", kind=Kind.PARTY_BRANCH,
        founded_on=TODAY, at=NOW,
    )  # fmt: skip
    group = Group.objects.get(organisation=made)
    assert (group.name, people_in(group)) == ("丙支部", {"Stella": "cross"})
    structure.rename(SYSTEM, organisation_id=made.pk, name="x", short_name="丁支部", happened_on=TODAY, at=NOW)
    assert Group.objects.get(organisation=made).name == "丁支部"


def test_a_merged_branch_closes_its_group(world):
    a = the_branch_group(world)
    structure.merge(
        SYSTEM, organisation_id=world.branch_a.pk, heir_id=world.branch_b.pk, happened_on=TODAY, document="批复", at=NOW
    )
    a.refresh_from_db()
    assert a.closed_at is not None
    assert people_in(the_branch_group(world, world.branch_b))["Bob"] == Part.MEMBER


def test_the_repeating_job_mends_what_no_event_told(world):
    a = the_branch_group(world)
    RoleGrant.objects.filter(role=Role.PARTY_AFFAIRS).update(ended_on=TODAY)
    PostHolding.objects.update(ended_on=TODAY)
    add_member(world, "grace", world.branch_a)
    follow_tree(at=NOW)
    assert people_in(a) == {"Alice": "member", "Bob": "member", "Grace": "member"}


def test_officers_lead_and_others_do_not(world):
    a = the_branch_group(world)
    assert set(Place.objects.filter(group=a, leads=True).values_list("person__name", flat=True)) == {"Alice", "Stella"}


def test_following_somebody_who_is_nowhere_does_nothing(world):
    the_groups(world)
    follow_people(person_ids=[world.person("eve").pk], at=NOW)
    assert not Place.objects.filter(person=world.person("eve")).exists()


@pytest.mark.parametrize("people", [1, 3])
def test_following_people_costs_the_same_for_one_and_for_many(world, people, django_assert_max_num_queries):
    new = [
        add_member(world, f"m{number}", add_organisation(world.hq, f"支部{number}", Kind.PARTY_BRANCH)).pk
        for number in range(people)
    ]
    follow_tree(at=NOW)
    Place.objects.filter(person__in=new).delete()
    with django_assert_max_num_queries(11):
        follow_people(person_ids=new, at=NOW)
    assert Place.objects.filter(person__in=new, until=None).count() == 2 * people


def test_newcomers_of_an_import_are_seated_together(world, settings, django_assert_max_num_queries):
    settings.DELIVER_AT_ONCE = False
    a = the_branch_group(world)
    new = [add_member(world, f"m{number}", world.branch_a) for number in range(30)]
    with transaction.atomic():
        events.publish(*(told_of(world, person) for person in new))
    with django_assert_max_num_queries(20):
        events.deliver_due()
    assert {person.name for person in new} <= set(people_in(a))
    assert not Delivery.objects.filter(done_at=None).exists()


def told_of(world, person):
    return StandingChanged(person_id=person.pk, branch_id=world.branch_a.pk, status="active")


def test_staff_of_one_branch_do_not_sit_in_another():
    rooms = [Room(1, "branch", "00010001", "0001"), Room(2, "branch", "00010002", "0001")]
    found = seats(rooms, memberships=[], posts=[], staff=[Held(7, "00010001", Role.PARTY_AFFAIRS)])
    assert found == {(1, 7): Seat(Part.CROSS, leads=True)}


def test_a_committee_within_a_committee_keeps_its_own_cross_coverage():
    rooms = [Room(1, "branch", "000100010001", "00010001")]
    top = Held(1, "0001", PostTitle.COMMITTEE_MEMBER)
    near = Held(2, "00010001", PostTitle.COMMITTEE_MEMBER)
    assert set(seats(rooms, memberships=[], posts=[top, near], staff=[])) == {(1, 2)}


def test_kinds_of_the_tree_are_the_four_of_the_seed():
    assert {str(GroupKind(kind).label) for kind in ("all_members", "committee_work", "party_affairs")} == {
        "全体党员交流", "支委工作研讨", "党务工作沟通",
    }  # fmt: skip
