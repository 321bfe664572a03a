"""Who was first: by arrival, by reaction, in a window; and what a forged time is worth."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibu.questions.api import QuestionSheet
from zhibu.quiz.enums import Mode, Policy
from zhibu.quiz.rules.scoring import Line, outcome
from zhibu.quiz.rules.timing import LEAST_US, MARGIN_US, taken_us

SHEETS = {n: QuestionSheet(n, "single", f"第 {n} 题", ("甲", "乙"), 0) for n in (1, 2, 3)}
T0 = 10**18


def line(person, question=1, *, number, ms, answer=0, window=0, claim_ms=None, rtt_ms=0):
    claim = None if claim_ms is None else claim_ms * 1000
    return Line(question, person, window, number, T0, T0 + ms * 1_000_000, claim, rtt_ms * 1000, answer)


def result(*lines, mode=Mode.BUZZ_IN, policy=Policy.ARRIVAL, pass_mark=2):
    return outcome(SHEETS, lines, mode=mode, policy=policy, pass_mark=pass_mark)


def test_the_first_right_answer_wins_and_a_faster_wrong_one_does_not():
    found = result(line(7, number=1, ms=900, answer=1), line(8, number=2, ms=1000), line(9, number=3, ms=950))
    assert found.firsts == {(1, 0): (8, 1000)}
    assert [p for p, t in found.tallies.items() if t.is_first] == [8]
    assert found.tallies[7].right == 0


def test_by_reaction_a_slow_network_does_not_lose():
    fast_line = line(8, number=1, ms=2000, claim_ms=1950, rtt_ms=20)
    slow_line = line(9, number=2, ms=2300, claim_ms=1700, rtt_ms=500)
    assert result(fast_line, slow_line, policy=Policy.ARRIVAL).firsts[1, 0][0] == 8
    assert result(fast_line, slow_line, policy=Policy.REACTION).firsts[1, 0] == (9, 1700)


def test_within_five_milliseconds_the_order_of_arrival_decides():
    lines = [line(8, number=2, ms=1000, claim_ms=990), line(9, number=1, ms=1001, claim_ms=994)]
    assert result(*lines, policy=Policy.REACTION).firsts[1, 0][0] == 9


def test_each_window_has_its_own_first_by_its_own_clock():
    lines = [
        line(1, number=1, ms=5000), line(2, number=2, ms=3000, window=1), line(3, number=3, ms=2000, window=1),
        line(4, number=4, ms=9000, window=2),
    ]  # fmt: skip
    assert result(*lines).firsts == {(1, 0): (1, 5000), (1, 1): (3, 2000), (1, 2): (4, 9000)}


def test_in_an_all_answer_round_the_most_right_answers_win_then_the_least_time():
    lines = [
        line(1, 1, number=1, ms=500), line(1, 2, number=2, ms=500, answer=1),
        line(2, 1, number=3, ms=900), line(2, 2, number=4, ms=900),
        line(3, 1, number=5, ms=1000), line(3, 2, number=6, ms=700),
    ]  # fmt: skip
    tallies = result(*lines, mode=Mode.ALL_ANSWER).tallies
    assert [p for p, t in tallies.items() if t.is_first] == [3]
    assert [p for p, t in tallies.items() if t.passed] == [2, 3]


def test_a_practice_has_no_first():
    found = result(line(1, number=1, ms=500), mode=Mode.PRACTICE)
    assert found.firsts == {}
    assert not found.tallies[1].is_first


@pytest.mark.parametrize(
    ("claim_ms", "elapsed_ms", "rtt_ms", "taken_ms"),
    [
        (1000, 1050, 40, 1000),  # honest
        (1, 2000, 40, 2000 - 60 - MARGIN_US // 1000),  # forged: little is won
        (1, 90, 0, LEAST_US // 1000),  # nobody is that fast
        (5000, 1000, 0, 1000),  # a clock that runs wild harms nobody, least of all himself
        (None, 1500, 500, 1500),  # a plain form claims nothing
    ],
)
def test_a_claim_is_bounded_by_what_the_server_saw(claim_ms, elapsed_ms, rtt_ms, taken_ms):
    claim = None if claim_ms is None else claim_ms * 1000
    assert taken_us(claim_us=claim, elapsed_us=elapsed_ms * 1000, rtt_us=rtt_ms * 1000) == taken_ms * 1000


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**6))
def test_a_forged_claim_wins_at_most_the_delay_and_the_margin(claim, elapsed, rtt):
    honest = taken_us(claim_us=None, elapsed_us=elapsed, rtt_us=rtt)
    forged = taken_us(claim_us=claim, elapsed_us=elapsed, rtt_us=rtt)
    assert honest - (3 * rtt // 2 + MARGIN_US) <= forged <= honest


@given(st.integers(0, 10**9))
def test_the_order_of_the_lines_says_nothing(seed):
    random = Random(seed)  # noqa: S311 (invented times)
    lines = [
        line(p, q, number=random.randrange(10**6), ms=random.randrange(80, 20_000), answer=random.randrange(2),
             claim_ms=random.choice([None, random.randrange(20_000)]), rtt_ms=random.randrange(500))
        for p in range(8) for q in SHEETS
    ]  # fmt: skip
    policy, mode = random.choice(Policy.values), random.choice(Mode.values)
    once = result(*lines, policy=policy, mode=mode)
    random.shuffle(lines)
    assert result(*lines, policy=policy, mode=mode) == once
