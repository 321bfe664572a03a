"""Organisations are set up, named, moved, merged and closed; nothing of their past is lost."""

from datetime import date, timedelta

import pytest

from tests.factories.ledger import entry
from tests.world import NOW, TODAY, World, add_member, add_organisation
from zhibu.audit.models import AuditRow
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.queries import book
from zhibu.ledger.rules import Period
from zhibu.members.errors import MembersRemain
from zhibu.members.models import Membership, MembershipEvent, PostHolding
from zhibu.organisations.enums import BodyKind, Change, Kind, State
from zhibu.organisations.errors import (
    BodyExists,
    DocumentNeeded,
    HasOrganisationsBelow,
    NameTaken,
    NoSuchOrganisation,
    NotACommittee,
    NotLiving,
    StepNotOpen,
    WrongPlace,
)
from zhibu.organisations.models import Organisation, OrganisationEvent
from zhibu.organisations.queries import bodies, history, organisations, provinces
from zhibu.organisations.services import (
    advance,
    change_kind,
    dissolve,
    dissolve_body,
    found,
    found_body,
    merge,
    move,
    place,
    rename,
)

DECISION = {"happened_on": TODAY, "at": NOW, "document": "党发〔2026〕8号"}


@pytest.fixture
def stella(world: World):
    return world.viewer("stella")


def parent(organisation):
    return Organisation.objects.get_parent(Organisation.objects.get(pk=organisation.pk))


def founding(**changes):
    usual = {
        "name": "中共示例集团丙支部委员会", "short_name": "丙支部", "kind": Kind.PARTY_BRANCH,
        "founded_on": TODAY, "at": NOW,
    }  # fmt: skip
    return usual | changes


def test_staff_set_up_a_branch_with_its_history(world, stella):
    made = found(stella, parent_id=world.hq.pk, document="党发〔2026〕1号", **founding())
    assert (parent(made).pk, made.state) == (world.hq.pk, State.ACTIVE)
    told = OrganisationEvent.objects.get(organisation=made)
    assert (told.change, told.after, told.document, told.recorded_by) == (
        Change.FOUNDED, made.name, "党发〔2026〕1号", "Stella"
    )  # fmt: skip
    assert AuditRow.objects.get(action="organisation.founded").subject == f"organisation:{made.pk}"


def test_a_secretary_sets_up_groups_in_his_branch_only(world):
    alice = world.viewer("alice")
    group = founding(kind=Kind.PARTY_GROUP, short_name="甲二组")
    assert parent(found(alice, parent_id=world.branch_a.pk, **group)).pk == world.branch_a.pk
    with pytest.raises(NoSuchOrganisation):
        found(alice, parent_id=world.branch_b.pk, **founding(kind=Kind.PARTY_GROUP, short_name="乙一组"))
    with pytest.raises(NoSuchOrganisation):
        found(alice, parent_id=world.hq.pk, **founding())


@pytest.mark.parametrize("kind", [Kind.PARTY_BRANCH, Kind.PARTY_COMMITTEE, Kind.GENERAL_BRANCH])
def test_nothing_but_groups_stands_under_a_branch(world, stella, kind):
    with pytest.raises(WrongPlace):
        found(stella, parent_id=world.branch_a.pk, **founding(kind=kind))


def test_short_names_are_taken_once(world, stella):
    with pytest.raises(NameTaken):
        found(stella, parent_id=world.hq.pk, **founding(short_name="甲支部 "))
    with pytest.raises(NameTaken):
        rename(stella, organisation_id=world.branch_a.pk, name="x", short_name="乙支部", **DECISION)


def test_the_first_organisation_is_set_up_by_the_system(db):
    made = found(Viewer.system("setup"), parent_id=None, **founding(kind=Kind.PARTY_COMMITTEE))
    assert made.depth == 1
    with pytest.raises(NoSuchOrganisation):
        found(Viewer(account_id=1), parent_id=None, **founding(short_name="丁"))


def test_life_goes_step_by_step(world, stella):
    made = found(stella, parent_id=world.hq.pk, state=State.DRAFT, **founding())
    steps = {"organisation_id": made.pk, "happened_on": TODAY, "at": NOW}
    with pytest.raises(StepNotOpen):
        advance(stella, to=State.ACTIVE, **steps)
    advance(stella, to=State.APPLIED, **steps)
    with pytest.raises(DocumentNeeded):
        advance(stella, to=State.APPROVED, **steps)
    advance(stella, to=State.APPROVED, document="批复 3 号", **steps)
    assert advance(stella, to=State.ACTIVE, **steps).state == State.ACTIVE


