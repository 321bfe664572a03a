"""How the bytes of a request come in: stamped as the network gave them; plain posts and streams taken at once.

With many posts at one instant the stamp is three to four times nearer the truth than a look at the clock in the door.
An ordinary post or stream that is whole in these bytes needs no parser, no task and no ASGI cycle; a stream is
written on the connection itself. Whatever is not ordinary goes uvicorn's public way, which every request can go.
"""

import asyncio
import re
import time
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from zhibu.kernel.errors import Refused
from zhibu.realtime import streams
from zhibu.realtime.distance import HEADER, round_trip_ms, told_ms
from zhibu.realtime.edge import Edge
from zhibu.realtime.exchange import Answer, accepted, refused
from zhibu.realtime.hub import Reader

ASKED = b"POST /rt/post HTTP/1.1\r\n"
FOLLOWS = re.compile(rb"GET /rt/stream\?([^ #\r\n]+) HTTP/1\.1\r\n")
LAST_ID = re.compile(rb"\r\nlast-event-id:[ \t]*([^\r]*)", re.IGNORECASE)
UNUSUAL = re.compile(rb"\r\n(?:transfer-encoding|expect|upgrade|connection:[ \t]*close)|[^\r]\n")
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,5})[ \t]*(?=\r\n|$)")
DISTANCE = re.compile(rb"\r\n" + HEADER + rb":[ \t]*([0-9]{1,9})[ \t]*(?=\r\n|$)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\ncookie:[ \t]*([^\r]*)", re.IGNORECASE)
MOST_HELD_BYTES = 65_536


def whole_post(data: bytes) -> bytes | None:
    """The body when the bytes are exactly one plain post."""
    if not data.startswith(ASKED):
        return None
    head, _, body = data.partition(b"\r\n\r\n")
    head = head.lower()
    if head.count(b"content-length") != 1 or UNUSUAL.search(head):
        return None
    length = LENGTH.search(head)
    return body if length and int(length[1]) == len(body) else None


def whole_stream(data: bytes) -> dict[str, str] | None:
    """The parameters when the bytes are exactly one plain request for a stream; its last id among them."""
    asked = FOLLOWS.match(data)
    if asked is None or data.find(b"\r\n\r\n") != len(data) - 4:
        return None
    head = data[:-4]
    if UNUSUAL.search(lower := head.lower()) or b"\r\ncontent-length" in lower:
        return None
    query = {name: values[-1] for name, values in parse_qs(asked[1].decode("latin-1")).items()}
    if (last := LAST_ID.search(head)) and last[1].strip():
        query.setdefault("after", last[1].strip().decode("latin-1"))
    return query


class EdgeProtocol(HttpToolsProtocol):
    """uvicorn's protocol; each request's scope carries `read_at_ns`, the wall clock at its first bytes."""

    edge: Edge
    read_at_ns = 0
    _is_inside = False  # a request that uvicorn's parser has not seen to its end
    _asked: bytes = b""  # the post whose answer is awaited
    _held: bytes = b""
    _reader: Reader | None = None  # who follows on this connection

    def data_received(self, data: bytes) -> None:
        """Note the time, then read."""
        if self._asked:
            self._hold(data)
            return
        self.read_at_ns = time.time_ns()
        if not (self._reader or (self._is_idle() and self._is_taken(data))):
            super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """A reader has left."""
        if self._reader:
            self.edge.leave(self._reader)
            self._reader = None
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A request begins in these bytes."""
        super().on_message_begin()
        self._is_inside = True
        self.scope["read_at_ns"] = self.read_at_ns  # type: ignore[typeddict-unknown-key]
        self.scope["connection"] = self.transport  # type: ignore[typeddict-unknown-key]

    def on_message_complete(self) -> None:
        """A request ends in these bytes."""
        self._is_inside = False
        super().on_message_complete()

    def _is_idle(self) -> bool:
        return not self._is_inside and (self.cycle is None or self.cycle.response_complete)

    def _is_taken(self, data: bytes) -> bool:
        """Whether the edge took it; what it refuses at once is refused by the public way, in the caller's language."""
        try:
            if (body := whole_post(data)) is not None:
                return self._take(body, data)
            return (query := whole_stream(data)) is not None and self._follow(query)
        except Refused:
            return False

    def _follow(self, query: dict[str, str]) -> bool:
        """A stream on this connection until one of both sides ends it."""
        head = Answer(200, [*streams.HEADERS, (b"transfer-encoding", b"chunked")], b"")
        self._reader = self.edge.follow(query, self.transport, self._framed(head))
        if self._reader:
            self._unset_keepalive_if_required()
        return self._reader is not None

    def _take(self, body: bytes, data: bytes) -> bool:
        answer = self.edge.take(body, read_at_ns=self.read_at_ns, measured_ms=self._distance(data))
        if answer is None:
            return False
        self._unset_keepalive_if_required()
        self._asked = data
        answer.add_done_callback(self._answer)
        return True

    def _distance(self, data: bytes) -> float | None:
        if not self.edge.is_proxied:
            return round_trip_ms(self.transport)
        found = DISTANCE.search(data.partition(b"\r\n\r\n")[0])
        return told_ms(found[1].decode()) if found else None

    def _answer(self, done: asyncio.Future[dict[str, Any] | Refused]) -> None:
        """After COMMIT."""
        asked, self._asked = self._asked, b""
        if self.transport.is_closing():
            return
        said = done.result()
        answer = refused(said, cookie=_cookie(asked)) if isinstance(said, Refused) else accepted(said)
        self.transport.write(self._framed(answer))
        self.on_response_complete()
        if self._held:
            held, self._held = self._held, b""
            self.loop.call_soon(partial(self._go_on, held))

    def _framed(self, answer: Answer) -> bytes:
        headers = [*self.server_state.default_headers, *answer.headers]
        lines = b"".join(b"%b: %b\r\n" % header for header in headers)
        return b"HTTP/1.1 %d %b\r\n%b\r\n%b" % (answer.status, _phrase(answer.status), lines, answer.data)

    def _hold(self, data: bytes) -> None:
        """Whoever does not wait for his answer waits for it here; he may not send without end."""
        self._held += data
        if len(self._held) > MOST_HELD_BYTES:
            self.transport.abort()

    def _go_on(self, held: bytes) -> None:
        if not self.transport.is_closing():
            self.data_received(held)


def protocol_of(edge: Edge) -> type[EdgeProtocol]:
    """The protocol of a server whose posts go to this edge."""
    return type("ServedProtocol", (EdgeProtocol,), {"edge": edge})


def _cookie(data: bytes) -> str:
    found = COOKIE.search(data.partition(b"\r\n\r\n")[0])
    return found[1].decode("latin-1") if found else ""


def _phrase(status: int) -> bytes:
    return b"OK" if status == HTTPStatus.OK else HTTPStatus(status).phrase.encode()
