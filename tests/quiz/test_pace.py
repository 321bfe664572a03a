"""The clock of a round, whatever happens to the server."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.world import NOW
from zhibu.quiz.rules.pace import GRACE, REOPENED, catch_up, is_open, next_moment, plan

SECOND = timedelta(seconds=1)


def test_questions_follow_one_another_with_a_pause_between():
    steps = plan(NOW, count=3, seconds=20, pause=8)
    assert [(s.opens_at - NOW).seconds for s in steps] == [0, 28, 56]
    assert {(s.closes_at - s.opens_at).seconds for s in steps} == {20}


def test_what_is_due_next_is_known_at_every_step():
    first, second = plan(NOW, count=2, seconds=20, pause=8)
    assert next_moment([first, second]) == NOW
    first = replace(first, opened=True)
    assert next_moment([first, second]) == NOW + 20 * SECOND + GRACE
    first = replace(first, settled=True)
    assert next_moment([first, second]) == NOW + 28 * SECOND
    assert next_moment([first, replace(second, opened=True, settled=True)]) is None


def test_in_time_nothing_moves():
    steps = plan(NOW, count=3, seconds=20, pause=8)
    assert catch_up(steps, at=NOW + SECOND) == steps


def test_an_outage_before_a_question_moves_all_that_follow():
    steps = plan(NOW, count=3, seconds=20, pause=8)
    moved = catch_up(steps, at=NOW + 60 * SECOND)
    assert [s.opens_at for s in moved] == [s.opens_at + 60 * SECOND for s in steps]


def test_a_question_that_nobody_closed_is_open_again_for_eight_seconds_but_only_once():
    first, second = plan(NOW, count=2, seconds=20, pause=8)
    first = replace(first, opened=True)
    at = NOW + 25 * SECOND
    again, later = catch_up([first, second], at=at)
    assert again.closes_at == at + REOPENED
    assert later.opens_at - again.closes_at == 8 * SECOND
    much_later = at + 60 * SECOND
    assert catch_up([again, later], at=much_later)[0].closes_at == again.closes_at


@given(st.integers(1, 10), st.integers(5, 60), st.integers(3, 30), st.lists(st.integers(0, 90), max_size=30))
def test_a_round_always_ends_and_every_question_is_open_once_whenever_anybody_looks(count, seconds, pause, gaps):
    steps, at, opened = plan(NOW, count=count, seconds=seconds, pause=pause), NOW, []
    for gap in [*gaps, *[5] * 2000]:
        at += gap * SECOND
        steps = catch_up(steps, at=at)
        for place, step in enumerate(steps):
            if not step.opened and step.opens_at <= at:
                opened.append(step.number)
                steps[place] = step = replace(step, opened=True)
            if step.opened and not step.settled and step.closes_at + GRACE <= at:
                steps[place] = replace(step, settled=True)
        if next_moment(steps) is None:
            break
    assert opened == list(range(1, count + 1))
    assert all(b.opens_at >= a.closes_at for a, b in pairwise(steps))


def test_an_answer_is_in_time_from_the_opening_to_a_moment_after_the_close():
    step = plan(NOW, count=1, seconds=20, pause=8)[0]
    moments = {-1: False, 0: True, 20_300: True, 20_301: False}
    assert {ms: is_open(step, at=NOW + timedelta(milliseconds=ms)) for ms in moments} == moments
