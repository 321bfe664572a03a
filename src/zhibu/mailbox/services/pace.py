"""Slowing down guesses and floods without knowing who it is (rules/pace.py)."""

import secrets

from django.core.cache import cache

from zhibu.kernel.counting import count_up
from zhibu.mailbox.errors import TriesTooMany
from zhibu.mailbox.rules.pace import (
    EVERYBODY,
    LETTERS,
    ROOM_FOR_ALL,
    SEARCHES,
    WINDOW,
    WRONG_TOGETHER,
    bucket_of,
    must_wait,
)

_KEY_SECONDS = 3600


def _bucket(address: str | None) -> str:
    """Where the address is not known (a proxy that does not tell it), all share one bucket with more room."""
    if address is None:
        return EVERYBODY
    key = cache.get_or_set("mailbox:bucket-key", lambda: secrets.token_hex(16), _KEY_SECONDS)
    return bucket_of(address, key=bytes.fromhex(str(key)))


def check_receipts(address: str | None) -> None:
    """Raises TriesTooMany when so many receipts were wrong that the next is not even looked at."""
    bucket = _bucket(address)
    here = 0 if bucket == EVERYBODY else int(cache.get(f"mailbox:wrong:{bucket}", 0))
    together = int(cache.get("mailbox:wrong", 0))
    if must_wait(here, together) or (bucket == EVERYBODY and together >= WRONG_TOGETHER):
        raise TriesTooMany


def count_wrong(address: str | None) -> None:
    """One more wrong receipt, here and altogether."""
    count_up(f"mailbox:wrong:{_bucket(address)}", seconds=WINDOW)
    count_up("mailbox:wrong", seconds=WINDOW)


def check_letters(address: str | None) -> None:
    """Raises TriesTooMany for more letters and answers than anybody writes."""
    _count("letters", address, LETTERS)


def check_searches(address: str | None) -> None:
    """Raises TriesTooMany for more searches than one letter takes."""
    _count("searches", address, SEARCHES)


def _count(what: str, address: str | None, most: int) -> None:
    bucket = _bucket(address)
    room = most * ROOM_FOR_ALL if bucket == EVERYBODY else most
    if count_up(f"mailbox:{what}:{bucket}", seconds=WINDOW) > room:
        raise TriesTooMany
