"""How people live: some always come, some work shifts, some are seldom there; branches, months and occasions differ."""

from dataclasses import dataclass
from random import Random

from zhibu.activities.enums import ActivityKind, AttendanceState
from zhibu.activities.services.attendance import Mark

# How often somebody comes, and how many of a hundred people are so.
HABITS = ((0.995, 34), (0.95, 34), (0.85, 20), (0.62, 9), (0.35, 3))
ON_SHIFT = (0.85, 0.62)  # those who miss evenings because they work
BY_BRANCH = (1.0, 0.97, 0.9, 0.96, 0.99, 0.92, 0.95, 0.88)
BY_MONTH = {1: 0.93, 2: 0.85, 7: 0.94, 8: 0.9, 10: 0.95}  # the Spring Festival, the hot months, the National Day
BY_KIND = {
    ActivityKind.COMMITTEE_MEETING: 1.06,
    ActivityKind.MEMBERS_MEETING: 1.03,
    ActivityKind.GROUP_MEETING: 0.97,
    ActivityKind.INTENSIVE_TRAINING: 0.92,
    ActivityKind.VOLUNTEER_SERVICE: 0.55,
}
REASONS = ("探亲", "出差返程延误", "家中有事", "陪护家人就医", "外出培训", "身体不适")


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a person comes in an ordinary month, and whether it is work that keeps him."""

    comes: float
    on_shift: bool


def habit(random: Random) -> Habit:
    """A person's habit, for the whole year."""
    comes = random.choices([often for often, _ in HABITS], [share for _, share in HABITS])[0]
    return Habit(comes, on_shift=comes in ON_SHIFT and random.random() < 0.7)


def chance(who: Habit, *, branch: int, month: int, kind: str) -> float:
    """How likely it is that somebody of the branch (by its place in the list) comes."""
    odds = who.comes * BY_BRANCH[branch % len(BY_BRANCH)] * BY_MONTH.get(month, 1.0)
    return min(0.995, odds * BY_KIND.get(ActivityKind(kind), 1.0))


def excuse(person: int, who: Habit, random: Random) -> Mark:
    """Why somebody did not come: mostly at work or on leave, seldom without a word."""
    luck = random.random()
    if luck < (0.75 if who.on_shift else 0.2):
        return Mark(person, AttendanceState.ON_DUTY, "当班")
    if luck < 0.93:
        return Mark(person, AttendanceState.EXCUSED, random.choice(REASONS))
    return Mark(person, AttendanceState.ABSENT)
