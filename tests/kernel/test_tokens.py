"""Signed values and codes hold for their purpose and their time."""

from datetime import timedelta

import time_machine

from tests.world import NOW
from zhibu.kernel import tokens


def test_a_signed_value_comes_back_for_its_purpose_only():
    token = tokens.sign({"activity": 4}, purpose="check-in")
    assert tokens.unsign(token, purpose="check-in", max_age=timedelta(minutes=1)) == {"activity": 4}
    assert tokens.unsign(token, purpose="invitation", max_age=timedelta(minutes=1)) is None
    assert tokens.unsign(token + "x", purpose="check-in", max_age=timedelta(minutes=1)) is None


def test_a_signed_value_grows_too_old():
    with time_machine.travel(NOW, tick=False) as clock:
        token = tokens.sign(1, purpose="p")
        clock.shift(timedelta(seconds=61))
        assert tokens.unsign(token, purpose="p", max_age=timedelta(minutes=1)) is None


def test_a_code_holds_in_its_window_and_the_one_after():
    code = tokens.window_code(purpose="a4", moment=NOW, seconds=10)
    seconds = [0, 10, 20]
    held = [tokens.matches_window(code, purpose="a4", moment=NOW + timedelta(seconds=s), seconds=10) for s in seconds]
    assert (len(code), held) == (6, [True, True, False])


def test_a_code_of_another_activity_does_not_hold():
    code = tokens.window_code(purpose="a4", moment=NOW, seconds=10)
    assert not tokens.matches_window(code, purpose="a5", moment=NOW, seconds=10)
