"""Quarters and months as Shanghai counts them."""

from datetime import date, datetime, timedelta

from zhibu.kernel.calendar import add_months, add_workdays
from zhibu.kernel.clock import SHANGHAI

# rules.md 7.3: shown for five working days, answered in ten, an appeal in twenty; reviewed by the 5th.
NOTICE_WORKDAYS = 5
ANSWER_WORKDAYS = 10
APPEAL_WORKDAYS = 20
REVIEW_DAY = 5


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month - 1) // 3 + 1


def quarter_start(year: int, quarter: int) -> datetime:
    """Midnight in Shanghai of the quarter's first day; quarter 5 is the first of the next year."""
    first = add_months(date(year, 1, 1), 3 * (quarter - 1))
    return datetime(first.year, first.month, first.day, tzinfo=SHANGHAI)


def month_of(day: date) -> date:
    """The first day of the month, which names the month."""
    return day.replace(day=1)


def notice_ends_on(day: date) -> date:
    """Last day of the notice published on `day`: the fifth working day after it (rules.md 7.3)."""
    return add_workdays(day, NOTICE_WORKDAYS)


def answer_due_on(day: date) -> date:
    """Ten working days after the objection."""
    return add_workdays(day, ANSWER_WORKDAYS)


def appeal_due_on(day: date) -> date:
    """Twenty working days after the appeal."""
    return add_workdays(day, APPEAL_WORKDAYS)


def review_due_on(declared_on: date) -> date:
    """The 5th of the month after the declaration."""
    return add_months(month_of(declared_on), 1) + timedelta(days=REVIEW_DAY - 1)
