"""Which topics there are, who may read them and who takes what people post. Apps fill it when they start."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from zhibu.kernel.viewer import Viewer

MayRead = TypeVar("MayRead", bound=Callable[..., bool])
TICKS_MS = {"quiz": 0, "talk": 0, "person": 0, "barrage": 200}  # the prefix's own wish goes first
USUAL_TICK_MS = 50


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody sent to a room. `room` is the whole topic ("quiz.7"); `number` counts the room's posts in
    the order in which they came; `read_at_ns` is the wall clock when its bytes were read from the network."""

    room: str
    person_id: int
    key: str
    body: dict[str, Any]
    number: int
    read_at_ns: int
    rtt_ms: float

    @property
    def room_key(self) -> str:
        """ "7" of "quiz.7"."""
        return self.room.partition(".")[2]


class Uplink(Protocol):
    """What an app registers to take posts."""

    def open(self, room: str) -> int | None:
        """Once a room and process, in a thread; may read the database. A number that is returned is the last one
        given before, so that counting goes on after it."""

    def admit(self, post: Post) -> dict[str, Any] | None:
        """On the event loop, in the order of arrival: memory only, no ORM. A refusal {code, sentence}, or None."""

    def store(self, posts: Sequence[Post]) -> Sequence[dict[str, Any]]:
        """In the writer's thread and transaction, all posts at once. One acknowledgement a post; a key that is
        there already gets the acknowledgement of its first time."""

    def stored(self, posts: Sequence[Post], acknowledgements: Sequence[dict[str, Any]]) -> None:
        """After COMMIT, on the event loop: memory and `publish` only."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A prefix of topics."""

    may: Callable[..., bool]
    tick_ms: int
    asks_to_post: bool


_kinds: dict[str, Kind] = {}
_uplinks: dict[str, Uplink] = {}


def readable(prefix: str, *, tick_ms: int | None = None) -> Callable[[MayRead], MayRead]:
    """Register `may_read(viewer, key)` or `may_read(viewer, key, *, to="read")` for the topics `prefix.key`.

    `tick_ms` is the least time between two writes to a reader (0: at once); what comes meanwhile is joined.
    """

    def register(may: MayRead) -> MayRead:
        tick = TICKS_MS.get(prefix, USUAL_TICK_MS) if tick_ms is None else tick_ms
        _kinds[prefix] = Kind(may, tick, "to" in inspect.signature(may).parameters)
        return may

    return register


def uplink(prefix: str, taker: Uplink) -> None:
    """Register who takes the posts to `prefix.key`."""
    _uplinks[prefix] = taker


def uplink_of(room: str) -> Uplink | None:
    """Who takes the posts to a room."""
    return _uplinks.get(room.partition(".")[0])


def tick_of(topic: str) -> float:
    """Seconds between two writes of a topic."""
    kind = _kinds.get(topic.partition(".")[0])
    return (kind.tick_ms if kind else USUAL_TICK_MS) / 1000


def may(viewer: Viewer, topic: str, *, to: str) -> bool:
    """Whether the viewer may read a topic or post to it; nobody may with one that no app knows."""
    prefix, dot, key = topic.partition(".")
    kind = _kinds.get(prefix)
    if kind is None or not dot or not key:
        return False
    if to == "read":
        return kind.may(viewer, key)
    return prefix in _uplinks and kind.asks_to_post and kind.may(viewer, key, to=to)


@readable("person")
def _own(viewer: Viewer, key: str) -> bool:
    return viewer.person_id is not None and key == str(viewer.person_id)
