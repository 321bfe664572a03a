"""Month arithmetic and working days, as the rules count them (rules.md 3.2, 7.3)."""

from calendar import monthrange
from datetime import date, timedelta

import chinese_calendar


def add_months(day: date, months: int) -> date:
    """Add calendar months; a day that the month lacks becomes its last day (31 January + 1 = 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 28 February (rules.md 1.4)."""
    return add_months(day, 12 * years)


def is_workday(day: date) -> bool:
    """Whether people work on `day` in China: State Council holiday tables, plain weekends beyond them."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day`; day 0 is the day of the event itself."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def months_between(start: date, end: date) -> int:
    """Whole calendar months from `start` to `end`, at least 0."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (add_months(start, months) > end))
