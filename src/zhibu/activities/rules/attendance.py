"""Who is due, who may vote, how an attendance rate is counted (rules.md 2.5, 3.5, 4.3)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from zhibu.activities.enums import AttendanceState as State
from zhibu.members.enums import COUNTED, Category

CAME = frozenset({State.PRESENT, State.ONLINE, State.MADE_UP})
IN_THE_ROOM = frozenset({State.PRESENT, State.ONLINE})
AWAY_FOR_CAUSE = frozenset({State.EXCUSED, State.ON_DUTY})
NOT_COUNTED = frozenset({State.WAIVED, State.ON_DUTY})
MAKE_UP_DAYS = 30  # practice: a missed lesson is made up within thirty days
ALERT_MONTHS = (3, 5, 6)  # rules.md 2.5; six months is Art. 31 of 党员教育管理工作条例


def has_vote(category: str, status: str, *, voting_suspended: bool = False) -> bool:
    """Full members in good standing. Probationary members and those under 留党察看 attend and speak, no vote."""
    return category == Category.FULL and status in COUNTED and not voting_suspended


def rate(states: Iterable[str]) -> Fraction | None:
    """(present + online + made up) / (due - waived - on duty); None when nobody was to come."""
    listed = [state for state in states if state not in NOT_COUNTED]
    return Fraction(sum(state in CAME for state in listed), len(listed)) if listed else None


def fact_suffix(state: str) -> str:
    """What a state leaves in the ledger: attended, excused, missed, or nothing for a waiver."""
    if state in CAME:
        return "attended"
    if state in AWAY_FOR_CAUSE:
        return "excused"
    return "missed" if state == State.ABSENT else ""


def make_up_until(held_on: date) -> date:
    """The last day on which an absence can still be made up."""
    return held_on + timedelta(days=MAKE_UP_DAYS)


def months_absent(history: Iterable[tuple[date, str]]) -> int:
    """Running calendar months, up to the latest, in which a person was due and without reason came to nothing.

    Months in which nothing was due are skipped; any month with an attendance, a leave, duty or a waiver ends the run.
    """
    by_month: dict[tuple[int, int], set[str]] = defaultdict(set)
    for day, state in history:
        by_month[day.year, day.month].add(state)
    count = 0
    for month in sorted(by_month, reverse=True):
        if by_month[month] != {State.ABSENT}:
            break
        count += 1
    return count


def alert_level(months: int) -> int:
    """The alert that a run of `months` reaches: 3, 5 or 6; 0 for none."""
    return max((level for level in ALERT_MONTHS if months >= level), default=0)


def why_not_state(state: str, *, reason: str, is_waived: bool, is_on_duty: bool, allows_online: bool) -> str:
    """Why the organiser cannot put a person down so, as a sentence; "" when he can."""
    if state == State.ONLINE and not allows_online:
        return _("这次活动没有开放线上参加，请改记为到会或其他情形。")
    if state == State.WAIVED and not is_waived:
        return _("“免于参加”需要先登记免于参加的依据和期限。请先登记，或改记为请假。")
    if state == State.EXCUSED and not reason:
        return _("记为请假时请填写请假原因。")
    if state == State.ON_DUTY and not (reason or is_on_duty):
        return _("记为因公时请填写原因，或先导入值班表。")
    return _("补课请在确认点名表以后登记。") if state == State.MADE_UP else ""
