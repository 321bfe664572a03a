"""The member's own figure: closed with the server's key and with a code that only his browser has.

Neither the database and its backups nor the server's keys open it, nor both together: the third part, a viewing code
of 100 bits, lives in a cookie of the member's own browser and is never stored here. A figure that the unit brought
waits under the server's key alone until the member takes it over. What this does not protect from is written in
docs/explanation/dues-privacy.md. This is the only module that opens one; a test keeps it so.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zhibu.dues.errors import CodeUnreadable, FigureClosed

OWN, WAITING = "d1", "d0"
_BYTES = 20 * 5 // 8 + 1


@dataclass(frozen=True, slots=True)
class Figure:
    """What the member entered, in fen: what counts, what comes off, and the base that is left."""

    base: int
    counted: int = 0
    deducted: int = 0


def new_code() -> str:
    """A viewing code: twenty letters and digits in groups of five, 100 bits."""
    raw = base64.b32encode(secrets.token_bytes(_BYTES)).decode()[:20]
    return "-".join(raw[start : start + 5] for start in range(0, 20, 5))


def plain_code(text: str) -> str:
    """A code as it was typed, in its one spelling. Raises CodeUnreadable."""
    letters = "".join(text.upper().replace("-", " ").split()).translate(str.maketrans("018", "OIB"))
    if len(letters) != 20 or not set(letters) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"):
        raise CodeUnreadable
    return "-".join(letters[start : start + 5] for start in range(0, 20, 5))


def close(figure: Figure, *, person_id: int, year: int, code: str) -> str:
    """Seal a figure for one person and year; without a code it waits under the server's key for him to take over."""
    key_id, nonce = settings.FIELD_KEY_ID, os.urandom(12)
    body = AESGCM(_key(key_id, person_id, code)).encrypt(
        nonce, json.dumps(asdict(figure)).encode(), _bound(person_id, year)
    )
    return f"{OWN if code else WAITING}.{key_id}.{(nonce + body).hex()}"


def open_figure(sealed: str, *, person_id: int, year: int, code: str) -> Figure:
    """The figure, for its owner. Raises FigureClosed for a wrong code, person or year, and for a changed value."""
    mark, key_id, body = sealed.split(".", 2) if sealed.count(".") == 2 else ("", "", "")
    if mark not in (OWN, WAITING) or key_id not in settings.FIELD_KEYS or (mark == OWN and not code):
        raise FigureClosed
    raw = bytes.fromhex(body)
    try:
        plain = AESGCM(_key(key_id, person_id, code if mark == OWN else "")).decrypt(
            raw[:12], raw[12:], _bound(person_id, year)
        )
    except InvalidTag as wrong:
        raise FigureClosed from wrong
    return Figure(**json.loads(plain))


def is_waiting(sealed: str) -> bool:
    """Whether the unit's figure still waits for its owner."""
    return sealed.startswith(f"{WAITING}.")


def _key(key_id: str, person_id: int, code: str) -> bytes:
    secret = settings.FIELD_KEYS[key_id].encode()
    return hmac.new(secret, f"dues.base:{person_id}:{code}".encode(), hashlib.sha256).digest()


def _bound(person_id: int, year: int) -> bytes:
    return f"dues_assessment.sealed:{person_id}:{year}".encode()
