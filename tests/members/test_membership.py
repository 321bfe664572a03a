"""Steps of a membership: dated, with a document, refused when the rules say so."""

from datetime import date

import pytest

from tests.world import NOW, TODAY, add_organisation
from zhibu.kernel.errors import NotFound
from zhibu.members import errors
from zhibu.members.api import roll, roll_on
from zhibu.members.enums import Category, LeaveKind, MembershipChange, Status, SuspensionGround
from zhibu.members.models import Membership, MembershipEvent, PostHolding
from zhibu.members.rules.standing import party_standing
from zhibu.members.services import membership as steps
from zhibu.organisations.enums import Kind

PAPER = "甲支部〔2026〕7 号"


def of(world, name="bob"):
    return Membership.objects.get(person=world.person(name))


def probationary(world, joined_on, extended_to=None):
    """Bob, still on probation."""
    Membership.objects.filter(person=world.person("bob")).update(
        category=Category.PROBATIONARY, joined_on=joined_on, full_on=None, probation_extended_to=extended_to
    )


def events(world, name="bob"):
    rows = MembershipEvent.objects.filter(person=world.person(name)).order_by("pk")
    return list(rows.values_list("change", "happened_on", "document"))


def do(world, step, who="alice", person="bob", **values):
    return step(world.viewer(who), person_id=world.person(person).pk, at=NOW, **values)


def test_an_employee_is_admitted_as_probationary_member(world):
    day = date(2026, 11, 6)
    do(world, steps.admit, "stella", "eve", branch_id=world.branch_b.pk, joined_on=day, document=PAPER)
    assert (of(world, "eve").category, of(world, "eve").joined_on) == (Category.PROBATIONARY, day)
    assert events(world, "eve") == [(MembershipChange.ADMITTED, day, PAPER)]


def test_a_member_is_not_admitted_again(world):
    with pytest.raises(errors.NotInThisState):
        do(world, steps.admit, branch_id=world.branch_a.pk, joined_on=TODAY, document=PAPER)


def test_a_temporary_branch_admits_nobody(world):
    temporary = add_organisation(world.hq, "抢险临时支部", Kind.TEMPORARY_BRANCH)
    with pytest.raises(errors.NotABranch):
        do(world, steps.admit, "stella", "eve", branch_id=temporary.pk, joined_on=TODAY, document=PAPER)


def test_standing_counts_from_the_end_of_probation_even_when_decided_later(world):
    probationary(world, date(2025, 9, 1))
    do(world, steps.convert, decided_on=date(2026, 10, 15), document=PAPER)
    assert (of(world).category, of(world).full_on) == (Category.FULL, date(2026, 9, 1))
    assert events(world) == [(MembershipChange.CONVERTED, date(2026, 10, 15), PAPER)]


def test_an_extended_probation_ends_on_the_later_day(world):
    probationary(world, date(2025, 1, 31), extended_to=date(2026, 7, 31))
    do(world, steps.convert, decided_on=TODAY, document=PAPER)
    assert of(world).full_on == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("decided_on", "document", "refusal"),
    [
        (date(2026, 8, 31), PAPER, errors.ProbationNotOver),
        (date(2026, 11, 21), PAPER, errors.DayWrong),
        (TODAY, " ", errors.DocumentNeeded),
    ],
)
def test_a_conversion_too_early_or_without_paper_is_refused(world, decided_on, document, refusal):
    probationary(world, date(2025, 9, 1))
    with pytest.raises(refusal):
        do(world, steps.convert, decided_on=decided_on, document=document)
    assert (of(world).category, events(world)) == (Category.PROBATIONARY, [])


def test_a_full_member_is_not_converted_again(world):
    with pytest.raises(errors.NotInThisState):
        do(world, steps.convert, decided_on=TODAY, document=PAPER)


@pytest.mark.parametrize(
    ("extended_to", "fits"),
    [
        (date(2027, 2, 28), False),
        (date(2027, 3, 1), True),
        (date(2027, 9, 1), True),
        (date(2027, 9, 2), False),
    ],
)
def test_probation_is_extended_by_half_a_year_to_a_year(world, extended_to, fits):
    probationary(world, date(2025, 9, 1))
    values = {"extended_to": extended_to, "decided_on": TODAY, "document": PAPER}
    if fits:
        assert do(world, steps.extend_probation, **values).probation_extended_to == extended_to
    else:
        with pytest.raises(errors.ExtensionOutOfRange):
            do(world, steps.extend_probation, **values)


def test_probation_is_extended_once_only(world):
    probationary(world, date(2025, 1, 1), extended_to=date(2026, 7, 1))
    with pytest.raises(errors.ProbationExtendedBefore):
        do(world, steps.extend_probation, extended_to=date(2026, 12, 1), decided_on=TODAY, document=PAPER)


