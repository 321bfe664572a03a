"""libsodium, in the format of the browser (static/mailbox/sodium.js): for letters that arrive without JavaScript.

Words are JSON padded to whole kilobytes, files are padded to whole 64 kilobytes, both sealed to the letter's public key
(crypto_box_seal: X25519, XSalsa20-Poly1305, an ephemeral key each time).
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from nacl.bindings import (
    crypto_box_keypair,
    crypto_box_seal,
    crypto_box_seal_open,
    crypto_box_seed_keypair,
    sodium_pad,
    sodium_unpad,
)
from nacl.pwhash import argon2id

WORDS_BLOCK, FILE_BLOCK = 1024, 65536
COST, MEMORY = 3, 64 * 2**20
KEY, SEAL = 32, 48  # bytes of a key; how much longer a sealed box is than what is in it


@dataclass(frozen=True, slots=True)
class Pair:
    """A key pair as raw bytes."""

    public: bytes
    private: bytes


def encode(raw: bytes) -> str:
    """Base 64 with padding."""
    return base64.b64encode(raw).decode()


def decode(text: str) -> bytes:
    """The other way round; b"" for what is no base 64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def new_pair() -> Pair:
    """A fresh pair."""
    public, private = crypto_box_keypair()
    return Pair(public, private)


def derive(receipt: str, *, salt: str) -> tuple[Pair, str]:
    """The writer's pair and the identifier (64 hexadecimal digits) that a receipt stands for. About 0.2 s."""
    raw = argon2id.kdf(64, receipt.encode(), decode(salt), opslimit=COST, memlimit=MEMORY)
    public, private = crypto_box_seed_keypair(raw[:KEY])
    return Pair(public, private), raw[KEY:].hex()


def wrap(private: bytes, passphrase: str, *, salt: bytes) -> tuple[str, dict[str, Any]]:
    """A holder's private key under a passphrase, and what opens it; browsers do this, the demo and tests here."""
    from nacl.secret import SecretBox  # noqa: PLC0415 (browsers do this)

    stretched = argon2id.kdf(KEY, passphrase.encode(), salt, opslimit=COST, memlimit=MEMORY)
    sealed = SecretBox(stretched).encrypt(private)
    return encode(sealed.ciphertext), {
        "salt": encode(salt), "cost": COST, "memory": MEMORY, "nonce": encode(sealed.nonce),
    }  # fmt: skip


def seal_words(words: dict[str, Any], public: bytes) -> str:
    """A message, padded and sealed."""
    return encode(crypto_box_seal(sodium_pad(json.dumps(words, ensure_ascii=False).encode(), WORDS_BLOCK), public))


def open_words(sealed: str, pair: Pair) -> dict[str, Any]:
    """The other way round. Raises nacl's CryptoError for another key."""
    opened = sodium_unpad(crypto_box_seal_open(decode(sealed), pair.public, pair.private), WORDS_BLOCK)
    found: dict[str, Any] = json.loads(opened)
    return found


def seal_file(content: bytes, public: bytes) -> bytes:
    """A file, padded and sealed."""
    return bytes(crypto_box_seal(sodium_pad(content, FILE_BLOCK), public))


def open_file(sealed: bytes, pair: Pair) -> bytes:
    """The other way round."""
    return bytes(sodium_unpad(crypto_box_seal_open(sealed, pair.public, pair.private), FILE_BLOCK))


def seal_key(private: bytes, public: str) -> str:
    """A private key sealed to somebody's public one."""
    return encode(crypto_box_seal(private, decode(public)))


def open_key(sealed: str, pair: Pair) -> bytes:
    """The other way round."""
    return bytes(crypto_box_seal_open(decode(sealed), pair.public, pair.private))


def is_key(text: str) -> bool:
    """Whether a text is a public key's."""
    return len(decode(text)) == KEY


def is_sealed_key(text: str) -> bool:
    """Whether a text has the size of a sealed private key."""
    return len(decode(text)) == KEY + SEAL


def is_sealed_words(text: str) -> bool:
    """Whether a text has the size of sealed, padded words."""
    size = len(decode(text)) - SEAL
    return size > 0 and size % WORDS_BLOCK == 0


def is_sealed_file(content: bytes) -> bool:
    """Whether bytes have the size of a sealed, padded file."""
    size = len(content) - SEAL
    return size > 0 and size % FILE_BLOCK == 0
