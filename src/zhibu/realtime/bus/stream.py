"""redis://…: any number of edges. A Redis stream keeps the last events, so an edge that starts knows them too.

Ids are Redis's own, so every edge gives an event the same number and a reader may come back to any of them. Redis
that restarts may have forgotten events: its run id is the epoch, and a new one tells every reader to fetch his state.
"""

import asyncio
import logging
import queue
import threading
import time
from contextlib import suppress
from typing import Any

import redis
from redis import asyncio as async_redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from zhibu.realtime.bus import Edge, Message
from zhibu.realtime.bus.unix import from_line, to_line

logger = logging.getLogger(__name__)
KEPT = 5000  # events in the stream
KEPT_SECONDS = 86_400
MOST_WAITING = 10_000
MOST_AT_ONCE = 200
AGAIN_SECONDS = 0.5
BLOCK_MS = 5000
NUMBERS_A_MS = 1024  # ids stay exact in a browser's numbers until the year 2248


def key_of(run_id: str) -> str:
    """The stream of one life of Redis."""
    return f"zhibu:live:{run_id}"


def number_of(entry: Any) -> int:
    """b"1795277638091-2" as one growing number."""
    ms, _, seq = entry.decode().partition("-")
    return int(ms) * NUMBERS_A_MS + min(int(seq), NUMBERS_A_MS - 1)


class RedisBus:
    """A thread that adds to the stream, and on an edge a task that reads it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: queue.Queue[Message] = queue.Queue(MOST_WAITING)
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_edge = False
        self._state = "ok"

    def send(self, message: Message) -> None:
        """Leave it with the thread; nobody waits for Redis."""
        with self._start:
            if self._thread is None:
                self._thread = threading.Thread(target=self._carry, name="zhibu-bus", daemon=True)
                self._thread.start()
        try:
            self._waiting.put_nowait(message)
        except queue.Full:
            logger.warning("Redis is away; an event to %s was not told", message.topic)

    def _carry(self) -> None:
        """Add what waits, many in one call; what did not go is tried again on a new connection."""
        batch: list[Message] = []
        while True:
            try:
                with redis.from_url(self._url, socket_timeout=5, retry=Retry(NoBackoff(), 0)) as client:
                    key = key_of(client.info("server")["run_id"])
                    self._state = "ok"
                    while True:
                        batch = batch or self._gathered()
                        _add(client, key, batch)
                        batch = []
            except redis.RedisError:
                self._state = "away"
                time.sleep(AGAIN_SECONDS)

    def _gathered(self) -> list[Message]:
        batch = [self._waiting.get()]
        with suppress(queue.Empty):
            while len(batch) < MOST_AT_ONCE:
                batch.append(self._waiting.get_nowait())
        return batch

    async def attach(self, edge: Edge) -> None:
        """Read what the stream keeps, then what comes."""
        ready = asyncio.Event()
        self._is_edge = True
        self._task = asyncio.create_task(self._follow(edge, ready))
        with suppress(TimeoutError):
            await asyncio.wait_for(ready.wait(), 2)

    async def _follow(self, edge: Edge, ready: asyncio.Event) -> None:
        run_id, last = "", b"0-0"
        while self._is_edge:
            client = async_redis.from_url(self._url, retry=Retry(NoBackoff(), 0))
            try:
                found = str((await client.info("server"))["run_id"])
                if found != run_id:
                    run_id, last = found, b"0-0"
                    first = await client.xrange(key_of(run_id), count=1)
                    edge.begin(run_id[:12], number_of(first[0][0]) - 1 if first else 0)
                self._state = "ok"
                while self._is_edge:
                    before = last
                    last = await _read(client, key_of(run_id), last, edge, wait=ready.is_set())
                    if last == before:
                        ready.set()
            except (redis.RedisError, OSError):
                self._state = "away"
                await asyncio.sleep(AGAIN_SECONDS)
            finally:
                await client.aclose()

    async def detach(self) -> None:
        """Stop reading. The client may swallow the cancelling, so the task looks at the flag too."""
        self._is_edge = False
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task], timeout=1)
            self._task = None

    def state(self) -> str:
        """Whether Redis answers."""
        return self._state


def _add(client: redis.Redis, key: str, batch: list[Message]) -> None:
    with client.pipeline(transaction=False) as pipe:
        for message in batch:
            pipe.xadd(key, {"m": to_line(message)}, maxlen=KEPT, approximate=True)
        pipe.expire(key, KEPT_SECONDS)
        pipe.execute()


async def _read(client: Any, key: str, last: bytes, edge: Edge, *, wait: bool) -> bytes:
    """Give the edge what came after `last`; the id to go on from."""
    found = await client.xread({key: last}, count=1000, block=BLOCK_MS if wait else None)
    for _key, entries in found:
        for entry, fields in entries:
            last = entry
            edge.deliver(from_line(fields[b"m"]), number_of(entry))
    return last
