"""The embedded mode: web, worker and schedule in one process."""

import asyncio
import gc

import uvicorn

from zhibu.config import worker
from zhibu.kernel.events import wake


def serve(*, host: str, port: int, with_worker: bool = True) -> None:
    """Serve until interrupted; the worker ends with the server."""
    config = uvicorn.Config(
        "zhibu.config.asgi:application", host=host, port=port, log_level="warning", access_log=False,
        backlog=4096, proxy_headers=False, server_header=False, lifespan="off",
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread, stop = worker.start_thread() if with_worker else (None, None)
    gc.freeze()
    try:
        asyncio.run(server.serve())
    finally:
        if stop and thread:
            stop.set()
            wake.set()
            thread.join(timeout=10)
