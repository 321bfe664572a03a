"""How long things last, and what follows from it."""

import re
from datetime import date, datetime, timedelta

SHAKING = timedelta(seconds=60)  # from the agreed moment on; a slow network loses nothing within it
LEAST_NOTICE = timedelta(minutes=10)
RECENT = timedelta(days=90)
KEEP = timedelta(days=30)
YEAR = timedelta(days=365)
HOURS_AHEAD = 12  # weeks
_NONCE = re.compile(r"[0-9a-f]{32}")


def in_the_minute(moment: datetime, at: datetime) -> bool:
    """Whether shaking counts."""
    return moment <= at < moment + SHAKING


def is_over(moment: datetime, at: datetime) -> bool:
    """Whether the draw may be made."""
    return at >= moment + SHAKING


def is_chance_number(text: str) -> bool:
    """32 hexadecimal digits, as a browser makes them."""
    return bool(_NONCE.fullmatch(text))


def kept_until(day: date) -> date:
    """The last day on which messages of a talk of that day are kept, unless the two shorten it."""
    return day + KEEP
