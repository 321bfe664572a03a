"""Short-lived signed values: tickets, links, codes on a screen."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing


def sign(value: Any, *, purpose: str) -> str:
    """A URL-safe signed copy of a JSON value."""
    return signing.dumps(value, salt=purpose, compress=True)


def unsign(token: str, *, purpose: str, max_age: timedelta) -> Any | None:
    """What was signed, or None when it is forged, for another purpose or too old."""
    try:
        return signing.loads(token, salt=purpose, max_age=max_age)
    except signing.BadSignature:
        return None


def window_code(*, purpose: str, moment: datetime, seconds: int, digits: int = 6) -> str:
    """The code that holds in the window of `seconds` around `moment`: the same for everybody, unguessable."""
    return _code(purpose, int(moment.timestamp()) // seconds, digits)


def matches_window(code: str, *, purpose: str, moment: datetime, seconds: int, grace: int = 1, digits: int = 6) -> bool:
    """Whether `code` is the one of this window or of up to `grace` windows before."""
    window = int(moment.timestamp()) // seconds
    known = (_code(purpose, window - back, digits) for back in range(grace + 1))
    return max(hmac.compare_digest(code.encode(), right.encode()) for right in known)


def _code(purpose: str, window: int, digits: int) -> str:
    mac = hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{window}".encode(), hashlib.sha256).digest()
    return str(int.from_bytes(mac[:8], "big") % 10**digits).zfill(digits)
