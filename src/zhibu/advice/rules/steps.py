"""Which step follows which, what is public, and how long things take."""

import re
from datetime import date, timedelta

from zhibu.advice.enums import State
from zhibu.kernel.calendar import add_workdays

PUBLIC = (State.RECEIVED, State.ANSWERED, State.ADOPTED, State.DONE)
NEXT: dict[str, tuple[State, ...]] = {
    State.RECEIVED: (State.ANSWERED,),
    State.ANSWERED: (State.ANSWERED, State.ADOPTED),
    State.ADOPTED: (State.ANSWERED, State.DONE),
}  # an answered one may be answered again: with what was found out since, or why it is not adopted
MOST_ADVICE, ADVICE_SECONDS = 10, 3600
MOST_WRONG_RECEIPTS, RECEIPT_SECONDS = 20, 900
RECEIPT_LENGTH = 12
LONGEST = 2000
HALF = 2


def may_follow(before: str, after: str) -> bool:
    """Whether a state may follow another."""
    return after in NEXT.get(before, ())


def answer_by(received: date, days: int) -> date:
    """The last day for an answer: so many working days (practice; each office says how many)."""
    return add_workdays(received, days)


def plain_receipt(text: str) -> str:
    """A receipt as it was typed: blanks, dashes and case do not matter."""
    return re.sub(r"[\s-]", "", text).upper()


def month_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)


def last_month(day: date) -> date:
    """The first of the month before."""
    return month_of(month_of(day) - timedelta(days=1))


def month_end(month: date) -> date:
    """The first of the month after."""
    return month_of(month + timedelta(days=32))
