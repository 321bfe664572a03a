"""The fast path: write on uvicorn's transport. It is an attribute that uvicorn does not promise.

So its version is pinned in pyproject.toml, `works()` tries the framing once at the start, and a reader whose
transport cannot be found is served by ASGI's own `send`.
"""

import asyncio
import logging
from functools import cache
from typing import Any

from zhibu.realtime.hub import frame

logger = logging.getLogger(__name__)


def transport_of(send: Any) -> asyncio.Transport | None:
    """The transport behind an answer that has begun in chunks; None where it is not to be had."""
    cycle = getattr(send, "__self__", None)
    if not works() or not getattr(cycle, "chunked_encoding", False) or getattr(cycle, "response_complete", True):
        return None
    transport = getattr(cycle, "transport", None)
    has_calls = all(callable(getattr(transport, name, None)) for name in CALLS)
    return transport if has_calls else None


CALLS = ("write", "abort", "get_write_buffer_size", "is_closing")


@cache
def works() -> bool:
    """Whether this uvicorn frames an answer exactly as we do."""
    try:
        well = _framed_by_uvicorn(b"data: 1\n\n").endswith(b"\r\n\r\n" + frame(b"data: 1\n\n"))
    except Exception:
        logger.warning("This uvicorn is not the one the fast path knows", exc_info=True)
        well = False
    if not well:
        logger.warning("Readers are served by ASGI's own send, at two to five times the cost")
    return well


class _Paper:
    """A transport that notes what is written."""

    def __init__(self) -> None:
        self.text = b""

    def write(self, data: bytes) -> None:
        """Note it."""
        self.text += data


def _framed_by_uvicorn(body: bytes) -> bytes:
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle  # noqa: PLC0415 (private)

    paper: Any = _Paper()
    flow: Any = type("Flow", (), {"write_paused": False})()
    event: Any = None
    cycle = RequestResponseCycle(
        scope={"method": "GET"}, transport=paper, flow=flow, logger=logger, access_logger=logger, access_log=False,  # type: ignore[typeddict-item]
        default_headers=[], message_event=event, expect_100_continue=False, keep_alive=True, on_response=lambda: None,
    )  # fmt: skip
    start: Any = {"type": "http.response.start", "status": 200, "headers": []}
    chunk: Any = {"type": "http.response.body", "body": body, "more_body": True}
    for message in (start, chunk):
        _run(cycle.send(message))
    return bytes(paper.text)


def _run(call: Any) -> None:
    """A coroutine that never waits."""
    try:
        call.send(None)
    except StopIteration:
        return
    call.close()
    raise RuntimeError("uvicorn waited where it should only write")
