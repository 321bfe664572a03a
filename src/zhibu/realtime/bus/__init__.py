"""How an event gets from the process that publishes it to the edges that have readers (REALTIME_URL)."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

LARGEST_BYTES = 32 * 1024


def now_ms() -> int:
    """The wall clock, in milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Message:
    """An event on its way; `data` is JSON already ("" for none). `is_drop` closes the streams of a person.

    A later event `about` the same thing of a topic takes the place of an earlier one for those who come back.
    """

    topic: str
    event: str
    data: str
    is_drop: bool = False
    at_ms: int = field(default_factory=now_ms)
    about: str = ""


class Edge(Protocol):
    """What a bus delivers to: the hub of a process that has readers. Called on the event loop."""

    def deliver(self, message: Message, seq: int | None = None) -> None:
        """Give one event to its readers; `seq` is the bus's own number, which all edges share."""

    def begin(self, epoch: str, forgotten: int = 0) -> None:
        """Numbers start anew, those up to `forgotten` are not to be had: what readers know of older ones is void."""


class Bus(Protocol):
    """One way of carrying. `send` is called from any thread; `attach` once, on the loop of an edge."""

    def send(self, message: Message) -> None:
        """Carry one message to every edge. Never blocks for long, never raises."""

    async def attach(self, edge: Edge) -> None:
        """Begin to deliver to the hub of this process."""

    async def detach(self) -> None:
        """Stop delivering, let go of sockets."""

    def state(self) -> str:
        """ "ok", or what is wrong, in a word."""


@cache
def bus() -> Bus:
    """The bus of this process."""
    maker: Callable[[str], Bus] = import_string(settings.REALTIME["bus"])
    return maker(settings.REALTIME["url"])


def encode(data: Mapping[str, object] | None) -> str:
    """Data as JSON; ValueError when it is none, or too long for an event."""
    if data is None:
        return ""
    try:
        text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except TypeError as error:
        raise ValueError(str(error)) from error
    if len(text.encode()) > LARGEST_BYTES:
        raise ValueError(f"an event carries at most {LARGEST_BYTES} bytes: send ids, pages fetch the rest")
    return text
