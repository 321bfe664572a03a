"""Working days of a step. Holidays and the working weekends around them come from the State Council's tables."""

from datetime import date, datetime, timedelta

from zhibu.kernel.calendar import add_workdays, is_workday
from zhibu.kernel.clock import local_date

AFTER_RISING = 2  # working days that the level above has (practice)
EXPIRY_NOTICE = 45  # days before a permit ends (practice: renewal takes a month)


def due_after(at: datetime, days: int) -> date:
    """The last day of a step that begins now."""
    return add_workdays(local_date(at), days)


def workdays_left(today: date, due_on: date) -> int:
    """Working days until a day, negative when it is over."""
    if due_on < today:
        return -_between(due_on, today)
    return _between(today, due_on)


def _between(start: date, end: date) -> int:
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
