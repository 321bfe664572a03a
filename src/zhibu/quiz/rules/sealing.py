"""Question texts that phones may hold before the start: AES-GCM, opened by a key that is told at the start."""

import base64
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
SIZE = 1024  # texts are padded to a multiple, so that the length tells nothing


def new_secret() -> str:
    """A key for one question of one round, in base64."""
    return base64.b64encode(secrets.token_bytes(16)).decode()


def shown(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """What a member is shown: never the key, the wordings or the explanation."""
    return {name: sheet[name] for name in ("kind", "stem", "options")}


def seal(sheet: Mapping[str, Any], *, secret: str) -> str:
    """Nonce and cipher text of what is shown, in base64."""
    text = json.dumps(shown(sheet), ensure_ascii=False).encode()
    padded = text + b" " * (-len(text) % SIZE)
    nonce = secrets.token_bytes(NONCE)
    return base64.b64encode(nonce + AESGCM(base64.b64decode(secret)).encrypt(nonce, padded, None)).decode()


def unseal(sealed: str, *, secret: str) -> dict[str, Any]:
    """The text again. Raises cryptography's InvalidTag for another key."""
    raw = base64.b64decode(sealed)
    text = AESGCM(base64.b64decode(secret)).decrypt(raw[:NONCE], raw[NONCE:], None)
    return dict(json.loads(text))
