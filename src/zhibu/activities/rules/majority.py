"""How many must be for it (rules.md 3.5). The base is always those who should attend, not those present."""

from zhibu.activities.rules.share import Share

ADMISSION_MAJORITY = Share(1, 2, inclusive=False, article="发展党员工作细则 第二十条起")
ORDINARY_MAJORITY = Share(1, 2, inclusive=False, article="支部工作条例 第十一条")
# The regulation gives a committee a quorum but no majority; more than half of those due is our default.
COMMITTEE_MAJORITY = Share(1, 2, inclusive=False, article="支部工作条例 第十二条（赞成数为惯例）")


def admission_majority(votes_for: int, due: int, *, written_for: int = 0) -> bool:
    """Admission and conversion: for > 1/2 of those with vote who should attend.

    A formal opinion given to the branch in writing before the meeting counts among the votes.
    """
    return ADMISSION_MAJORITY.met(votes_for + written_for, of=due)


def ordinary_majority(votes_for: int, due: int) -> bool:
    """Any other matter of a members' meeting: for > 1/2 of those with vote who should attend."""
    return ORDINARY_MAJORITY.met(votes_for, of=due)


def committee_majority(votes_for: int, due: int) -> bool:
    """Branch committee: for > 1/2 of the committee members who should attend (practice)."""
    return COMMITTEE_MAJORITY.met(votes_for, of=due)
