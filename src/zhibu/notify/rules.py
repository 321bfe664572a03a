"""Quiet hours and repeats (rules.md 10.5: 21:00-08:00, no push more than twice)."""

from datetime import datetime, time, timedelta

from zhibu.kernel.clock import SHANGHAI

QUIET_FROM, QUIET_TO = time(21), time(8)
MOST_TIMES = 2


def is_quiet(moment: datetime) -> bool:
    """Whether `moment` falls into the quiet hours of Shanghai."""
    local = moment.astimezone(SHANGHAI).time()
    return local >= QUIET_FROM or local < QUIET_TO


def next_allowed(moment: datetime) -> datetime:
    """`moment` itself by day, else the next 08:00."""
    if not is_quiet(moment):
        return moment
    local = moment.astimezone(SHANGHAI)
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_TO, SHANGHAI)
