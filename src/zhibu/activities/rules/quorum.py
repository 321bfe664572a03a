"""How many must be present (rules.md 3.5). Each meeting has its own wording, so each has its own function."""

from zhibu.activities.rules.share import Share

ADMISSION_QUORUM = Share(1, 2, inclusive=False, article="发展党员工作细则 第二十条起")
ORDINARY_QUORUM = Share(1, 2, inclusive=True, article="支部工作条例 第十一条")
COMMITTEE_QUORUM = Share(1, 2, inclusive=True, article="支部工作条例 第十二条")


def admission_quorum(present: int, due: int) -> bool:
    """Admission and conversion: present with vote 超过半数 of those with vote who should attend (> 1/2)."""
    return ADMISSION_QUORUM.met(present, of=due)


def ordinary_quorum(present: int, due: int) -> bool:
    """Any other matter of a members' meeting: 半数以上 of those with vote who should attend (≥ 1/2)."""
    return ORDINARY_QUORUM.met(present, of=due)


def committee_quorum(present: int, due: int) -> bool:
    """Branch committee meeting: 半数以上 of the committee members (≥ 1/2)."""
    return COMMITTEE_QUORUM.met(present, of=due)
