"""Slots, codes, and how long things are kept. Pure."""

import re
import secrets
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from zhibu.kernel.clock import SHANGHAI

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that people confuse
CODE_LENGTH = 10  # 31**10 = 8e14: not guessed at twenty tries a quarter of an hour
UNIT = timedelta(minutes=30)  # rooms and vehicles are reserved in half hours
LONGEST = {"room": timedelta(days=1), "vehicle": timedelta(days=14)}
KEEP_CONTACT = timedelta(days=7)  # practice: long enough to return what somebody left behind (PIPL art. 19)
MOST_BOOKINGS, BOOKINGS_SECONDS = 10, 3600  # of one address, an hour
MOST_WRONG_CODES, CODES_SECONDS = 20, 900
BEFORE = timedelta(hours=1)  # who comes early is let in
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,5})?")


def new_code() -> str:
    """An unguessable code to type at the door."""
    return "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))


def plain_code(text: str) -> str:
    """A code as it was typed or read out: blanks, dashes and case do not matter."""
    return re.sub(r"[\s-]", "", text).upper()


def is_phone(text: str) -> bool:
    """A mobile or a landline number of China, by its form."""
    return bool(_PHONE.fullmatch(text))


def moments(day: date, opens: time, closes: time, minutes: int) -> Iterator[tuple[datetime, datetime]]:
    """Beginning and end of the slots of a day, Shanghai; what is left over at the end is no slot."""
    start = datetime.combine(day, opens, SHANGHAI)
    end, length = datetime.combine(day, closes, SHANGHAI), timedelta(minutes=minutes)
    while length and start + length <= end:
        yield start, start + length
        start += length


def units(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """The half hours of a reservation."""
    count = int((ends_at - starts_at) / UNIT)
    return [starts_at + UNIT * number for number in range(count)]


def is_on_units(moment: datetime) -> bool:
    """Whether a moment is a full or a half hour."""
    return moment.timestamp() % UNIT.total_seconds() == 0


def erase_on(day: date) -> date:
    """The day from which name and phone of a visit on `day` are gone."""
    return day + KEEP_CONTACT
