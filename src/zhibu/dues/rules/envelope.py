"""The unit's file of bases, closed for this installation before it leaves the pay office.

ECDH on P-256 with a fresh key, HKDF-SHA-256, AES-256-GCM: what a browser's own cryptography does too
(static/dues/seal.js), so that the page and the command make the same file. Who carries it cannot read it.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from zhibu.dues.errors import EnvelopeBroken

HEAD = b"ZHIBU-DUES-1\n"
_POINT = 65  # bytes of an uncompressed point on P-256
_INFO = b"zhibu dues bases 1"
# The order of P-256: a private key is a number below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _private(key_id: str) -> ec.EllipticCurvePrivateKey:
    digest = hmac.new(settings.FIELD_KEYS[key_id].encode(), b"dues.envelope", hashlib.sha512).digest()
    return ec.derive_private_key(int.from_bytes(digest, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> bytes:
    """The installation's public key, an uncompressed point."""
    return _private(settings.FIELD_KEY_ID).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def close_envelope(content: bytes, *, to: bytes) -> bytes:
    """Seal a file to a public key."""
    fresh = ec.generate_private_key(ec.SECP256R1())
    point = fresh.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = fresh.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to))
    nonce = os.urandom(12)
    return HEAD + point + nonce + AESGCM(_derived(shared, point)).encrypt(nonce, content, HEAD)


def open_envelope(sealed: bytes) -> bytes:
    """Open a file that was sealed for us. Raises EnvelopeBroken for anything else, a plain file too."""
    if not sealed.startswith(HEAD) or len(sealed) < len(HEAD) + _POINT + 12 + 16:
        raise EnvelopeBroken
    rest = sealed[len(HEAD) :]
    point, nonce, body = rest[:_POINT], rest[_POINT : _POINT + 12], rest[_POINT + 12 :]
    for key_id in reversed(list(settings.FIELD_KEYS)):
        try:
            there = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
            return AESGCM(_derived(_private(key_id).exchange(ec.ECDH(), there), point)).decrypt(nonce, body, HEAD)
        except (InvalidTag, ValueError):
            continue
    raise EnvelopeBroken


def _derived(shared: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=_INFO).derive(shared)
