"""Numbers that people write down: the receipt, the registration number and its proof, digits of a key."""

import base64
import hashlib
import re
import secrets
from datetime import date

from zhibu.kernel.crypto import blind_index

RECEIPT = re.compile(r"\d{16}")
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, I, O


def new_receipt() -> str:
    """Sixteen random digits (53 bits)."""
    return f"{secrets.randbelow(10**16):016d}"


def read_receipt(typed: str) -> str:
    """The digits as they were typed, with or without spaces and hyphens; "" when there are not sixteen."""
    digits = re.sub(r"[\s\-]", "", typed)
    return digits if RECEIPT.fullmatch(digits) else ""


def new_number() -> str:
    """A registration number such as 7K3F-9QWX; it says nothing about order or time."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def check_code(number: str, received_on: date, box_id: int) -> str:
    """Eight characters that only this installation can compute for a registration."""
    mac = blind_index(f"{number}|{received_on.isoformat()}|{box_id}", purpose="mailbox.proof")
    return base64.b32encode(bytes.fromhex(mac))[:8].decode()


def salt() -> str:
    """Base 64 of the salt under which this installation's receipts are stretched: no table fits two of them."""
    return base64.b64encode(bytes.fromhex(blind_index("receipts", purpose="mailbox.salt"))).decode()


def stored_receipt(derived: str) -> str:
    """What the database keeps of the derived identifier: a keyed digest."""
    return blind_index(derived, purpose="mailbox.receipt")


def digits_of(public: str) -> str:
    """Twenty digits of a public key, for comparing aloud or with a poster."""
    digest = hashlib.sha256(public.encode()).digest()
    groups = (int.from_bytes(digest[at : at + 4], "big") % 100000 for at in (0, 4, 8, 12))
    return " ".join(f"{group:05d}" for group in groups)
