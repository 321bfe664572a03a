"""`/rt/…`: streams, long polls and posts as raw ASGI, before Django. One Edge a process, made by config/asgi.py."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from zhibu.kernel.errors import Refused
from zhibu.realtime import metrics, posts, streams
from zhibu.realtime.bus import bus, now_ms
from zhibu.realtime.dropped import Dropped
from zhibu.realtime.errors import Fault, Full, NoSuchDoor
from zhibu.realtime.exchange import PLAIN, Exchange, Receive, Scope, Send
from zhibu.realtime.hub import KEEP_ALIVE_SECONDS, Hub, Reader
from zhibu.realtime.uplink import Answer, Sequencer

logger = logging.getLogger(__name__)
Door = Callable[[Exchange], Awaitable[None]]
POSTS_A_SECOND = 5.0
MOST_READERS = 15_000
GOODBYE_SECONDS = 0.05  # acknowledgements leave before streams end


class Edge:
    """The ASGI application under /rt/. Starts with the first request, or before by `start`."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.is_proxied = bool(options.get("proxied"))
        self._running: tuple[Hub, Sequencer] | None = None
        self._stopping = False
        self.buckets = posts.Buckets(float(options.get("rate", POSTS_A_SECOND)))
        self._clock: asyncio.TimerHandle | None = None
        self._doors: dict[tuple[str, str], Door] = {
            ("GET", "/rt/stream"): self._stream,
            ("GET", "/rt/poll"): self._poll,
            ("POST", "/rt/topics"): self._topics,
            ("POST", "/rt/post"): self._post,
            ("GET", "/rt/clock"): self._now,
        }
        if options.get("metrics"):
            self._doors["GET", "/rt/metrics"] = self._metrics

    async def start(self) -> tuple[Hub, Sequencer]:
        """Begin to listen to the bus and to write posts. Raises Full when the process is stopping."""
        if self._stopping:
            raise Full
        if self._running is None:
            loop = asyncio.get_running_loop()
            book = Dropped(Path(self.options["dropped"])) if self.options.get("dropped") else None
            hub, sequencer = Hub(epoch=secrets.token_hex(4), loop=loop, dropped=book), Sequencer(loop)
            self._running = hub, sequencer
            sequencer.start()
            self._clock = loop.call_later(KEEP_ALIVE_SECONDS, self._sweep)
            await bus().attach(hub)
        return self._running

    def take(self, data: bytes, *, read_at_ns: int, measured_ms: float | None = None) -> asyncio.Future[Answer] | None:
        """A post's body on the short way (arrivals.py); None where only the public way can answer."""
        if self._running is None or self._stopping or len(data) > posts.LARGEST_BYTES:
            return None
        found = posts.read_object(data)
        return posts.submit(*self._running, self.buckets, found, read_at_ns=read_at_ns, measured_ms=measured_ms)

    def follow(self, query: dict[str, str], transport: asyncio.Transport, head: bytes) -> Reader | None:
        """A stream on the short way; None where only the public way can answer. Raises TicketLapsed, Full."""
        if self._running is None or self._stopping or not self.options.get("fast", True):
            return None
        hub = self._running[0]
        ticket = streams.admitted(hub, query.get("ticket", ""), most=self._most())
        return streams.by_transport(hub, ticket, transport, head=head, after=query.get("after"))

    def _most(self) -> int:
        return int(self.options.get("readers", MOST_READERS))

    def leave(self, reader: Reader) -> None:
        """A reader's connection is gone."""
        if self._running is not None:
            self._running[0].leave(reader)

    async def stop(self) -> None:
        """Store and acknowledge what was taken, then end every stream; new requests are told to come again."""
        self._stopping = True
        if self._running is None:
            return
        hub, sequencer = self._running
        if self._clock:
            self._clock.cancel()
        await sequencer.stop()
        await asyncio.sleep(GOODBYE_SECONDS)
        await bus().detach()
        hub.close()
        self._running = None

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        if self._running is not None:
            self._running[0].sweep()
            self.buckets.forget(loop.time())
            self._clock = loop.call_later(KEEP_ALIVE_SECONDS, self._sweep)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        exchange = Exchange(scope, receive, send)
        try:
            door = self._doors.get((scope["method"], scope["path"]))
            if door is None:
                raise NoSuchDoor
            await door(exchange)
        except Refused as refusal:
            await exchange.refuse(refusal)
        except Exception:
            logger.exception("A fault at %s", scope["path"])
            await exchange.refuse(Fault())

    async def _stream(self, exchange: Exchange) -> None:
        hub, _ = await self.start()
        await streams.stream(hub, exchange, most=self._most())

    async def _poll(self, exchange: Exchange) -> None:
        hub, _ = await self.start()
        await streams.poll(hub, exchange)

    async def _topics(self, exchange: Exchange) -> None:
        hub, _ = await self.start()
        found = await posts.read(exchange)
        if found is not None:
            await streams.change(hub, exchange, found)

    async def _post(self, exchange: Exchange) -> None:
        await posts.post(*await self.start(), self.buckets, exchange, is_proxied=self.is_proxied)

    async def _now(self, exchange: Exchange) -> None:
        await exchange.answer({"now": now_ms()})

    async def _metrics(self, exchange: Exchange) -> None:
        hub, sequencer = await self.start()
        await exchange.write(metrics.text(hub, sequencer).encode(), PLAIN)
