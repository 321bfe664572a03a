"""Signed messages between two installations: Ed25519 over canonical JSON."""

import json
from base64 import b64decode, b64encode
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

FORMAT = "zhibu.transfer/1"
LARGEST = 65_536  # bytes of a message


def canonical(body: dict[str, Any]) -> str:
    """The one text of a body that is signed: keys sorted, no blanks."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def new_key() -> tuple[str, str]:
    """Public and private half, as base64."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return b64encode(public).decode(), b64encode(private).decode()


def sign(text: str, *, private: str) -> str:
    """The signature as base64."""
    return b64encode(Ed25519PrivateKey.from_private_bytes(b64decode(private)).sign(text.encode())).decode()


def is_signed(text: str, signature: str, *, public: str) -> bool:
    """Whether the holder of the key signed exactly this text."""
    try:
        Ed25519PublicKey.from_public_bytes(b64decode(public)).verify(b64decode(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def is_public_key(text: str) -> bool:
    """32 bytes as base64."""
    try:
        return len(text) == 44 and len(b64decode(text, validate=True)) == 32
    except ValueError:
        return False


def fingerprint(public: str) -> str:
    """The key as two people read it to each other: its first and last characters in fours."""
    return " ".join(public[at : at + 4] for at in range(0, 44, 4))


def read(raw: bytes) -> tuple[dict[str, Any], str] | None:
    """Body and signature of a message, or None for anything else."""
    if len(raw) > LARGEST:
        return None
    try:
        message = json.loads(raw)
        body, signature = message["body"], message["signature"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    fits = isinstance(body, dict) and isinstance(signature, str) and body.get("format") == FORMAT
    fits = fits and is_public_key(str(body.get("from", "")))
    return (body, signature) if fits else None
