"""A move between two branches of one committee: its steps, its clock, its refusals."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.factories.transfers import a_move, approved, confirmed, going_out, received, with_secretary_of_b
from tests.world import NOW, TODAY, add_member, add_organisation
from zhibu.ledger.models import Entry
from zhibu.members import api as members
from zhibu.members.models import Membership, MembershipEvent
from zhibu.notify.models import Message
from zhibu.organisations.enums import Kind as OrganisationKind
from zhibu.transfers import services
from zhibu.transfers.enums import Actor
from zhibu.transfers.errors import (
    DuesMonthWrong,
    MovedMeanwhile,
    NoSuchTransfer,
    NotOnTheRoll,
    NotThisStep,
    NotYours,
    OnHold,
    OwnTransfer,
    ReasonNeeded,
    TransferRuns,
    TransferToItself,
    WrongKind,
)
from zhibu.transfers.models import Step, Transfer
from zhibu.transfers.queries import pages
from zhibu.transfers.queries.parties import get_transfer


def branch_of(world, name):
    return Membership.objects.get(person=world.person(name)).branch


def test_the_old_branch_stays_responsible_until_the_new_one_receives(world):
    transfer = a_move(world)
    approved(world, transfer)
    assert branch_of(world, "bob") == world.branch_a
    with_secretary_of_b(world)
    done = services.receive(world.viewer("charlie"), transfer_id=transfer.pk, at=NOW)
    assert branch_of(world, "bob") == world.branch_b
    assert (done.state, done.received_on, done.closed_at) == ("closed", TODAY, NOW)
    assert [step.state for step in done.steps.order_by("number")] == [
        "draft", "branch_confirmed", "committee_approved", "received", "assigned", "closed"
    ]  # fmt: skip


def test_the_move_is_one_dated_event_and_one_fact(world):
    done = received(world, a_move(world))
    event = MembershipEvent.objects.get(person=world.person("bob"))
    assert (event.change, event.from_branch, event.to_branch, event.happened_on, event.recorded_by) == (
        "moved_branch", world.branch_a, world.branch_b, TODAY, "Charlie"
    )  # fmt: skip
    entry = Entry.objects.get()
    assert (entry.kind, entry.organisation, entry.source_key) == (
        "relation_transferred", world.branch_b, f"transfer:{done.pk}"
    )  # fmt: skip


def test_an_officer_starts_for_a_member_of_his(world):
    transfer = a_move(world, name="alice", person_id=world.person("bob").pk)
    assert (transfer.name, transfer.started_by) == ("Bob", "Alice")
    told = Message.objects.get(person=world.person("bob"))
    assert told.sentence == "您的组织关系转接走到“提出申请”。"
    with pytest.raises(NoSuchTransfer):
        a_move(world, name="alice", person_id=world.person("charlie").pk)
    with pytest.raises(NoSuchTransfer):
        a_move(world, name="bob", person_id=world.person("alice").pk)


def test_the_form_sent_twice_is_one_transfer(world):
    key = uuid4()
    assert a_move(world, key=key) == a_move(world, key=key)
    assert Transfer.objects.count() == 1


def test_two_open_transfers_of_one_member_are_impossible(world):
    first = a_move(world)
    with pytest.raises(TransferRuns):
        going_out(world)
    services.withdraw(world.viewer("bob"), transfer_id=first.pk, at=NOW)
    assert going_out(world).state == "draft"


def test_the_database_refuses_a_second_open_row_and_a_way_to_itself(world):
    first = a_move(world)
    copy = Transfer.objects.get(pk=first.pk)
    copy.pk, copy.key = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=first.pk).update(to_branch=world.branch_a)


def test_nobody_transfers_to_where_he_is(world):
    with pytest.raises(TransferToItself):
        a_move(world, to_branch_id=world.branch_a.pk)


def test_only_members_on_the_roll_move(world):
    with pytest.raises(NotOnTheRoll):
        a_move(world, name="eve")
    with pytest.raises(WrongKind):
        a_move(world, kind="abroad", to_branch_id=None, to_unit="x")
    with pytest.raises(WrongKind):
        a_move(world, kind="cross_province_letter")
    with pytest.raises(WrongKind):
        a_move(world, to_branch_id=None, to_unit="x")


def test_each_step_is_taken_by_its_own_side(world):
    with_secretary_of_b(world)
    transfer = a_move(world)
    for name, refusal in (("bob", NotYours), ("charlie", NotYours), ("dana", NoSuchTransfer), ("eve", NoSuchTransfer)):
        with pytest.raises(refusal):
            services.confirm(world.viewer(name), transfer_id=transfer.pk, paid_through=date(2026, 10, 1), at=NOW)
    confirmed(world, transfer)
    for name in ("alice", "charlie"):
        with pytest.raises(NotYours):
            services.approve(world.viewer(name), transfer_id=transfer.pk, at=NOW)
    services.approve(world.viewer("stella"), transfer_id=transfer.pk, at=NOW)
    with pytest.raises(NotYours):
        services.receive(world.viewer("alice"), transfer_id=transfer.pk, at=NOW)


def test_a_secretary_does_not_confirm_his_own(world):
    transfer = a_move(world, name="alice")
    with pytest.raises(OwnTransfer):
        confirmed(world, transfer)
    done = services.confirm(world.viewer("stella"), transfer_id=transfer.pk, paid_through=date(2026, 10, 1), at=NOW)
    assert done.state == "branch_confirmed"


def test_a_step_is_not_taken_twice(world):
    transfer = a_move(world)
    confirmed(world, transfer)
    with pytest.raises(NotThisStep):
        confirmed(world, transfer)
    assert transfer.steps.count() == 2


def test_dues_are_not_paid_ahead(world):
    with pytest.raises(DuesMonthWrong):
        confirmed(world, a_move(world), paid_through=date(2026, 12, 1))


def test_a_member_who_was_moved_meanwhile_is_not_moved_again(world):
    transfer = approved(with_secretary_of_b(world), a_move(world))
    Membership.objects.filter(person=world.person("bob")).update(branch=world.branch_b)
    with pytest.raises(MovedMeanwhile):
        services.receive(world.viewer("charlie"), transfer_id=transfer.pk, at=NOW)


def test_a_move_by_another_way_takes_the_transfer_back(world, django_capture_on_commit_callbacks):
    transfer, bob = a_move(world), world.person("bob").pk
    with django_capture_on_commit_callbacks(execute=True):
        members.move_branch(world.viewer("stella"), person_id=bob, branch_id=world.branch_b.pk, moved_on=TODAY, at=NOW)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.steps.last().note) == ("withdrawn", "组织关系已另行调整")


def test_the_group_must_be_of_the_new_branch(world):
    group = add_organisation(world.branch_b, "乙一组", OrganisationKind.PARTY_GROUP)
    received(world, a_move(world), group_id=group.pk)
    assert Membership.objects.get(person=world.person("bob")).group == group


def test_between_two_committees_the_committee_receives_and_the_branch_assigns(world):
    other = add_organisation(world.hq, "分公司党委", OrganisationKind.PARTY_COMMITTEE)
    far = add_organisation(other, "丙支部", OrganisationKind.PARTY_BRANCH)
    transfer = approved(world, a_move(world, to_branch_id=far.pk))
    assert (transfer.kind, transfer.route, transfer.waits_for) == ("same_system", "across", Actor.IN_COMMITTEE)
    later = NOW + timedelta(days=3)
    services.receive(world.viewer("stella"), transfer_id=transfer.pk, at=NOW)
    assert branch_of(world, "bob") == world.branch_a
    done = services.assign(world.viewer("stella"), transfer_id=transfer.pk, at=later)
    assert (done.state, branch_of(world, "bob")) == ("closed", far)
    assert MembershipEvent.objects.get(person=world.person("bob")).happened_on == TODAY


def test_sending_back_needs_a_reason_from_the_list(world):
    transfer = confirmed(world, a_move(world))
    stella = world.viewer("stella")
    for reason, words in (("", ""), ("because", "x"), ("other", " ")):
        with pytest.raises(ReasonNeeded):
            services.reject(stella, transfer_id=transfer.pk, reason=reason, words=words, at=NOW)
    done = services.reject(stella, transfer_id=transfer.pk, reason="file_incomplete", words="缺转正审批表", at=NOW)
    assert (done.state, done.closed_at, branch_of(world, "bob")) == ("rejected", NOW, world.branch_a)
    assert done.steps.last().note == "党员档案材料不全：缺转正审批表"
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=done.pk).update(rejected_for="")


def test_the_clock_stands_still_while_it_waits(world):
    transfer = a_move(world)
    due, alice = transfer.due_on, world.viewer("alice")
    with pytest.raises(ReasonNeeded):
        services.hold(alice, transfer_id=transfer.pk, reason="no", at=NOW)
    services.hold(alice, transfer_id=transfer.pk, reason="dues_unsettled", at=NOW)
    with pytest.raises(OnHold):
        confirmed(world, transfer)
    services.resume(alice, transfer_id=transfer.pk, at=NOW + timedelta(days=5))
    transfer.refresh_from_db()
    assert (transfer.due_on, transfer.held_since) == (due + timedelta(days=5), None)
    assert confirmed(world, transfer).state == "branch_confirmed"


def test_the_log_is_only_added_to(world):
    step = a_move(world).steps.get()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Step.objects.filter(pk=step.pk).update(note="x")


def test_all_sides_see_the_same_steps_and_the_same_clock(world):
    with_secretary_of_b(world)
    transfer = approved(world, a_move(world))
    seen = [pages.page_of(world.viewer(name), transfer.pk, at=NOW) for name in ("bob", "alice", "charlie", "stella")]
    assert len({str(page["steps"]) for page in seen}) == 1
    assert {(page["handler"], page["transfer"].due_on) for page in seen} == {("乙支部", TODAY + timedelta(days=7))}
    assert [page["acts"] for page in seen] == [
        ["withdraw"], ["withdraw"], ["receive", "reject", "hold"], ["receive", "reject", "hold", "withdraw"]
    ]  # fmt: skip
    for name in ("dana", "eve", "olga", "sam"):
        with pytest.raises(NoSuchTransfer):
            get_transfer(world.viewer(name), transfer.pk)


def test_cards_stand_at_whoever_is_next(world):
    with_secretary_of_b(world)
    transfer = a_move(world)
    cards = {name: [str(card.sentence) for card in pages.things_to_do(world.viewer(name), at=NOW)]
             for name in ("bob", "alice", "charlie", "stella")}  # fmt: skip
    asked = ["Bob的组织关系转接，等您办理：转出支部核对"]
    assert cards == {"bob": [], "alice": asked, "charlie": [], "stella": asked}
    approved(world, transfer)
    assert [card.url for card in pages.things_to_do(world.viewer("charlie"), at=NOW)] == [f"/transfers/{transfer.pk}"]


def test_the_list_takes_as_many_queries_for_three_as_for_one(world, django_assert_num_queries):
    add_member(world, "frank", world.branch_a)
    add_member(world, "grace", world.branch_a)
    a_move(world)
    for _ in range(2):
        with django_assert_num_queries(6):
            pages.index_of(world.viewer("stella"), at=NOW)
        for name in ("frank", "grace"):
            if not Transfer.objects.filter(name=name.title()).exists():
                a_move(world, name=name)
