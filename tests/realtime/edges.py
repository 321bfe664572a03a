"""A real edge in a thread, on a free port, and small clients for it."""

import asyncio
import http.client
import json
import socket
import threading
from contextlib import contextmanager

import uvicorn

from zhibu.realtime import bus as buses
from zhibu.realtime.arrivals import protocol_of
from zhibu.realtime.edge import Edge

OPTIONS = {"fast": True, "readers": 1000, "rate": 1000.0, "metrics": True}


class Whole(http.client.HTTPConnection):
    """Sends head and body together, as browsers and proxies send a small post."""

    def _send_output(self, message_body=None, encode_chunked=False):
        self._buffer.extend((b"", b""))
        self.send(b"\r\n".join(self._buffer) + (message_body or b""))
        del self._buffer[:]


class Served:
    """A running edge: its port, its loop, its hub."""

    def __init__(self, edge: Edge, *, short: bool = False, **config) -> None:
        self.edge, self.connects = edge, Whole if short else http.client.HTTPConnection
        config |= {"http": protocol_of(edge)} if short else {}
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.server = uvicorn.Server(
            uvicorn.Config(edge, log_level="error", lifespan="off", ws="none", access_log=False, **config)
        )
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.ready = threading.Event()
        self.streams: list[Following] = []

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.hub, self.sequencer = await self.edge.start()
        self.loop.call_soon(self.ready.set)
        await self.server.serve(sockets=[self.socket])

    def call(self, action, *args):
        """Do something on the loop and wait for it."""

        async def done():
            return action(*args)

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(5)

    def stop(self) -> None:
        """As the server does when it is told to stop."""
        if not self.thread.is_alive():
            return
        asyncio.run_coroutine_threadsafe(self.edge.stop(), self.loop).result(10)
        self.server.should_exit = True
        self.thread.join(10)

    # clients

    def ask(self, method: str, path: str, body: object = None, **headers: str):
        """Status, JSON and headers of one request."""
        connection = self.connects("127.0.0.1", self.port, timeout=10)
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, data, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text), answer.headers

    def raw(self, path: str) -> str:
        """The text at an address."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def follow(self, ticket: str, after: str = "") -> "Following":
        """Open a stream."""
        self.streams.append(Following(self.port, ticket, after))
        return self.streams[-1]


class Following:
    """A stream that is read event by event."""

    def __init__(self, port: int, ticket: str, after: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.connection.request("GET", f"/rt/stream?ticket={ticket}" + (f"&after={after}" if after else ""))
        self.answer = self.connection.getresponse()
        self.id = ""
        self.hello = self.next()

    def next(self) -> tuple[str, dict] | None:
        """(name, data) of the next event; None when the stream has ended."""
        event: dict[str, str] = {}
        while True:
            try:
                line = self.answer.readline().decode()
            except (http.client.IncompleteRead, ConnectionResetError):
                return None
            if not line:
                return None
            if line.strip():
                name, _, value = line.rstrip("\n").partition(": ")
                event[name] = value
                continue
            self.id = event.get("id", self.id)
            if "data" in event:
                return event.get("event", "message"), json.loads(event["data"])
            event = {}

    def numbers(self, count: int) -> list[int]:
        """The `d.i` of the next `count` events."""
        return [self.next()[1]["d"]["i"] for _ in range(count)]

    def close(self) -> None:
        """Leave."""
        self.answer.close()
        self.connection.close()


@contextmanager
def serving(options: dict | None = None, **config):
    """An edge of its own with a bus of its own."""
    buses.bus.cache_clear()
    served = Served(Edge(OPTIONS | (options or {})), **config)
    served.thread.start()
    assert served.ready.wait(5)
    try:
        yield served
    finally:
        for stream in served.streams:
            stream.close()
        served.stop()
        buses.bus.cache_clear()
