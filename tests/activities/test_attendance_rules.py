"""Rates, the right to vote and the run of absences (rules.md 2.5, 3.5, 4.3)."""

from datetime import date
from fractions import Fraction

import pytest

from zhibu.activities.rules import attendance


def test_a_rate_leaves_out_the_waived_and_those_on_duty():
    states = ["present", "online", "made_up", "absent", "excused", "waived", "on_duty"]
    assert attendance.rate(states) == Fraction(3, 5)
    assert attendance.rate(["waived", "on_duty"]) is None


@pytest.mark.parametrize(
    ("category", "status", "suspended", "votes"),
    [
        ("full", "normal", False, True),
        ("full", "in_transit", False, True),
        ("probationary", "normal", False, False),
        ("full", "normal", True, False),
        ("full", "suspended", False, False),
        ("full", "left", False, False),
    ],
)
def test_who_may_vote(category, status, suspended, votes):
    assert attendance.has_vote(category, status, voting_suspended=suspended) is votes


def test_only_unbroken_months_of_absence_without_reason_are_counted():
    assert attendance.months_absent([(date(2026, month, 10), "absent") for month in range(1, 7)]) == 6
    assert attendance.months_absent([]) == 0


@pytest.mark.parametrize("state", ["present", "online", "made_up", "excused", "on_duty", "waived"])
def test_anything_but_absence_ends_the_run(state):
    history = [(date(2026, 1, 10), "absent"), (date(2026, 2, 10), state), (date(2026, 3, 10), "absent")]
    assert attendance.months_absent(history) == 1
    assert attendance.months_absent([*history, (date(2026, 3, 20), state)]) == 0


def test_months_with_nothing_due_neither_count_nor_break():
    assert attendance.months_absent([(date(2026, 1, 10), "absent"), (date(2026, 6, 10), "absent")]) == 2


def test_alerts_come_at_three_five_and_six_months():
    assert [attendance.alert_level(months) for months in range(8)] == [0, 0, 0, 3, 3, 5, 6, 6]


def test_make_up_runs_thirty_days():
    assert attendance.make_up_until(date(2026, 11, 1)) == date(2026, 12, 1)


def test_each_state_leaves_its_fact():
    suffixes = [attendance.fact_suffix(state) for state in ("present", "made_up", "on_duty", "absent", "waived")]
    assert suffixes == ["attended", "attended", "excused", "missed", ""]
