"""Streams (server-sent events) and the long poll for web views that break them; both carry the same ids."""

import asyncio
import json
from typing import Any

from zhibu.realtime.bus import now_ms
from zhibu.realtime.errors import Full, TicketLapsed
from zhibu.realtime.exchange import NO_STORE, Exchange
from zhibu.realtime.hub import SKEW_MS, Hub, Reader
from zhibu.realtime.tickets import Ticket, verify

LONGEST_WAIT_SECONDS = 25.0
LONGEST_BACK_MS = 60_000
GATHER_SECONDS = 0.05  # what follows at once goes into the same answer of a long poll
HEADERS = [(b"content-type", b"text/event-stream"), NO_STORE, (b"x-accel-buffering", b"no")]


def valid(hub: Hub, text: str) -> Ticket:
    """The ticket. Raises TicketLapsed."""
    ticket = verify(text, now_ms=now_ms())
    if ticket is None or hub.is_dropped(ticket.person_id, ticket.issued_ms):
        raise TicketLapsed
    return ticket


class Mailbox:
    """A reader served by ASGI's own `send`: what he has not taken yet."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size, self._closed = 0, False
        self._there = asyncio.Event()

    def write(self, data: bytes) -> None:
        """Put it in."""
        self._parts.append(data)
        self._size += len(data)
        self._there.set()

    def behind(self) -> int:
        """Bytes he has not taken."""
        return self._size

    def cut(self) -> None:
        """No more comes."""
        self._closed = True
        self._there.set()

    async def take(self) -> bytes | None:
        """All that waits, None when no more comes."""
        await self._there.wait()
        self._there.clear()
        if self._closed:
            return None
        parts, self._parts, self._size = self._parts, [], 0
        return b"".join(parts)


def admitted(hub: Hub, text: str, *, most: int) -> Ticket:
    """The ticket of one more reader. Raises TicketLapsed, Full."""
    ticket = valid(hub, text)
    if len(hub.readers) >= most:
        raise Full
    return ticket


def by_transport(hub: Hub, ticket: Ticket, transport: asyncio.Transport, *, head: bytes, after: str | None) -> Reader:
    """A reader whose events are written on his connection; `head` begins his answer, which goes out in chunks."""
    reader = Reader(
        ticket.person_id, ticket.expires_ms, transport.write, transport.get_write_buffer_size, transport.abort, True
    )
    transport.write(head)
    _greet(hub, reader, ticket, after)
    return reader


async def stream(hub: Hub, exchange: Exchange, *, most: int) -> None:
    """GET /rt/stream?ticket=…: events until the reader leaves, is dropped, or his ticket runs out."""
    query = exchange.query()
    ticket = admitted(hub, query.get("ticket", ""), most=most)
    after = query.get("after") or exchange.header(b"last-event-id") or None
    await exchange.send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await _by_mailbox(hub, exchange, ticket, after)


async def _by_mailbox(hub: Hub, exchange: Exchange, ticket: Ticket, after: str | None) -> None:
    box = Mailbox()
    reader = Reader(ticket.person_id, ticket.expires_ms, box.write, box.behind, box.cut, False)
    _greet(hub, reader, ticket, after)
    gone = asyncio.ensure_future(_gone(exchange, box))
    try:
        while (data := await box.take()) is not None:
            await exchange.send({"type": "http.response.body", "body": data, "more_body": True})
        await exchange.send({"type": "http.response.body", "body": b""})
    finally:
        hub.leave(reader)
        gone.cancel()


async def _gone(exchange: Exchange, box: Mailbox) -> None:
    while (await exchange.receive())["type"] != "http.disconnect":
        pass
    box.cut()


def _greet(hub: Hub, reader: Reader, ticket: Ticket, after: str | None) -> None:
    """The stream's number, by which its topics can be changed, the clock, and what was missed."""
    missed = hub.join(reader, ticket.topics, after=after, since_ms=ticket.issued_ms - SKEW_MS)
    mark = "" if missed else f"id: {hub.cursor_of(reader)}\n"  # what was missed carries its own
    hello = f'{mark}event: hello\ndata: {{"stream":{reader.number},"now":{now_ms()}}}\n\n'
    hub.give(reader, hello.encode() + missed)


async def change(hub: Hub, exchange: Exchange, body: dict[str, Any]) -> None:
    """POST /rt/topics {ticket, stream, since}: the stream follows the new ticket's topics and lives as long.

    Topics that are new begin `since` milliseconds before the ticket, for a page that was made before it.
    """
    ticket = valid(hub, str(body.get("ticket", "")))
    number = body.get("stream")
    reader = hub.reader(number, ticket.person_id) if isinstance(number, int) else None
    if reader is None:
        raise TicketLapsed
    reader.expires_ms = ticket.expires_ms
    since = body.get("since")
    back = min(since, LONGEST_BACK_MS) if isinstance(since, int | float) and since > 0 else 0  # NaN is not more
    missed = hub.follow(reader, ticket.topics, after=None, since_ms=int(ticket.issued_ms - SKEW_MS - back))
    if missed:
        hub.give(reader, missed)
    await exchange.answer({"topics": sorted(ticket.topics)})


async def poll(hub: Hub, exchange: Exchange) -> None:
    """GET /rt/poll?ticket=…&after=…&wait=25: what came after the id; waits for it as long as asked."""
    query = exchange.query()
    ticket = valid(hub, query.get("ticket", ""))
    after, since = query.get("after") or None, ticket.issued_ms - SKEW_MS
    wait = query.get("wait", "25")
    seconds = min(float(wait), LONGEST_WAIT_SECONDS) if wait.isdecimal() else LONGEST_WAIT_SECONDS
    missed = hub.missed(ticket.topics, after=after, since_ms=since)
    if not missed and seconds:
        missed = await _awaited(hub, exchange, ticket, seconds, after)
    await exchange.answer({"now": now_ms(), "after": hub.cursor(), "events": _events(missed)})


async def _awaited(hub: Hub, exchange: Exchange, ticket: Ticket, seconds: float, after: str | None) -> bytes:
    """Follow the topics until something comes."""
    box = Mailbox()
    reader = Reader(ticket.person_id, ticket.expires_ms, box.write, box.behind, box.cut, False)
    hub.join(reader, ticket.topics, after=hub.cursor(), since_ms=0)
    gone = asyncio.ensure_future(_gone(exchange, box))
    missed = b""
    try:
        async with asyncio.timeout(seconds):
            while not missed:  # a write may carry what he has had
                if await box.take() is None:
                    raise TicketLapsed
                await asyncio.sleep(GATHER_SECONDS)
                missed = hub.missed(ticket.topics, after=after, since_ms=ticket.issued_ms - SKEW_MS)
    except TimeoutError:
        pass
    finally:
        gone.cancel()
        hub.leave(reader)
    return missed


def _events(data: bytes) -> list[Any]:
    """The JSON of each event; a reset is {"reset": [topics]}."""
    events = []
    for block in data.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "data" in lines:
            found = json.loads(lines["data"])
            events.append({"reset": found["t"]} if lines.get("event") == "reset" else found)
    return events
