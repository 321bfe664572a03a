from datetime import timedelta

import pytest

from tests.factories.activities import a_checkin, a_signup, an_activity
from tests.world import NOW, add_member
from zhibu.activities.enums import ActivityState, SignUpState
from zhibu.activities.errors import (
    ActivityCancelledAlready,
    AlreadyCame,
    LeaveClosed,
    NoSuchActivity,
    NoSuchSignUp,
    NotInvited,
    ReasonNeeded,
    SignUpClosed,
)
from zhibu.activities.models import SignUp
from zhibu.activities.services.activity import Plan, change_activity
from zhibu.activities.services.signup import ask_leave, decide_leave, sign_up, withdraw
from zhibu.notify.models import Message

MINUTE = timedelta(minutes=1)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def activity(world):
    return an_activity(world.branch_a, starts_at=TOMORROW)


def states():
    return dict(SignUp.objects.values_list("person__name", "state"))


def join(world, name, activity, *, at=NOW):
    return sign_up(world.viewer(name), activity_id=activity.pk, at=at)


def test_signing_up_twice_is_once(world, activity):
    assert join(world, "bob", activity) == join(world, "bob", activity, at=NOW + MINUTE)
    assert states() == {"Bob": SignUpState.JOINED}


def test_who_comes_after_the_last_seat_waits(world):
    activity = an_activity(world.branch_a, starts_at=TOMORROW, capacity=1)
    join(world, "bob", activity)
    join(world, "alice", activity)
    assert states() == {"Bob": SignUpState.JOINED, "Alice": SignUpState.WAITING}


def test_a_seat_given_back_goes_to_the_first_who_waits_and_he_is_told(world):
    activity = an_activity(world.branch_a, starts_at=TOMORROW, capacity=1)
    add_member(world, "frank", world.branch_a)
    for name, minutes in [("bob", 0), ("frank", 1), ("alice", 2)]:
        join(world, name, activity, at=NOW + minutes * MINUTE)
    withdraw(world.viewer("bob"), activity_id=activity.pk, at=NOW + 3 * MINUTE)
    assert states() == {"Bob": "withdrawn", "Frank": "joined", "Alice": "waiting"}
    assert list(Message.objects.values_list("person__name", "sentence")) == [
        ("Frank", "“学习党章”有了空位，您已从候补转为报名成功。")
    ]


def test_asking_leave_gives_the_seat_back(world):
    activity = an_activity(world.branch_a, starts_at=TOMORROW, capacity=1)
    join(world, "bob", activity)
    join(world, "alice", activity)
    ask_leave(world.viewer("bob"), activity_id=activity.pk, reason="出差", at=NOW)
    assert states() == {"Bob": SignUpState.LEAVE_ASKED, "Alice": SignUpState.JOINED}


def test_a_larger_room_seats_those_who_wait(world):
    activity = an_activity(world.branch_a, starts_at=TOMORROW, capacity=1)
    join(world, "bob", activity)
    join(world, "alice", activity)
    plan = Plan(kind=activity.kind, title="x", starts_at=TOMORROW, ends_at=TOMORROW + MINUTE, capacity=2)
    change_activity(world.viewer("alice"), activity_id=activity.pk, plan=plan, at=NOW)
    assert states() == {"Bob": SignUpState.JOINED, "Alice": SignUpState.JOINED}


def test_the_deadline_closes_the_sign_up(world):
    activity = an_activity(world.branch_a, starts_at=TOMORROW, signup_deadline=NOW)
    join(world, "alice", activity, at=NOW)
    with pytest.raises(SignUpClosed):
        join(world, "bob", activity, at=NOW + MINUTE)


def test_without_a_deadline_it_closes_at_the_start(world, activity):
    with pytest.raises(SignUpClosed):
        join(world, "bob", activity, at=TOMORROW + MINUTE)


def test_a_cancelled_activity_takes_nobody(world):
    with pytest.raises(ActivityCancelledAlready):
        join(world, "bob", an_activity(world.branch_a, state=ActivityState.CANCELLED))


@pytest.mark.parametrize("act", [sign_up, withdraw])
def test_an_outsider_learns_nothing(world, activity, act):
    with pytest.raises(NoSuchActivity):
        act(world.viewer("charlie"), activity_id=activity.pk, at=NOW)
    assert states() == {}


def test_a_superior_who_sees_it_is_not_thereby_meant(world, activity):
    with pytest.raises(NotInvited):
        join(world, "stella", activity)


def test_a_leave_needs_a_reason(world, activity):
    with pytest.raises(ReasonNeeded):
        ask_leave(world.viewer("bob"), activity_id=activity.pk, reason=" ", at=NOW)


def test_the_reason_of_a_leave_is_sealed_at_rest(world, activity):
    row = ask_leave(world.viewer("bob"), activity_id=activity.pk, reason="住院", at=NOW)
    stored = SignUp.objects.filter(pk=row.pk).extra(select={"raw": "reason"}).values_list("raw", flat=True)
    assert SignUp.objects.get().reason == "住院"
    assert "住院" not in str(stored.query) + str(list(stored))


@pytest.mark.parametrize(("granted", "state"), [(True, "leave_granted"), (False, "leave_refused")])
def test_the_host_decides_and_the_person_is_told(world, activity, granted, state):
    row = ask_leave(world.viewer("bob"), activity_id=activity.pk, reason="出差", at=NOW)
    row = decide_leave(world.viewer("alice"), signup_id=row.pk, granted=granted, answer="知道了", at=NOW)
    assert (row.state, row.decided_by, row.answer) == (state, "Alice", "知道了")
    assert list(Message.objects.values_list("person__name", flat=True)) == ["Bob"]


@pytest.mark.parametrize("by", ["bob", "charlie", "dana"])
def test_only_the_host_decides(world, activity, by):
    row = ask_leave(world.viewer("bob"), activity_id=activity.pk, reason="出差", at=NOW)
    with pytest.raises(NoSuchSignUp):
        decide_leave(world.viewer(by), signup_id=row.pk, granted=True, at=NOW)


def test_nobody_excuses_himself(world, activity):
    row = ask_leave(world.viewer("alice"), activity_id=activity.pk, reason="出差", at=NOW)
    with pytest.raises(NoSuchSignUp):
        decide_leave(world.viewer("alice"), signup_id=row.pk, granted=True, at=NOW)
    assert decide_leave(world.viewer("stella"), signup_id=row.pk, granted=True, at=NOW).state == "leave_granted"


def test_after_the_list_is_signed_no_leave_is_asked_or_decided(world):
    activity = an_activity(world.branch_a, state=ActivityState.MINUTED)
    row = a_signup(activity, world.person("bob"), state=SignUpState.LEAVE_ASKED)
    with pytest.raises(LeaveClosed):
        ask_leave(world.viewer("bob"), activity_id=activity.pk, reason="出差", at=NOW)
    with pytest.raises(LeaveClosed):
        decide_leave(world.viewer("alice"), signup_id=row.pk, granted=True, at=NOW)


def test_who_has_come_neither_leaves_nor_withdraws(world, activity):
    a_checkin(activity, world.person("bob"), world.branch_a)
    with pytest.raises(AlreadyCame):
        ask_leave(world.viewer("bob"), activity_id=activity.pk, reason="出差", at=NOW)
    with pytest.raises(AlreadyCame):
        withdraw(world.viewer("bob"), activity_id=activity.pk, at=NOW)