def test_a_move_ends_posts_and_group_of_the_old_branch(world):
    do(world, steps.move_branch, "stella", "alice", branch_id=world.branch_b.pk, moved_on=TODAY)
    assert of(world, "alice").branch_id == world.branch_b.pk
    assert PostHolding.objects.get(person=world.person("alice")).ended_on == TODAY
    do(world, steps.move_branch, "stella", branch_id=world.branch_b.pk, moved_on=TODAY)
    assert of(world).group_id is None
    event = MembershipEvent.objects.get(person=world.person("bob"))
    assert (event.from_branch_id, event.to_branch_id) == (world.branch_a.pk, world.branch_b.pk)


def test_a_move_needs_both_branches_and_another_one(world):
    with pytest.raises(NotFound):
        do(world, steps.move_branch, branch_id=world.branch_b.pk, moved_on=TODAY)
    with pytest.raises(errors.SameBranch):
        do(world, steps.move_branch, branch_id=world.branch_a.pk, moved_on=TODAY)


def test_a_group_is_one_of_the_members_branch(world):
    assert do(world, steps.assign_group, person="alice", group_id=world.group_a1.pk).group_id == world.group_a1.pk
    assert do(world, steps.assign_group, person="alice", group_id=None).group_id is None
    with pytest.raises(errors.NotAGroupOfTheBranch):
        do(world, steps.assign_group, "stella", "charlie", group_id=world.group_a1.pk)


@pytest.mark.parametrize(("since", "fits"), [(date(2026, 5, 20), True), (date(2026, 5, 21), False)])
def test_lost_contact_suspends_after_six_months(world, since, fits):
    do(world, steps.mark_lost, lost_since=since, reason="6 居住地改变")
    values = {"ground": SuspensionGround.LOST, "suspended_on": TODAY, "document": PAPER}
    if fits:
        assert do(world, steps.suspend, **values).status == Status.SUSPENDED
    else:
        with pytest.raises(errors.NotLostLongEnough):
            do(world, steps.suspend, **values)


def test_months_of_suspension_do_not_count_as_standing(world):
    do(world, steps.suspend, ground=SuspensionGround.ABROAD, suspended_on=date(2026, 1, 15), document=PAPER)
    restored = do(world, steps.restore, restored_on=date(2026, 11, 14), document=PAPER)
    assert (restored.status, restored.standing_adjustment_months) == (Status.NORMAL, 9)


def test_restoring_needs_a_suspension(world):
    with pytest.raises(errors.NotInThisState):
        do(world, steps.restore, restored_on=TODAY, document=PAPER)


def test_leaving_has_its_kind_and_paper_and_ends_posts(world):
    do(world, steps.leave, "stella", "alice", kind=LeaveKind.WITHDRAWAL, left_on=TODAY, document=PAPER)
    assert of(world, "alice").status == Status.LEFT
    assert PostHolding.objects.filter(ended_on=None).count() == 0
    event = MembershipEvent.objects.get(person=world.person("alice"))
    assert (event.leave_kind, event.document) == (LeaveKind.WITHDRAWAL, PAPER)
    with pytest.raises(errors.NotInThisState):
        do(world, steps.leave, "stella", "alice", kind=LeaveKind.EXPELLED, left_on=TODAY, document=PAPER)


def test_probation_of_a_full_member_is_not_cancelled(world):
    with pytest.raises(errors.LeaveKindWrong):
        do(world, steps.leave, kind=LeaveKind.PROBATION_CANCELLED, left_on=TODAY, document=PAPER)


@pytest.mark.parametrize(("suspended_on", "fits"), [(date(2024, 11, 20), True), (date(2024, 11, 21), False)])
def test_removal_as_untraceable_needs_two_years_of_suspension(world, suspended_on, fits):
    do(world, steps.mark_lost, lost_since=date(2024, 1, 1), reason="7 其他")
    do(world, steps.suspend, ground=SuspensionGround.LOST, suspended_on=suspended_on, document=PAPER)
    values = {"kind": LeaveKind.UNTRACEABLE, "left_on": TODAY, "document": PAPER}
    if fits:
        assert do(world, steps.leave, **values).status == Status.LEFT
    else:
        with pytest.raises(errors.NotSuspendedLongEnough):
            do(world, steps.leave, **values)


def test_somebody_lost_is_found_once(world):
    do(world, steps.mark_lost, lost_since=date(2026, 3, 1), reason="6 居住地改变")
    assert do(world, steps.mark_found, found_on=TODAY).is_lost is False
    with pytest.raises(errors.NotInThisState):
        do(world, steps.mark_found, found_on=TODAY)
    with pytest.raises(errors.ReasonNeeded):
        do(world, steps.mark_lost, lost_since=TODAY, reason=" ")


