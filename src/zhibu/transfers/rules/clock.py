"""Deadlines and when people are reminded (rules.md 6.3, 6.4)."""

from datetime import date, datetime, timedelta
from math import ceil

from zhibu.kernel.clock import SHANGHAI
from zhibu.transfers.enums import Occasion

SHARES = {Occasion.HALF: 0.5, Occasion.LATE: 0.8}
RECEIPT_AFTER = (20, 30)  # days after the member was received
MORNING = 9  # reminders are read at work


def valid_until(issued_on: date, days: int) -> date:
    """The last day of validity; the day of issue is day 0."""
    return issued_on + timedelta(days=days)


def reminder_days(issued_on: date, days: int) -> dict[Occasion, date]:
    """The days at which the member and the sender hear: half of the validity, 80 % of it, the day after its end."""
    found = {occasion: issued_on + timedelta(days=ceil(days * share)) for occasion, share in SHARES.items()}
    return found | {Occasion.EXPIRY: valid_until(issued_on, days) + timedelta(days=1)}


def morning_of(day: date) -> datetime:
    """Nine o'clock in Shanghai."""
    return datetime(day.year, day.month, day.day, MORNING, tzinfo=SHANGHAI)


def share_gone(issued_on: date, until: date, today: date) -> int:
    """How much of a validity is over, in per cent, 0 to 100."""
    whole = max(1, (until - issued_on).days)
    return max(0, min(100, round(100 * (today - issued_on).days / whole)))


def months_back(day: date, month: date) -> bool:
    """Whether `month` is not after the month of `day`."""
    return (month.year, month.month) <= (day.year, day.month)
