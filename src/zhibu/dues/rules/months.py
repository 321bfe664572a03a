"""Months as dates of their first day: which are owed, which may still be made up, which count as arrears."""

from collections.abc import Iterable
from datetime import date, timedelta

from zhibu.kernel.calendar import add_months


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return add_months(month.replace(day=1), 1) - timedelta(days=1)


def quarter_of(month: date) -> int:
    """1 to 4."""
    return (month.month - 1) // 3 + 1


def quarter_months(year: int, quarter: int) -> list[date]:
    """The three months of a quarter."""
    return [date(year, 3 * quarter - 2 + step, 1) for step in range(3)]


def months_from(first: date, last: date) -> list[date]:
    """Every month from one to another, both included."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return [add_months(first, step) for step in range(months + 1)]


def may_be_made_up(month: date, today: date, *, most: int) -> bool:
    """Whether a month may still be paid: in general not beyond six months back (D1 Art. 12)."""
    return add_months(month, most) >= month_of(today)


def overdue_run(unpaid: Iterable[date], today: date) -> list[date]:
    """The unpaid months that follow one another up to the last one over, oldest first; [] when that one is paid.

    `unpaid` are months whose day has passed (rules.md 5.4: due, not paid, not exempt, no running quarter).
    """
    known = sorted(set(unpaid))
    if not known:
        return []
    run = [known[-1]]
    for month in reversed(known[:-1]):
        if add_months(month, 1) != run[0]:
            break
        run.insert(0, month)
    return run
