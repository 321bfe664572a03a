"""memory://: pages and readers live in one process."""

import asyncio
import threading
from collections import deque

from zhibu.realtime.bus import Edge, Message


class MemoryBus:
    """Hands messages to the loop's thread; one wake-up carries all that wait. Without readers there is no loop,
    and what is sent is forgotten."""

    def __init__(self, url: str) -> None:
        self._edge: Edge | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0
        self._waiting: deque[Message] = deque()
        self._called = False

    def send(self, message: Message) -> None:
        """Deliver at once on the loop's own thread, else by a call to it."""
        if self._edge is None or self._loop is None:
            return
        if threading.get_ident() == self._thread and not self._waiting:
            self._edge.deliver(message)
            return
        self._waiting.append(message)
        if not self._called:
            self._called = True
            self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        self._called = False
        while self._waiting and self._edge is not None:
            self._edge.deliver(self._waiting.popleft())

    async def attach(self, edge: Edge) -> None:
        """The hub of this process takes what is sent from now on."""
        self._loop, self._thread, self._edge = asyncio.get_running_loop(), threading.get_ident(), edge

    async def detach(self) -> None:
        """Nobody takes it any more."""
        self._edge = self._loop = None
        self._waiting.clear()
        self._called = False

    def state(self) -> str:
        """There is nothing that could be away."""
        return "ok"
