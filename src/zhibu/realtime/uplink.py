"""Posts of people: numbered as they come, stored together, acknowledged when they are on the disk.

While one transaction commits, the next posts gather: groups grow by themselves with the load, and no timer makes a
single post wait.
"""

import asyncio
import logging
import queue
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connections

from zhibu.kernel.errors import Refused
from zhibu.realtime.errors import Fault, NotStored
from zhibu.realtime.registry import Post, Uplink
from zhibu.realtime.services import make_durable, store_posts

logger = logging.getLogger(__name__)
Answer = dict[str, Any] | Refused
MOST_WAITING = 20_000
LONGEST_COMMIT_SECONDS = 2.0
MOST_REMEMBERED = 20_000
OPENING_SECONDS = 3.0  # what a process that stops gives a room to open


@dataclass(slots=True)
class Room:
    """A room's count, and the posts that wait until it is open."""

    taker: Uplink
    number: int = 0
    is_open: bool = False
    waiting: list["Item"] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Item:
    """A post on its way and who waits for it."""

    taker: Uplink
    post: Post
    answer: asyncio.Future[Answer]
    name: tuple[str, int, str]


@dataclass(slots=True)
class Counters:
    """What the uplink did since it started."""

    posts: int = 0
    refused: int = 0
    stored: int = 0
    failed: int = 0
    batches: int = 0
    commit_ms: float = 0.0
    longest_commit_ms: float = 0.0
    largest_batch: int = 0


