"""The verifiable draw. Pure: the same seed and pool give the same ticket, on any machine, for ever.

Before: the host's side publishes sha256(seed). At the moment: each who takes part gives a ticket and a chance number of
his own, and the sorted lines are the pool, whose hash is published. After: the seed is revealed. The seed was fixed
before anybody shook, and the chance numbers came after the seed was fixed, so neither side can choose the outcome.
"""

import hashlib
import json
from collections.abc import Sequence


def commitment(seed: str) -> str:
    """What is published before the draw."""
    return hashlib.sha256(seed.encode()).hexdigest()


def pool_hash(pool: Sequence[str]) -> str:
    """What is published when the pool is fixed. The order of the lines does not matter."""
    return hashlib.sha256("\n".join(sorted(pool)).encode()).hexdigest()


def drawn(seed: str, pool: Sequence[str]) -> str | None:
    """The line that is drawn; every line has exactly the same chance. None for an empty pool."""
    lines = sorted(pool)
    if not lines:
        return None
    fair, turn = 2**256 - 2**256 % len(lines), 0  # numbers from here on would favour the first lines
    while True:
        word = f"{seed}:{pool_hash(lines)}:{turn}"
        number = int(hashlib.sha256(word.encode()).hexdigest(), 16)
        if number < fair:
            return lines[number % len(lines)]
        turn += 1


_SCRIPT = """\
import hashlib
SEED = {seed}
COMMITTED = {committed}
POOL_HASH = {pool_hash}
POOL = {pool}
def sha(text): return hashlib.sha256(text.encode()).hexdigest()
pool = sorted(POOL)
assert sha(SEED) == COMMITTED, "the seed is not the one that was fixed before"
assert sha("\\n".join(pool)) == POOL_HASH, "the pool is not the one that was published"
fair, turn = 2**256 - 2**256 % len(pool), 0
while True:
    number = int(sha(f"{{SEED}}:{{POOL_HASH}}:{{turn}}"), 16)
    if number < fair:
        break
    turn += 1
print(pool[number % len(pool)].split()[0])
"""


def script(seed: str, pool: Sequence[str]) -> str:
    """A stand-alone Python program of about twenty lines that makes the draw again and prints the ticket."""
    return _SCRIPT.format(
        seed=json.dumps(seed), committed=json.dumps(commitment(seed)), pool_hash=json.dumps(pool_hash(pool)),
        pool=json.dumps(sorted(pool)),
    )  # fmt: skip
