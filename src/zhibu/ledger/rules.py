"""Pure functions of the ledger: periods, delays, and seals (Merkle roots with RFC 6962's two prefixes)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from zhibu.kernel.calendar import add_months
from zhibu.kernel.clock import SHANGHAI, local_date

EMPTY_ROOT = hashlib.sha256(b"").hexdigest()


def leaf(values: Iterable[Any]) -> bytes:
    """The digest of one row's values, times in UTC, in the order of the columns."""
    return hashlib.sha256(b"\x00" + canonical(values)).digest()


def canonical(values: Iterable[Any]) -> bytes:
    """Values as JSON that every database gives alike."""
    return json.dumps([_plain(value) for value in values], ensure_ascii=False, separators=(",", ":")).encode()


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


def link(values: Iterable[Any]) -> str:
    """The digest of a seal: what it covers, and the digest of the seal before."""
    return hashlib.sha256(b"\x02" + canonical(values)).hexdigest()


def late_by(occurred_at: datetime, recorded_at: datetime) -> int:
    """Calendar days between a fact and its record, 0 on the same day (architecture.md 5)."""
    return max(0, (local_date(recorded_at) - local_date(occurred_at)).days)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, as people in Shanghai mean them."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time.min, SHANGHAI)

    @property
    def end(self) -> datetime:
        """The first moment after."""
        return datetime.combine(self.last + timedelta(days=1), time.min, SHANGHAI)


def quarter_of(day: date) -> Period:
    """The quarter of the year around a day, up to that day's quarter's end."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(first, add_months(first, 3) - timedelta(days=1))


def quantity_text(quantity: int) -> str:
    """Tenths as people write them: 10 → 1, 15 → 1.5, -5 → -0.5."""
    whole, tenth = divmod(abs(quantity), 10)
    return ("-" if quantity < 0 else "") + (f"{whole}.{tenth}" if tenth else str(whole))