def test_a_new_name_keeps_the_old_one_in_the_history(world, stella):
    renamed = rename(
        stella, organisation_id=world.branch_a.pk, name="中共示例集团机关支部", short_name="机关", **DECISION
    )
    rename(stella, organisation_id=world.branch_a.pk, name="中共示例集团机关支部", short_name="机关", **DECISION)
    told = history(renamed).get()
    assert (told.before, told.after) == ("中共示例集团甲支部", "中共示例集团机关支部")


def test_a_branch_does_not_rename_or_close_itself(world):
    alice = world.viewer("alice")
    with pytest.raises(NoSuchOrganisation):
        rename(alice, organisation_id=world.branch_a.pk, name="x", short_name="y", **DECISION)
    with pytest.raises(NoSuchOrganisation):
        dissolve(alice, organisation_id=world.branch_a.pk, **DECISION)


def test_a_move_takes_the_subtree_and_leaves_the_ledger_whole(world, stella):
    general = found(stella, parent_id=world.hq.pk, **founding(kind=Kind.GENERAL_BRANCH, short_name="生产总支"))
    kept = entry(world.person("bob"), world.branch_a)
    old_path = world.branch_a.path
    moved = move(stella, organisation_id=world.branch_a.pk, parent_id=general.pk, **DECISION)
    general.refresh_from_db()
    group = Organisation.objects.get(pk=world.group_a1.pk)
    assert moved.path != old_path
    assert moved.path.startswith(general.path)
    assert group.path.startswith(moved.path)
    assert list(book(general.path, Period(date(2026, 1, 1), TODAY))) == [kept]
    assert set(organisations(world.viewer("alice"), to="manage")) == {moved, group}
    assert Membership.objects.filter(branch__path__startswith=general.path).count() == 2
    told = history(moved).get()
    assert (told.before, told.after) == ("集团党委", "生产总支")


def test_nothing_moves_below_itself_or_to_a_wrong_place(world, stella):
    for organisation, target in [(world.branch_a, world.group_a1), (world.branch_a, world.branch_b)]:
        with pytest.raises(WrongPlace):
            move(stella, organisation_id=organisation.pk, parent_id=target.pk, **DECISION)
    with pytest.raises(DocumentNeeded):
        move(
            stella, organisation_id=world.branch_a.pk, parent_id=world.hq.pk, happened_on=TODAY, at=NOW, document=" "
        )  # fmt: skip
    with pytest.raises(NoSuchOrganisation):
        move(world.viewer("alice"), organisation_id=world.group_a1.pk, parent_id=world.branch_b.pk, **DECISION)


def test_a_merger_takes_members_groups_and_posts_along(world, stella):
    old = entry(world.person("bob"), world.branch_a)
    merged = merge(
        stella, organisation_id=world.branch_a.pk, heir_id=world.branch_b.pk,
        **DECISION | {"happened_on": TODAY - timedelta(days=1)},
    )  # fmt: skip
    assert (merged.state, merged.merged_into_id) == (State.MERGED, world.branch_b.pk)
    bob = Membership.objects.get(person=world.person("bob"))
    assert (bob.branch_id, bob.group_id) == (world.branch_b.pk, world.group_a1.pk)
    assert parent(world.group_a1).pk == world.branch_b.pk
    moved = MembershipEvent.objects.get(person=world.person("bob"))
    assert (moved.from_branch_id, moved.to_branch_id, moved.document) == (
        world.branch_a.pk, world.branch_b.pk, "党发〔2026〕8号"
    )  # fmt: skip
    assert not PostHolding.objects.filter(organisation=world.branch_a, ended_on=None).exists()
    old.refresh_from_db()
    assert old.organisation_id == world.branch_a.pk
    with pytest.raises(NotLiving):
        rename(stella, organisation_id=world.branch_a.pk, name="x", short_name="y", **DECISION)


def test_an_organisation_with_members_or_groups_stays_open(world, stella):
    with pytest.raises(HasOrganisationsBelow):
        dissolve(stella, organisation_id=world.branch_a.pk, **DECISION)
    with pytest.raises(MembersRemain):
        dissolve(stella, organisation_id=world.branch_b.pk, **DECISION)
    with pytest.raises(MembersRemain):
        dissolve(stella, organisation_id=world.group_a1.pk, **DECISION)
    assert Organisation.objects.get(pk=world.branch_b.pk).state == State.ACTIVE


