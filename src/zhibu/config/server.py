"""The embedded mode: web, edge, worker and schedule in one process."""

import asyncio
import gc
import resource
import socket
import sys
from contextlib import suppress
from typing import Any

import uvicorn
import uvloop

from zhibu.config import worker
from zhibu.kernel.events import wake
from zhibu.realtime.arrivals import protocol_of
from zhibu.realtime.edge import Edge

# While the edge writes to many readers, the writer's thread gets its turn ten times sooner than by Python's own
# 5 ms: the slowest answers come in half the time, for seven of a hundred fewer of them (docs/explanation/realtime.md).
SWITCH_SECONDS = 0.0005


class Server(uvicorn.Server):
    """Starts the edge before the first request and ends its streams before it waits for connections to close."""

    def __init__(self, config: uvicorn.Config, edge: Edge) -> None:
        super().__init__(config)
        self.edge = edge

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """The edge listens to the bus from the beginning."""
        await self.edge.start()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """What was taken is stored and acknowledged; readers come back to the next process."""
        await self.edge.stop()
        await super().shutdown(sockets)


def configured(application: Any, edge: Edge, *, host: str, port: int) -> uvicorn.Config:
    """How the edge is served, here and in the benchmarks."""
    return uvicorn.Config(
        application, host=host, port=port, log_level="warning", access_log=False, backlog=4096, proxy_headers=False,
        server_header=False, lifespan="off", ws="none", http=protocol_of(edge), timeout_graceful_shutdown=10,
    )  # fmt: skip


def serve(*, host: str, port: int, with_worker: bool = True) -> None:
    """Serve until interrupted; the worker ends with the server."""
    from zhibu.config.asgi import application, edge  # noqa: PLC0415 (looks at the static files, collected by now)

    _allow_many_sockets()
    sys.setswitchinterval(SWITCH_SECONDS)
    thread, stop = worker.start_thread() if with_worker else (None, None)
    gc.collect()
    gc.freeze()
    try:
        # uvicorn raises Ctrl-C once more when it has ended in good order
        with suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(Server(configured(application, edge, host=host, port=port), edge).serve())
    finally:
        if stop and thread:
            stop.set()
            wake.set()
            thread.join(timeout=10)


def _allow_many_sockets() -> None:
    """Each reader is a file to the system; take as many as it allows."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
