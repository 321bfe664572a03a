"""The bridge from the edge's loop to Django's pages: one way into a thread and one way back for a usual page.

a2wsgi reads the request for WSGI. Its own way of answering crosses from thread to loop with every part and waits each
time: 0.5 ms of processor time a page, half of it spent on waiting for the interpreter (docs/adr/0006-wsgi-bridge.md).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi.wsgi import Body, build_environ

Send = Callable[[dict[str, Any]], Awaitable[None]]
Pages = Callable[[Any, Callable[..., Any]], Iterable[bytes]]
GATHERED_BYTES = 65_536  # what is longer goes out in parts of this size, as fast as the reader takes it
GATHERED_SECONDS = 0.5


class Bridge:
    """An ASGI application that makes pages in a pool of threads, each with its own database connection."""

    def __init__(self, pages: Pages, *, threads: int) -> None:
        self._pages = pages
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="zhibu-page")

    async def __call__(self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        """One request; a body that is longer than its first part is read as the page asks for it."""
        first = await receive()
        if first["type"] == "http.disconnect":
            return
        loop = asyncio.get_running_loop()
        body = Body(loop, receive)
        body.buffer.extend(first.get("body", b""))
        body._has_more = first.get("more_body", False)
        answer = Answer(loop, send)
        await loop.run_in_executor(self._pool, answer.make, self._pages, build_environ(scope, body))
        await answer.send(is_last=True)


class Answer:
    """What a page answers: made in a thread, sent on the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self._loop, self._send = loop, send
        self._start: dict[str, Any] | None = None
        self._parts: list[bytes] = []
        self._size, self._since = 0, 0.0

    def make(self, pages: Pages, environ: Any) -> None:
        """In the thread: gather what the page gives."""
        parts = pages(environ, self._begin)
        self._since = time.monotonic()
        try:
            for part in parts:
                self._gather(part)
        finally:
            getattr(parts, "close", lambda: None)()

    def _begin(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], None]:
        encoded = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
        self._start = {"type": "http.response.start", "status": int(status[:3]), "headers": encoded}
        return self._gather

    def _gather(self, part: bytes) -> None:
        self._parts.append(part)
        self._size += len(part)
        if self._size >= GATHERED_BYTES or time.monotonic() - self._since > GATHERED_SECONDS:
            asyncio.run_coroutine_threadsafe(self.send(is_last=False), self._loop).result()
            self._size, self._since = 0, time.monotonic()

    async def send(self, *, is_last: bool) -> None:
        """On the loop: what has been gathered."""
        if self._start is not None:
            start, self._start = self._start, None
            await self._send(start)
        body, self._parts = b"".join(self._parts), []
        await self._send({"type": "http.response.body", "body": body, "more_body": not is_last})
