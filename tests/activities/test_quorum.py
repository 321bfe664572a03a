"""The edge tables of rules.md 3.5, 1.5 and 4.4."""

import pytest

from zhibu.activities.rules import election, majority, quorum


@pytest.mark.parametrize(
    ("due", "admission", "ordinary", "votes"),
    [(10, 6, 5, 6), (9, 5, 5, 5), (3, 2, 2, 2), (1, 1, 1, 1), (2, 2, 1, 2), (50, 26, 25, 26)],
)
def test_quorum_and_majority_turn_exactly_at_the_edge(due, admission, ordinary, votes):
    assert [quorum.admission_quorum(n, due) for n in (admission - 1, admission)] == [False, True]
    assert [quorum.ordinary_quorum(n, due) for n in (ordinary - 1, ordinary)] == [False, True]
    assert [quorum.committee_quorum(n, due) for n in (ordinary - 1, ordinary)] == [False, True]
    assert [majority.admission_majority(n, due) for n in (votes - 1, votes)] == [False, True]
    assert [majority.ordinary_majority(n, due) for n in (votes - 1, votes)] == [False, True]
    assert [majority.committee_majority(n, due) for n in (votes - 1, votes)] == [False, True]


def test_a_written_opinion_counts_for_an_admission_but_not_towards_its_quorum():
    assert majority.admission_majority(5, 10, written_for=1) is True
    assert majority.admission_majority(4, 10, written_for=1) is False
    assert quorum.admission_quorum(5, 10) is False


def test_nobody_due_is_never_a_quorum():
    assert quorum.ordinary_quorum(0, 0) is False
    assert majority.ordinary_majority(0, 0) is False
    assert election.attendance_ok(0, 0) is False


@pytest.mark.parametrize(("due", "least"), [(30, 24), (31, 25), (7, 6), (3, 3), (5, 4)])
def test_four_fifths_exactly_are_enough_for_an_election_since_2020(due, least):
    assert [election.attendance_ok(n, due) for n in (least - 1, least)] == [False, True]


@pytest.mark.parametrize(("due", "least"), [(30, 25), (31, 25), (7, 6), (5, 5)])
def test_the_1990_text_asks_for_more_than_four_fifths(due, least):
    assert [election.attendance_ok(n, due, regulation="1990") for n in (least - 1, least)] == [False, True]


def test_thirteen_of_twenty_four_win_and_twelve_lose():
    assert [election.elected(votes, 24) for votes in (12, 13)] == [False, True]


def test_candidates_exceed_seats_by_a_fifth():
    assert [election.min_candidates(seats) for seats in (3, 5, 7, 9, 11)] == [4, 6, 9, 11, 14]


def test_ballots_and_ballot():
    assert [election.ballots_ok(returned, 24) for returned in (24, 25)] == [True, False]
    assert [election.ballot_ok(chosen, 3) for chosen in (3, 4)] == [True, False]


def test_excellent_is_at_most_a_third():
    assert [election.max_excellent(members) for members in (2, 3, 10, 12)] == [0, 1, 3, 4]


def test_winners_by_votes_and_a_seat_left_empty():
    found = election.outcome({"甲": 20, "乙": 13, "丙": 12, "丁": 5}, seats=3, base=24)
    assert found == election.Outcome(("甲", "乙"), (), 1)


def test_more_winners_than_seats_go_by_votes():
    found = election.outcome({"甲": 20, "乙": 19, "丙": 18, "丁": 17}, seats=3, base=24)
    assert found == election.Outcome(("甲", "乙", "丙"), (), 0)


def test_a_tie_at_the_last_seat_is_voted_on_again():
    found = election.outcome({"甲": 20, "乙": 18, "丙": 18, "丁": 18}, seats=3, base=24)
    assert found == election.Outcome(("甲",), ("乙", "丙", "丁"), 2)
