"""Class A fields (rules.md 10.2): AES-256-GCM at rest with a key id, and a blind index for look-up."""

import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_MARK = "z1"


@lru_cache(maxsize=32)
def _cipher(key_id: str) -> AESGCM:
    return AESGCM(_derived(key_id, b"field"))


@lru_cache(maxsize=64)
def _derived(key_id: str, purpose: bytes) -> bytes:
    secret = settings.FIELD_KEYS[key_id].encode()
    return hmac.new(secret, purpose, hashlib.sha256).digest()


def encrypt(text: str, *, context: str = "") -> str:
    """Seal `text` under the newest key: mark.key-id.base-16 of nonce and cipher text.

    `context` (table.column) is authenticated, so a value moved to another column does not open.
    """
    key_id = settings.FIELD_KEY_ID
    nonce = os.urandom(12)
    return f"{_MARK}.{key_id}." + (nonce + _cipher(key_id).encrypt(nonce, text.encode(), context.encode())).hex()


def decrypt(sealed: str, *, context: str = "") -> str:
    """Open what `encrypt` sealed. Raises KeyError for an unknown key id, InvalidTag for a changed value."""
    _, key_id, body = sealed.split(".", 2)
    raw = bytes.fromhex(body)
    return _cipher(key_id).decrypt(raw[:12], raw[12:], context.encode()).decode()


def key_id_of(sealed: str) -> str:
    """Under which key a stored value is sealed; the rotation command looks for old ones."""
    return sealed.split(".", 2)[1]


def blind_index(text: str, *, purpose: str) -> str:
    """A keyed digest for exact look-up of a sealed value. Its key never rotates with the field keys."""
    return hmac.digest(_index_key(settings.INDEX_KEY, purpose), text.encode(), "sha256").hex()[:32]


@lru_cache(maxsize=16)
def _index_key(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def encrypt_bytes(content: bytes, *, context: str) -> bytes:
    """Seal a file under the newest key; `context` is authenticated as in `encrypt`."""
    key_id = settings.FIELD_KEY_ID
    nonce = os.urandom(12)
    head = f"{_MARK}.{key_id}.".encode()
    return head + nonce + _cipher(key_id).encrypt(nonce, content, context.encode())


def decrypt_bytes(sealed: bytes, *, context: str) -> bytes:
    """Open what `encrypt_bytes` sealed. Raises as `decrypt` does."""
    _, key_id, body = sealed.split(b".", 2)
    return _cipher(key_id.decode()).decrypt(body[:12], body[12:], context.encode())


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted on its way to the database and opened on its way out. Empty stays empty."""

    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        """Seal before storing."""
        return encrypt(str(value), context=self._context()) if value else ""

    def from_db_value(self, value: Any, expression: object, connection: object) -> str:
        """Open after reading."""
        return decrypt(value, context=self._context()) if value else ""

    def get_lookup(self, lookup_name: str) -> Any:
        """Sealed text cannot be searched; use the blind index beside it."""
        if lookup_name in {"isnull"}:
            return super().get_lookup(lookup_name)
        raise TypeError(f"{self.name} is sealed: look up its blind index instead")