def test_a_death_keeps_the_record(world):
    assert do(world, steps.record_death, "stella", "alice", died_on=TODAY).status == Status.DECEASED
    assert events(world, "alice") == [(MembershipChange.DIED, TODAY, "")]


def test_a_member_is_transferred_out_with_the_receipt_and_comes_back(world):
    values = {"went_to": "中共新单位支部委员会", "received_on": TODAY, "document": PAPER}
    assert do(world, steps.transfer_out, "stella", "alice", **values).status == Status.TRANSFERRED_OUT
    assert PostHolding.objects.filter(ended_on=None).count() == 0
    assert not roll(world.branch_a.path).filter(person=world.person("alice")).exists()
    with pytest.raises(errors.NotInThisState):
        do(world, steps.transfer_out, "stella", "alice", **values)
    back = {"came_from": "新单位", "joined_on": date(2014, 7, 1), "full_on": date(2015, 7, 1), "document": PAPER}
    held = do(world, steps.transfer_in, "stella", "alice", branch_id=world.branch_b.pk, received_on=TODAY, **back)
    assert (held.status, held.branch, held.category) == (Status.NORMAL, world.branch_b, Category.FULL)
    assert events(world, "alice") == [
        (MembershipChange.TRANSFERRED_OUT, TODAY, PAPER), (MembershipChange.TRANSFERRED_IN, TODAY, PAPER),
    ]  # fmt: skip


def test_a_newcomer_is_transferred_in_as_what_he_is(world):
    values = {"branch_id": world.branch_a.pk, "came_from": "老单位", "joined_on": date(2026, 3, 1), "document": PAPER}
    held = do(world, steps.transfer_in, "stella", "eve", received_on=date(2026, 11, 2), **values)
    assert (held.category, held.status, held.full_on) == (Category.PROBATIONARY, Status.NORMAL, None)
    eve = [world.person("eve").pk]
    assert [row.person_id for row in roll_on(date(2026, 11, 2), person_ids=eve)] == eve
    assert roll_on(date(2026, 11, 1), person_ids=eve) == []
    with pytest.raises(errors.NotInThisState):
        do(world, steps.transfer_in, "stella", "eve", received_on=TODAY, **values)


@pytest.mark.parametrize(("received_on", "document", "refusal"), [
    (date(2026, 11, 21), PAPER, errors.DayWrong), (date(2026, 2, 1), PAPER, errors.DayWrong),
    (TODAY, " ", errors.DocumentNeeded),
])  # fmt: skip
def test_a_transfer_has_a_possible_day_and_a_paper(world, received_on, document, refusal):
    values = {"branch_id": world.branch_a.pk, "came_from": "老单位", "joined_on": date(2026, 3, 1)}
    with pytest.raises(refusal):
        do(world, steps.transfer_in, "stella", "eve", received_on=received_on, document=document, **values)
    assert not Membership.objects.filter(person=world.person("eve")).exists()


@pytest.mark.parametrize(("until", "fits"), [
    (date(2026, 11, 20), False), (date(2026, 11, 21), True), (date(2027, 11, 20), True), (date(2027, 11, 21), False),
])  # fmt: skip
def test_rectification_lasts_a_year_at_most_and_changes_nothing_by_itself(world, until, fits):
    values = {"ordered_on": TODAY, "until": until, "reason": "长期不参加组织生活", "document": PAPER}
    if not fits:
        with pytest.raises(errors.RectificationTooLong):
            do(world, steps.order_rectification, **values)
        return
    assert do(world, steps.order_rectification, **values).status == Status.NORMAL
    assert events(world) == [(MembershipChange.RECTIFICATION, TODAY, PAPER)]
    with pytest.raises(errors.RectificationRuns):
        do(world, steps.order_rectification, **values)


@pytest.mark.parametrize("who", ["bob", "charlie", "dana"])
def test_nobody_else_takes_a_step(world, who):
    with pytest.raises(NotFound):
        do(world, steps.mark_lost, who, lost_since=TODAY, reason="x")
    assert events(world) == []


@pytest.mark.parametrize(
    ("full_on", "adjustment", "months"),
    [(date(2015, 7, 1), 0, 136), (date(2015, 7, 1), 9, 127), (date(2026, 11, 20), 0, 0), (None, 0, 0),
     (date(2026, 10, 20), 5, 0)],
)  # fmt: skip
def test_standing_is_whole_months_less_those_of_suspension(full_on, adjustment, months):
    assert party_standing(full_on, today=TODAY, adjustment_months=adjustment) == months
