"""Grade advice of rules.md 7.4 (design choice; the 60 from a published village scheme). It never sets the grade."""

from zhibu.points.enums import Advice

# Tenths from which the advice holds, highest first.
BANDS = ((900, Advice.EXCELLENT), (750, Advice.QUALIFIED), (600, Advice.BASICALLY_QUALIFIED))


def advice(total: int, *, has_veto: bool) -> Advice:
    """The advice for a yearly total in tenths; a confirmed veto gives the lowest."""
    if has_veto:
        return Advice.UNQUALIFIED
    return next((name for least, name in BANDS if total >= least), Advice.UNQUALIFIED)
