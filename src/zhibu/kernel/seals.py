"""Seals over append-only tables: what they are made of (RFC 6962's two prefixes), and when it is safe to make one.

Writers never wait for a seal. Ids are given out before rows are committed, so a slow transaction may add an id
below one that is already visible. Therefore a seal has two steps: `mark` notes the highest id and who is writing
at that moment; once none of those is left (`is_settled`), every row up to the mark is there.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Model

EMPTY_ROOT = hashlib.sha256(b"").hexdigest()
_WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE relation = %s::regclass AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()
"""


def leaf(values: Iterable[Any]) -> bytes:
    """The digest of one row's values, times in UTC, in the order of the columns."""
    return hashlib.sha256(b"\x00" + canonical(values)).digest()


def link(values: Iterable[Any]) -> str:
    """The digest of a seal: what it covers, and the digest of the seal before."""
    return hashlib.sha256(b"\x02" + canonical(values)).hexdigest()


def canonical(values: Iterable[Any]) -> bytes:
    """Values as JSON that every database gives alike."""
    plain = [_plain(value) for value in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


class Merkle:
    """A Merkle tree fed leaf by leaf; keeps one digest a level, so that millions of rows need no memory."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[tuple[int, bytes]] = []  # (height, digest), tallest first

    def add(self, digest: bytes) -> None:
        """Add a leaf; two subtrees of one height become one."""
        self.count += 1
        height = 0
        while self._peaks and self._peaks[-1][0] == height:
            digest = _node(self._peaks.pop()[1], digest)
            height += 1
        self._peaks.append((height, digest))

    def root(self) -> str:
        """The root over the leaves so far, in hexadecimal."""
        if not self._peaks:
            return EMPTY_ROOT
        digest = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            digest = _node(left, digest)
        return digest.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Mark:
    """Rows up to `last_id`, all of them there once the `writers` of that moment are done."""

    last_id: int
    writers: tuple[str, ...] = ()


def mark(model: type[Model]) -> Mark:
    """Note how far a table reaches. The id is read first: whoever holds a lower one is among the writers."""
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    return Mark(last, _writers(model))


def is_settled(model: type[Model], marked: Mark) -> bool:
    """Whether everybody who was writing at the mark has finished."""
    return not set(marked.writers) & set(_writers(model))


def _writers(model: type[Model]) -> tuple[str, ...]:
    if connection.vendor != "postgresql":  # SQLite has one writer at a time: ids come in the order of commits
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS, [model._meta.db_table])
        return tuple(sorted({row[0] for row in cursor.fetchall()}))
