"""Who was right, who was first, who passed: a pure function of the frozen questions and the log."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibu.questions.api import QuestionSheet, is_right
from zhibu.quiz.enums import Mode, Policy
from zhibu.quiz.rules.timing import TIE_US, taken_us


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, with its answer as a value."""

    question: int
    person_id: int
    window: int
    number: int
    shown_at_ns: int
    read_at_ns: int
    claim_us: int | None
    rtt_us: int
    answer: Any

    @property
    def taken_us(self) -> int:
        """The accepted time."""
        elapsed = (self.read_at_ns - self.shown_at_ns) // 1000
        return taken_us(claim_us=self.claim_us, elapsed_us=elapsed, rtt_us=self.rtt_us)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a person did."""

    window: int
    right: int
    firsts: int
    time_ms: int
    is_first: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result: (question, window) → (person, milliseconds), and a tally for everybody who answered."""

    firsts: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)


def outcome(
    sheets: Mapping[int, QuestionSheet], log: Iterable[Line], *, mode: str, policy: str, pass_mark: int
) -> Outcome:
    """The result of a log. The order of its lines does not matter."""
    lines = list(log)
    right = [line for line in lines if is_right(sheets[line.question], line.answer)]
    firsts = _firsts(right, mode=mode, policy=policy)
    return Outcome(firsts, _tallies(lines, right, firsts, mode=mode, pass_mark=pass_mark))


def first_of(lines: Iterable[Line], *, window: int, policy: str) -> Line | None:
    """The first among right answers to one question in one window.

    Together and by arrival, the sequencer's number decides. By reaction, and in a window where each has his own clock,
    the shortest time; within five milliseconds the number.
    """
    candidates = list(lines)
    if not candidates:
        return None
    if window == 0 and policy == Policy.ARRIVAL:
        return min(candidates, key=lambda line: line.number)
    shortest = min(line.taken_us for line in candidates)
    return min((c for c in candidates if c.taken_us <= shortest + TIE_US), key=lambda line: line.number)


def _firsts(right: list[Line], *, mode: str, policy: str) -> dict[tuple[int, int], tuple[int, int]]:
    if mode == Mode.PRACTICE:
        return {}
    groups: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in right:
        groups[line.question, line.window].append(line)
    found = {key: first_of(lines, window=key[1], policy=policy) for key, lines in sorted(groups.items())}
    return {key: (line.person_id, line.taken_us // 1000) for key, line in found.items() if line}


def _tallies(
    lines: list[Line], right: list[Line], firsts: dict[tuple[int, int], tuple[int, int]], *, mode: str, pass_mark: int
) -> dict[int, Tally]:
    windows = {line.person_id: line.window for line in lines}
    count, time = dict.fromkeys(windows, 0), dict.fromkeys(windows, 0)
    last = dict.fromkeys(windows, 0)
    for line in right:
        count[line.person_id] += 1
        time[line.person_id] += line.taken_us // 1000
        last[line.person_id] = max(last[line.person_id], line.number)
    won = dict.fromkeys(windows, 0)
    for person, _time in firsts.values():
        won[person] += 1
    merit = {p: _merit(mode, won[p], count[p], time[p], last[p]) for p in windows if count[p]}
    best = {} if mode == Mode.PRACTICE else _best(merit, windows)
    return {
        p: Tally(windows[p], count[p], won[p], time[p], p in best.values(), count[p] >= pass_mark)
        for p in sorted(windows)
    }


def _merit(mode: str, won: int, right: int, time_ms: int, last: int) -> tuple[int, ...]:
    """What is compared, smallest first; arrival of the last right answer breaks the last tie."""
    by_firsts = (-won,) if mode == Mode.BUZZ_IN else ()
    return (*by_firsts, -right, time_ms, last)


def _best(merit: Mapping[int, tuple[int, ...]], windows: Mapping[int, int]) -> dict[int, int]:
    """Window → the person who was first in it."""
    found: dict[int, int] = {}
    for person, value in sorted(merit.items()):
        window = windows[person]
        if window not in found or value < merit[found[window]]:
            found[window] = person
    return found
