"""How much one side may try. Counts live in the cache for fifteen minutes, under one of 4,096 buckets.

A bucket is a short keyed digest of the address, so that many addresses share it and none can be told from it; its key
is drawn at random, stands only in the cache and changes every hour. No address is stored.
"""

import hashlib
import hmac

WINDOW = 15 * 60
WRONG_RECEIPTS = 10  # of one bucket
WRONG_TOGETHER = 300  # of all; from then on two wrong ones stop a bucket
WRONG_THEN = 2
LETTERS = 12
SEARCHES = 120
EVERYBODY, ROOM_FOR_ALL = "everybody", 20


def bucket_of(address: str | None, *, key: bytes) -> str:
    """Three hexadecimal digits."""
    return hmac.digest(key, (address or "").encode(), hashlib.sha256).hex()[:3]


def must_wait(wrong_here: int, wrong_together: int) -> bool:
    """Whether the next receipt from a bucket is not even looked at."""
    return wrong_here >= WRONG_RECEIPTS or (wrong_together >= WRONG_TOGETHER and wrong_here >= WRONG_THEN)
