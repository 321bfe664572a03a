"""unix:///path: pages in several processes and one edge on the same host. A message is one line of JSON."""

import asyncio
import json
import logging
import queue
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from zhibu.realtime.bus import Edge, Message
from zhibu.realtime.bus.memory import MemoryBus

logger = logging.getLogger(__name__)
MOST_WAITING = 10_000
AGAIN_SECONDS = 0.5
LONGEST_LINE = 1024 * 1024


class UnixBus:
    """The edge listens on the socket; in its own process messages take the way of memory://."""

    def __init__(self, url: str) -> None:
        self._path = urlsplit(url).path
        self._here: MemoryBus | None = None
        self._server: asyncio.AbstractServer | None = None
        self._lines: queue.Queue[bytes] = queue.Queue(MOST_WAITING)
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None
        self._state = "ok"

    def send(self, message: Message) -> None:
        """To the hub of this process, else to the thread that holds the socket."""
        if self._here is not None:
            self._here.send(message)
            return
        with self._start:
            if self._thread is None:
                self._thread = threading.Thread(target=self._carry, name="zhibu-bus", daemon=True)
                self._thread.start()
        try:
            self._lines.put_nowait(to_line(message))
        except queue.Full:
            logger.warning("The edge is away; an event to %s was not told", message.topic)

    def _carry(self) -> None:
        """Write what waits; a line that did not go is tried again with a new connection."""
        line: bytes | None = None
        while True:
            with suppress(OSError), socket.socket(socket.AF_UNIX) as to_edge:
                to_edge.connect(self._path)
                self._state = "ok"
                while True:
                    line = line or self._lines.get()
                    to_edge.sendall(line)
                    line = None
            self._state = "away"
            time.sleep(AGAIN_SECONDS)

    async def attach(self, edge: Edge) -> None:
        """Listen; only processes of the same user may connect."""
        here = MemoryBus("")
        await here.attach(edge)
        path = Path(self._path)
        path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._hear, path, limit=LONGEST_LINE)
        path.chmod(0o600)
        self._here = here

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.CancelledError):
            while line := await reader.readline():
                if self._here is not None:
                    self._here.send(from_line(line))
        writer.close()

    async def detach(self) -> None:
        """Close the socket; who sends keeps it for the next edge."""
        if self._server is not None and self._here is not None:
            self._server.close()
            await self._here.detach()
            self._server = self._here = None

    def state(self) -> str:
        """Whether the edge takes what is sent."""
        return self._state


def to_line(message: Message) -> bytes:
    """A message for another process."""
    parts = [message.topic, message.event, message.data, message.is_drop, message.at_ms, message.about]
    return json.dumps(parts).encode() + b"\n"


def from_line(line: bytes) -> Message:
    """A message of another process."""
    return Message(*json.loads(line))
