"""The demo's people live differently from each other, and the same way each time."""

from random import Random

from zhibu.activities.enums import ActivityKind, AttendanceState
from zhibu.config.demo import life

EVENING = {"branch": 0, "month": 5, "kind": ActivityKind.THEME_PARTY_DAY}


def luck(seed):
    return Random(seed)  # noqa: S311 (invented people, not secrets)


def test_habits_differ_between_people_and_are_the_same_each_time():
    once, again = ([life.habit(random) for _ in range(320)] for random in (luck(1), luck(1)))
    assert once == again
    often = [who.comes for who in once]
    assert sum(comes > 0.9 for comes in often) in range(190, 250)
    assert sum(comes < 0.7 for comes in often) in range(20, 60)


def test_branches_months_and_occasions_differ():
    who = life.Habit(0.95, on_shift=False)
    usual = life.chance(who, **EVENING)
    assert life.chance(who, **EVENING | {"branch": 7}) < usual
    assert life.chance(who, **EVENING | {"month": 2}) < usual
    assert life.chance(who, **EVENING | {"kind": ActivityKind.VOLUNTEER_SERVICE}) < usual
    assert life.chance(life.Habit(0.995, on_shift=False), **EVENING) == 0.995


def test_it_is_work_that_keeps_those_on_shift():
    random = luck(2)
    reasons = [life.excuse(1, life.Habit(0.62, on_shift=True), random).state for _ in range(200)]
    assert reasons.count(AttendanceState.ON_DUTY) > 120
    assert 0 < reasons.count(AttendanceState.ABSENT) < 40
