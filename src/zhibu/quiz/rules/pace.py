"""The clock of a round: when each question opens and closes. Known beforehand, so any restart finds its place."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

GRACE = timedelta(milliseconds=300)  # an answer tapped at the last moment is still on its way
LATE = timedelta(seconds=2)  # whoever wakes later than this was away
REOPENED = timedelta(seconds=8)  # what a question is given again after the server was away
LEAD = timedelta(seconds=5)  # between the host's "begin" and the first question


@dataclass(frozen=True, slots=True)
class Step:
    """A question's time. `opened`, `settled` and `extended` are what has been done."""

    number: int
    opens_at: datetime
    closes_at: datetime
    opened: bool = False
    settled: bool = False
    extended: bool = False


def plan(starts_at: datetime, *, count: int, seconds: int, pause: int) -> list[Step]:
    """Questions 1 to `count`, one after the other, each followed by the pause for its explanation."""
    length, gap = timedelta(seconds=seconds), timedelta(seconds=seconds + pause)
    opens = (starts_at + gap * place for place in range(count))
    return [Step(number, moment, moment + length) for number, moment in enumerate(opens, 1)]


def catch_up(steps: Iterable[Step], *, at: datetime) -> list[Step]:
    """The steps with later times when nobody was there at the due moment; else as they are.

    A question that should have opened long ago opens now, one that nobody closed is given eight seconds more, once;
    what follows moves by the same time. So an outage takes no question from anybody.
    """
    moved, shift = [], timedelta(0)
    for step in steps:
        now_due = replace(step, opens_at=step.opens_at + shift, closes_at=step.closes_at + shift)
        if not step.opened and at - now_due.opens_at > LATE:
            shift += at - now_due.opens_at
            now_due = replace(step, opens_at=step.opens_at + shift, closes_at=step.closes_at + shift)
        elif step.opened and not step.settled and not step.extended and at - now_due.closes_at > LATE:
            shift += at + REOPENED - now_due.closes_at
            now_due = replace(step, closes_at=step.closes_at + shift, extended=True)
        moved.append(now_due)
    return moved


def next_moment(steps: Iterable[Step]) -> datetime | None:
    """When something is due next: a question to open, or one to close. None when all are settled."""
    for step in steps:
        if not step.opened:
            return step.opens_at
        if not step.settled:
            return step.closes_at + GRACE
    return None


def is_open(step: Step, *, at: datetime) -> bool:
    """Whether an answer read at this moment is in time."""
    return step.opens_at <= at <= step.closes_at + GRACE
