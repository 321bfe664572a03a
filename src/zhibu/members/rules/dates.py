"""Dates as people write them."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from zhibu.members.rules.text import plain

# 2000-01-02, 2000/1/2, 2000.1.2, 2000年1月2日, 20000102, each with a time of day behind it or not.
_PARTED = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}.*)?)?\Z"
)
_JOINED = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
# Day 0 of Excel's calendar, which counts a 29 February 1900 that never was.
_EXCEL_EPOCH = date(1899, 12, 30)
# Serial numbers that can be a person's date: 1900-03-01 (the first without the false leap day) to 2099-12-31.
_SERIALS = range(61, 73051)


class NotADate(ValueError):
    """The text is in none of the known forms, or names a day that does not exist."""


def read_date(value: object) -> date | None:
    """A day from a cell: a real date, an Excel serial number or one of the written forms; None for blank.

    Raises NotADate.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        value = _number_text(value)
    if value is None or isinstance(value, str):
        return read_text_date(value or "")
    raise NotADate(str(value))


@lru_cache(maxsize=8192)
def read_text_date(value: str) -> date | None:
    """The same for text; remembered, because a roster repeats its dates."""
    text = plain(value).translate(_DASHES).lstrip("'")
    if not text:
        return None
    if found := _PARTED.match(text) or _JOINED.match(text):
        return _day(*map(int, found.groups()))
    if text.isdecimal() and len(text) <= 5 and int(text) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(text))
    raise NotADate(text)


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _number_text(value: float) -> str:
    """20000102.0 is written 20000102; a serial number with a time of day is its day."""
    if not 0 < value < 1e8:
        raise NotADate(str(value))
    return str(int(value)) if value == int(value) or int(value) in _SERIALS else str(value)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as no_such_day:
        raise NotADate from no_such_day
