"""That a letter was registered, proven without its content, its state or its receipt."""

import hmac
from collections.abc import Callable
from datetime import date
from typing import Any

import segno
from django.urls import reverse
from django.utils.safestring import SafeString

from zhibu.mailbox.models import Box, Letter
from zhibu.mailbox.queries.boxes import levels
from zhibu.mailbox.queries.letters import by_number
from zhibu.mailbox.rules.codes import check_code, digits_of


def _code(url: str, scale: int) -> SafeString:
    """A QR code as an element of the page; segno draws it, nobody's text is in it."""
    return SafeString(segno.make(url, error="m").svg_inline(scale=scale, border=0))


def proof(letter: Letter, *, address: Callable[[str], str]) -> dict[str, Any]:
    """What the sheet says; `address` makes a path into a whole address."""
    code = check_code(letter.number, letter.received_on, letter.box_id)
    url = address(reverse("mailbox:verify", args=[letter.number, code]))
    picture = _code(url, 3)
    return {"letter": letter, "code": code, "url": url, "picture": picture}


def poster(box: Box, *, on: date, address: Callable[[str], str]) -> dict[str, Any]:
    """A sheet for the wall: where to write, and the digits of the keys, so that nobody can exchange one unnoticed."""
    url = address(reverse("mailbox:write", args=[box.pk]))
    keys = [
        (key.person.name, digits_of(key.public)) for level in levels(box, concerned=[], on=on) for key in level.keys
    ]
    return {"box": box, "url": url, "picture": _code(url, 6), "keys": keys}


def proven(number: str, code: str) -> Letter | None:
    """The registration of a genuine proof, or None."""
    letter = by_number(number)
    if letter is None:
        return None
    right = check_code(letter.number, letter.received_on, letter.box_id)
    return letter if hmac.compare_digest(code.encode(), right.encode()) else None
