"""On which days a series falls, and when people are reminded (rules.md 10.5: at most twice, never at night)."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count, islice, takewhile

from zhibu.activities.enums import Frequency
from zhibu.kernel.calendar import add_months
from zhibu.kernel.clock import SHANGHAI

MOST = 24  # dates of one series
QUIET_FROM, QUIET_TO = time(21, 0), time(8, 0)
EVENING = time(20, 0)
APART = timedelta(hours=3)


def dates(first: date, *, frequency: str, until: date) -> list[date]:
    """The days of a series from `first` to `until` inclusive, at most MOST.

    MONTHLY_WEEKDAY keeps the place of `first` in its month: the first Friday stays the first Friday;
    a fifth one means the last.
    """
    return list(islice(takewhile(lambda day: day <= until, _endless(first, frequency)), MOST))


def _endless(first: date, frequency: str) -> Iterator[date]:
    for step in count():
        if frequency == Frequency.WEEKLY:
            yield first + timedelta(weeks=step)
        elif frequency == Frequency.MONTHLY_WEEKDAY:
            yield same_weekday(first, step)
        else:
            yield add_months(first, step * (3 if frequency == Frequency.QUARTERLY else 1))


def same_weekday(first: date, months: int) -> date:
    """The n-th weekday of the month `months` later, n and weekday as of `first`; the last where n is 5."""
    nth = (first.day - 1) // 7
    start = add_months(first.replace(day=1), months)
    day = 1 + (first.weekday() - start.weekday()) % 7 + 7 * nth
    last = calendar.monthrange(start.year, start.month)[1]
    return start.replace(day=day if day <= last else day - 7)


def is_quiet(moment: datetime) -> bool:
    """Whether nobody is to be written to: 21:00-08:00 in Shanghai."""
    local = moment.astimezone(SHANGHAI).time()
    return local >= QUIET_FROM or local < QUIET_TO


def reminder_times(starts_at: datetime, *, at: datetime) -> list[datetime]:
    """At most two moments after `at`: a day before and two hours before, moved out of the quiet hours.

    Two that come within three hours of each other are one.
    """
    wishes = [_awake(starts_at - timedelta(days=1)), _awake(starts_at - timedelta(hours=2))]
    if wishes[1] - wishes[0] < APART:
        wishes = wishes[1:]
    return [moment for moment in wishes if moment > at]


def _awake(moment: datetime) -> datetime:
    """The moment itself, or 20:00 on the evening before the quiet hours it falls into."""
    if not is_quiet(moment):
        return moment
    local = moment.astimezone(SHANGHAI)
    day = local.date() - timedelta(days=local.time() < QUIET_TO)
    return datetime.combine(day, EVENING, SHANGHAI)