def test_an_empty_organisation_closes_and_its_history_stays(world, stella):
    empty = found(stella, parent_id=world.hq.pk, **founding())
    closed = dissolve(stella, organisation_id=empty.pk, **DECISION)
    assert closed.state == State.DISSOLVED
    assert [told.change for told in history(closed)] == [Change.DISSOLVED, Change.FOUNDED]


def test_a_kind_changes_by_decision_when_everything_still_fits(world, stella):
    branch = add_organisation(world.hq, "丙支部", Kind.PARTY_BRANCH)
    changed = change_kind(stella, organisation_id=branch.pk, kind=Kind.GENERAL_BRANCH, **DECISION)
    assert changed.kind == Kind.GENERAL_BRANCH
    with pytest.raises(WrongPlace):
        change_kind(stella, organisation_id=world.branch_a.pk, kind=Kind.GENERAL_BRANCH, **DECISION)


def test_the_eight_bodies_hang_on_the_committee(world, stella):
    eight = [
        BodyKind.PARTY_COMMITTEE_OFFICE, BodyKind.DISCIPLINE_COMMITTEE, BodyKind.TRADE_UNION, BodyKind.YOUTH_LEAGUE,
        BodyKind.UNITED_FRONT, BodyKind.WOMEN, BodyKind.ARMED_FORCES, BodyKind.RESERVE,
    ]  # fmt: skip
    made = [
        found_body(stella, committee_id=world.hq.pk, kind=kind, name=str(kind.label), founded_on=TODAY, at=NOW)
        for kind in eight
    ]
    assert bodies(world.hq).count() == 8
    with pytest.raises(BodyExists):
        found_body(stella, committee_id=world.hq.pk, kind=eight[0], name="又一个", founded_on=TODAY, at=NOW)
    dissolve_body(stella, body_id=made[0].pk, dissolved_on=TODAY, at=NOW)
    dissolve_body(stella, body_id=made[0].pk, dissolved_on=TODAY, at=NOW)
    found_body(stella, committee_id=world.hq.pk, kind=eight[0], name="新的", founded_on=TODAY, at=NOW)
    assert OrganisationEvent.objects.filter(change=Change.BODY_DISSOLVED).count() == 1
    with pytest.raises(NotACommittee):
        found_body(stella, committee_id=world.branch_a.pk, kind=eight[0], name="支部工会", founded_on=TODAY, at=NOW)


@pytest.mark.parametrize("name", ["bob", "charlie", "dana", "sam", "eve"])
def test_nobody_else_changes_the_tree(world, name):
    with pytest.raises(NoSuchOrganisation):
        rename(world.viewer(name), organisation_id=world.branch_a.pk, name="x", short_name="y", **DECISION)


def test_a_group_merges_into_another(world, stella):
    other = add_organisation(world.branch_a, "甲二组", Kind.PARTY_GROUP)
    add_member(world, "gina", world.branch_a, group=other)
    merge(stella, organisation_id=other.pk, heir_id=world.group_a1.pk, **DECISION)
    assert Membership.objects.get(person=world.person("gina")).group_id == world.group_a1.pk


def test_an_organisation_is_where_the_nearest_above_it_is(world):
    stella = world.viewer("stella")
    place(Viewer.system("t"), organisation_id=world.hq.pk, province="44", happened_on=TODAY, at=NOW)
    for _ in range(2):
        found = place(stella, organisation_id=world.branch_b.pk, province="51", happened_on=TODAY, at=NOW)
    paths = {node.path: node for node in (world.hq, world.branch_a, world.group_a1, world.branch_b)}
    assert [provinces(paths)[path] for path in paths] == ["44", "44", "44", "51"]
    assert [(told.change, told.before, told.after) for told in history(found)] == [("placed", "", "四川")]
    place(stella, organisation_id=world.branch_b.pk, province="", happened_on=TODAY, at=NOW)
    assert provinces(paths)[world.branch_b.path] == "44"


def test_no_province_but_the_thirty_four(world):
    with pytest.raises(ValueError, match="99"):
        place(Viewer.system("t"), organisation_id=world.hq.pk, province="99", happened_on=TODAY, at=NOW)
