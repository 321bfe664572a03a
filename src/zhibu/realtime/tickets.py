"""Tickets: who may read and post what, signed, so that the stream never asks the database."""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache

from django.conf import settings

LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a page may do; times in milliseconds of the wall clock. `person_id` 0 is an account without a person."""

    person_id: int
    issued_ms: int
    expires_ms: int
    topics: frozenset[str]
    rooms: frozenset[str]


def sign(*, person_id: int, topics: list[str], rooms: list[str], at: datetime) -> str:
    """A ticket that holds for ten minutes from `at`."""
    issued = int(at.timestamp() * 1000)
    expires = issued + int(LIFE.total_seconds() * 1000)
    body = _encode(json.dumps([person_id, issued, expires, topics, rooms], separators=(",", ":")).encode())
    return f"{body}.{_encode(_mac(body))}"


def verify(text: str, *, now_ms: float) -> Ticket | None:
    """The ticket, or None when it is forged or has run out."""
    ticket = _read(text)
    return ticket if ticket and ticket.expires_ms > now_ms else None


@lru_cache(maxsize=20_000)
def _read(text: str) -> Ticket | None:
    """Signature and body; the same ticket comes with every post of a page, so the answer is kept."""
    body, _, mac = text.partition(".")
    try:
        if not hmac.compare_digest(_decode(mac), _mac(body)):
            return None
        person_id, issued, expires, topics, rooms = json.loads(_decode(body))
    except (ValueError, binascii.Error):
        return None
    return Ticket(person_id, issued, expires, frozenset(topics), frozenset(rooms))


def _mac(body: str) -> bytes:
    return hmac.digest(_key(settings.SECRET_KEY), body.encode(), "sha256")[:20]


@cache
def _key(secret: str) -> bytes:
    return hashlib.sha256(f"zhibu.realtime.ticket:{secret}".encode()).digest()


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
