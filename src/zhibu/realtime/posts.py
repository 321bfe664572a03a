"""POST /rt/post: one post, from its bytes to its acknowledgement."""

import asyncio
import json
import math
import time
from typing import Any

from zhibu.kernel.errors import Refused
from zhibu.realtime.distance import HEADER, round_trip_ms, told_ms
from zhibu.realtime.errors import Full, NotYours, TooFast, Unreadable
from zhibu.realtime.exchange import Exchange
from zhibu.realtime.hub import Hub
from zhibu.realtime.registry import Post, uplink_of
from zhibu.realtime.streams import valid
from zhibu.realtime.uplink import Answer, Sequencer

LARGEST_BYTES = 4096
LONGEST_KEY = 64
LONGEST_RTT_MS = 500.0  # what a page may claim
FARTHEST, SPARE_MS = 2.0, 50.0  # a page may be so many times farther than measured, and a little more
SECONDS_OF_BURST = 4


class Buckets:
    """How much each person may post: `rate` a second, and what he saved up in four seconds at once."""

    def __init__(self, rate: float) -> None:
        self._rate, self._size = rate, rate * SECONDS_OF_BURST
        self._left: dict[int, tuple[float, float]] = {}

    def take(self, person_id: int, at: float) -> None:
        """One post. Raises TooFast."""
        left, since = self._left.get(person_id, (self._size, at))
        left = min(self._size, left + (at - since) * self._rate)
        if left < 1:
            raise TooFast
        self._left[person_id] = (left - 1, at)

    def forget(self, at: float) -> None:
        """Those who have been quiet are full again."""
        self._left = {who: (left, since) for who, (left, since) in self._left.items() if at - since < SECONDS_OF_BURST}


async def read(exchange: Exchange) -> dict[str, Any] | None:
    """The JSON object of a request; None when the caller went away. Raises PostTooLong, Unreadable."""
    data = await exchange.body(LARGEST_BYTES)
    return None if data is None else read_object(data)


def read_object(data: bytes) -> dict[str, Any]:
    """The JSON object of a body. Raises Unreadable."""
    try:
        found = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(found, dict) or not _can_be_stored(data, found):
        raise Unreadable
    return found


def _can_be_stored(data: bytes, found: dict[str, Any]) -> bool:
    """Whether a database takes its letters: a NUL or half of a pair would spoil the group it is written with."""
    if b"\\u0000" in data:
        return False
    if b"\\ud" not in data.lower():
        return True
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def submit(
    hub: Hub,
    sequencer: Sequencer,
    buckets: Buckets,
    found: dict[str, Any],
    *,
    read_at_ns: int,
    measured_ms: float | None = None,
) -> asyncio.Future[Answer]:
    """Take a post; its future holds the answer. Raises TicketLapsed, NotYours, Unreadable, TooFast, Full."""
    taken = _post(hub, found, read_at_ns, measured_ms)
    taker = uplink_of(taken.room)
    if taker is None:
        raise NotYours
    buckets.take(taken.person_id, time.monotonic())
    if sequencer.is_full():
        raise Full
    return sequencer.submit(taken, taker)


async def post(
    hub: Hub, sequencer: Sequencer, buckets: Buckets, exchange: Exchange, *, is_proxied: bool = False
) -> None:
    """Take a post and answer when it is stored."""
    found = await read(exchange)
    if found is None:
        return
    read_at_ns = exchange.scope.get("read_at_ns") or time.time_ns()
    scope = exchange.scope
    measured = told_ms(exchange.header(HEADER)) if is_proxied else round_trip_ms(scope.get("connection"))
    answer = await submit(hub, sequencer, buckets, found, read_at_ns=read_at_ns, measured_ms=measured)
    if isinstance(answer, Refused):
        raise answer
    await exchange.answer(answer)


def _post(hub: Hub, found: dict[str, Any], read_at_ns: int, measured_ms: float | None) -> Post:
    """The post as its ticket allows. Raises TicketLapsed, NotYours, Unreadable."""
    room, key, body = found.get("room"), found.get("key"), found.get("body")
    ticket = valid(hub, str(found.get("ticket", "")))
    if not isinstance(room, str) or room not in ticket.rooms:
        raise NotYours
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY or not isinstance(body, dict):
        raise Unreadable
    return Post(room, ticket.person_id, key, body, 0, read_at_ns, _rtt(found.get("rtt"), measured_ms))


def _rtt(claim: object, measured_ms: float | None) -> float:
    """What the page says of its distance, bounded by what the server has measured; milliseconds."""
    if not isinstance(claim, int | float) or not -LONGEST_RTT_MS <= claim < math.inf:  # NaN is nowhere
        return 0.0
    most = LONGEST_RTT_MS if measured_ms is None else min(measured_ms * FARTHEST + SPARE_MS, LONGEST_RTT_MS)
    return float(min(max(claim, 0.0), most))
