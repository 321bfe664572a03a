"""A motion's figures, its result and the sum in words."""

import pytest

from zhibu.activities.rules.motion import Count, verdict, why_not_count


def test_the_sum_is_shown_with_the_numbers():
    found = verdict(Count(rule="admission", due=10, present=6, votes_for=6))
    assert found.sum == "应到有表决权 10 人，须到 6 人，实到 6 人；赞成须 6 票，赞成 6 票。"
    assert (found.quorate, found.carried, found.result) == (True, True, "通过。")
    assert found.article == "发展党员工作细则 第二十条起"


def test_five_of_ten_may_decide_an_ordinary_matter_but_never_carry_it():
    found = verdict(Count(rule="ordinary", due=10, present=5, votes_for=5))
    assert (found.quorate, found.carried, found.result) == (True, False, "未通过。")


def test_five_of_ten_cannot_admit_even_with_written_opinions():
    found = verdict(Count(rule="admission", due=10, present=5, votes_for=5, written_for=5))
    assert (found.quorate, found.carried, found.result) == (False, False, "到会人数不足，表决无效。")


def test_a_written_opinion_makes_the_sixth_vote_of_an_admission():
    found = verdict(Count(rule="conversion", due=10, present=6, votes_for=5, votes_against=1, written_for=1))
    assert found.carried is True
    assert found.sum.endswith("赞成须 6 票，赞成 6 票（含书面意见 1 票）。")


def test_an_election_names_who_is_elected():
    count = Count(
        rule="election", due=30, present=24, seats=3, ballots_issued=24, ballots_returned=24,
        tallies=(("甲", 20), ("乙", 13), ("丙", 12), ("丁", 5)),
    )  # fmt: skip
    assert why_not_count(count) == ""
    assert verdict(count).result == "当选：甲、乙。不足名额 1 个，可就未当选者另行选举。"


def test_an_election_below_four_fifths_does_not_take_place():
    count = Count(
        rule="election", due=30, present=23, seats=1, ballots_issued=23, ballots_returned=23, tallies=(("甲", 23),)
    )
    assert verdict(count).quorate is False


@pytest.mark.parametrize(
    ("figures", "word"),
    [
        ({"rule": "ordinary", "due": 5, "present": 6}, "应到"),
        ({"rule": "ordinary", "due": 9, "present": 5, "votes_for": 4, "abstained": 2}, "之和"),
        ({"rule": "ordinary", "due": 9, "present": 5, "written_for": 1}, "书面意见"),
        ({"rule": "admission", "due": 9, "present": 8, "written_for": 2}, "书面意见多于"),
        ({"rule": "election", "due": 9, "present": 8}, "候选人"),
        (
            {"rule": "election", "due": 9, "present": 8, "seats": 1, "ballots_issued": 9, "ballots_returned": 8,
             "tallies": (("甲", 1),)},
            "发出选票多于",
        ),
        (
            {"rule": "election", "due": 9, "present": 8, "seats": 1, "ballots_issued": 8, "ballots_returned": 8,
             "tallies": (("甲", 9),)},
            "有候选人",
        ),
        (
            {"rule": "election", "due": 9, "present": 8, "seats": 1, "ballots_issued": 8, "ballots_returned": 8,
             "tallies": (("甲", 6), ("乙", 6))},
            "得票总数",
        ),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_true_are_named(figures, word):
    assert word in why_not_count(Count(**figures))


def test_more_ballots_back_than_given_out_make_an_election_invalid():
    count = Count(
        rule="election", due=9, present=8, seats=1, ballots_issued=7, ballots_returned=8, tallies=(("甲", 8),)
    )
    assert (verdict(count).carried, verdict(count).result) == (
        False,
        "收回选票多于发出选票，本次选举无效，应重新选举。",
    )