class Sequencer:
    """Numbers and admits posts on the event loop, hands them to the writer, answers after COMMIT."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.counters = Counters()
        self._loop = loop
        self._rooms: dict[str, Room] = {}
        self._known: OrderedDict[tuple[str, int, str], asyncio.Future[Answer]] = OrderedDict()
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self.waiting = 0
        self._commit_began = 0.0
        self._thread: threading.Thread | None = None

    def is_full(self) -> bool:
        """Whether so much waits that more would only wait longer."""
        slow = self._commit_began and time.monotonic() - self._commit_began > LONGEST_COMMIT_SECONDS
        return self.waiting >= MOST_WAITING or bool(slow)

    def submit(self, post: Post, taker: Uplink) -> asyncio.Future[Answer]:
        """Take a post; its future holds the answer. The same key again gets the answer of its first time."""
        name = (post.room, post.person_id, post.key)
        if (known := self._known.get(name)) is not None:
            return known
        answer: asyncio.Future[Answer] = self._loop.create_future()
        self._known[name] = answer
        self.counters.posts += 1
        self.waiting += 1
        room = self._rooms.get(post.room) or self._open(post.room, taker)
        item = Item(taker, post, answer, name)
        if room.is_open:
            self._admit(room, item)
        else:
            room.waiting.append(item)
        return answer

    def _open(self, name: str, taker: Uplink) -> Room:
        room = self._rooms[name] = Room(taker)
        task = self._loop.run_in_executor(None, _opened, taker, name)
        task.add_done_callback(lambda done: self._is_open(name, room, done))
        return room

    def _is_open(self, name: str, room: Room, done: asyncio.Future[int | None]) -> None:
        """The room's memory is filled: let in who waited, in the order of arrival."""
        waiting, room.waiting = room.waiting, []
        if done.cancelled() or done.exception():
            logger.error("Room %s could not be opened", name, exc_info=None if done.cancelled() else done.exception())
            self._rooms.pop(name, None)
            for item in waiting:
                self._settle(item, NotStored())
            return
        room.number, room.is_open = done.result() or 0, True
        for item in waiting:
            self._admit(room, item)

    def _admit(self, room: Room, item: Item) -> None:
        """Number and judge, without a pause between the two."""
        room.number += 1
        object.__setattr__(item.post, "number", room.number)  # nobody has seen it yet; a copy costs ten times more
        refusal = _judged(item)
        if refusal is None:
            self._queue.put(item)
        else:
            self.counters.refused += 1
            self._settle(item, refusal)

    def _settle(self, item: Item, answer: Answer) -> None:
        """Only what was stored is remembered: a refusal or a failure may be tried again."""
        self.waiting -= 1
        if isinstance(answer, Refused):
            self._known.pop(item.name, None)
        elif len(self._known) > MOST_REMEMBERED and self._known[first := next(iter(self._known))].done():
            del self._known[first]
        if not item.answer.done():
            item.answer.set_result(answer)

    # the writer's thread

    def start(self) -> None:
        """Begin to write."""
        self._thread = threading.Thread(target=self._write, name="zhibu-writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Write what has been taken, then end; who is left without an answer sends again."""
        until = self._loop.time() + OPENING_SECONDS
        while any(room.waiting for room in self._rooms.values()) and self._loop.time() < until:
            await asyncio.sleep(0.01)
        self._queue.put(None)
        if self._thread:
            await self._loop.run_in_executor(None, self._thread.join, 10)
        while not self._queue.empty():
            if item := self._queue.get_nowait():
                self._settle(item, NotStored())
        for room in self._rooms.values():
            for item in room.waiting:
                self._settle(item, NotStored())
            room.waiting.clear()

    def _write(self) -> None:
        make_durable()
        while items := self._gathered():
            self._commit_began = time.monotonic()
            answers = self._stored(items)
            took = (time.monotonic() - self._commit_began) * 1000
            self._commit_began = 0.0
            try:
                self._loop.call_soon_threadsafe(self._answer, items, answers, took)
            except RuntimeError:  # the loop is closed: who asked will ask again
                break
        connections.close_all()

    def _gathered(self) -> list[Item]:
        """Everything that waits; sleeps while nothing does. Empty when the process stops."""
        items, item = [], self._queue.get()
        while item is not None:
            items.append(item)
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return items
        if items:
            self._queue.put(None)
        return items

    def _stored(self, items: list[Item]) -> list[Answer]:
        answers: dict[int, Answer] = {}
        for taker in dict.fromkeys(item.taker for item in items):
            own = [item for item in items if item.taker is taker]
            answers |= zip(map(id, own), _kept(taker, [item.post for item in own]), strict=True)
        return [answers[id(item)] for item in items]

    def _answer(self, items: list[Item], answers: list[Answer], took_ms: float) -> None:
        """Back on the loop: acknowledge, then let the rooms tell their readers."""
        self._count(answers, took_ms)
        for item, answer in zip(items, answers, strict=True):
            self._settle(item, answer)
        for taker in dict.fromkeys(item.taker for item in items):
            pairs = zip(items, answers, strict=True)
            kept = [(i.post, a) for i, a in pairs if i.taker is taker and not isinstance(a, Refused)]
            try:
                taker.stored([post for post, _ in kept], [ack for _, ack in kept])
            except Exception:
                logger.exception("What was stored could not be told")

    def _count(self, answers: list[Answer], took_ms: float) -> None:
        counters, good = self.counters, sum(not isinstance(answer, Refused) for answer in answers)
        counters.batches += 1
        counters.stored += good
        counters.failed += len(answers) - good
        counters.commit_ms += took_ms
        counters.longest_commit_ms = max(counters.longest_commit_ms, took_ms)
        counters.largest_batch = max(counters.largest_batch, len(answers))


def _judged(item: Item) -> Refused | None:
    try:
        refusal = item.taker.admit(item.post)
    except Exception:
        logger.exception("Room %s cannot judge a post", item.post.room)
        return Fault()
    return None if refusal is None else Refused(refusal["sentence"], code=refusal["code"])


def _opened(taker: Uplink, name: str) -> int | None:
    """In a thread of the pool, which keeps no connection."""
    try:
        return taker.open(name)
    finally:
        connections.close_all()


def _kept(taker: Uplink, posts: Sequence[Post]) -> list[Answer]:
    """One transaction; when a post spoils it, each of them alone, so that it spoils only itself."""
    try:
        return list(store_posts(taker, posts))
    except (OperationalError, InterfaceError):
        logger.exception("The database did not take %d posts", len(posts))
        connections.close_all()
        _make_durable_again()
    except Exception:
        logger.exception("%d posts could not be stored together", len(posts))
        if len(posts) > 1:
            return [answer for post in posts for answer in _kept(taker, [post])]
    return [NotStored() for _ in posts]


def _make_durable_again() -> None:
    """After a lost connection; a database that is still away says so with the next batch."""
    with suppress(DatabaseError):
        make_durable()
