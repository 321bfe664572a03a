"""The hub: topics, their readers, what they missed. One a process; everything here runs on the event loop.

An event is encoded once and the same bytes go to every reader. Ids are `epoch.seq` with one count for all topics.
A batch carries the highest id below which nothing is still waiting in any topic, so that a reader who comes back
with it gets all he missed; what he gets twice he knows by the number `n` of the event in its topic.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from zhibu.realtime.bus import Message, now_ms
from zhibu.realtime.dropped import Dropped
from zhibu.realtime.registry import tick_of

RING = 1024  # events a topic keeps for those who come back
RING_BYTES = 1024 * 1024
SLICE = 500  # readers written to in one turn of the loop
MOST_BEHIND = 256 * 1024  # bytes a reader may lag before he is cut off
KEEP_ALIVE_SECONDS = 20.0
FORGET_SECONDS = 600.0  # a topic without readers and events
MOST_STREAMS_A_PERSON = 20
SKEW_MS = 1000  # between the clock that signed a ticket and ours


class Event(NamedTuple):
    """One event as it is kept for replay."""

    seq: int
    at_ms: int
    data: bytes
    about: str = ""


@dataclass(eq=False, slots=True)
class Reader:
    """Somebody who follows topics. The three calls are the transport's own, or those of a mailbox."""

    person_id: int
    expires_ms: int
    write: Callable[[bytes], None]
    behind: Callable[[], int]
    cut: Callable[[], None]
    framed: bool
    number: int = 0
    topics: set[str] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class Topic:
    """A topic: its readers with the last event they had when they joined, and the events that are kept."""

    name: str
    tick: float
    readers: dict[Reader, int] = field(default_factory=dict)
    ring: deque[Event] = field(default_factory=deque)
    latest: dict[str, int] = field(default_factory=dict)  # about what → the event that is kept of it
    size: int = 0
    lost: int = 0  # the last event that is no longer kept
    lost_ms: int = 0
    pending: list[Event] = field(default_factory=list)
    sending: bool = False
    timer: asyncio.TimerHandle | None = None
    flushed_at: float = -1.0e9
    used_at: float = 0.0

    def keep(self, event: Event) -> None:
        """Into the ring, in the place of an earlier one about the same thing; the oldest go when it is full."""
        if event.about:
            if event.about in self.latest:
                self._replace(self.latest[event.about])
            self.latest[event.about] = event.seq
        self.ring.append(event)
        self.size += len(event.data)
        while len(self.ring) > RING or self.size > RING_BYTES:
            old = self.ring.popleft()
            self.size -= len(old.data)
            self.lost, self.lost_ms = old.seq, old.at_ms
            if self.latest.get(old.about) == old.seq:
                del self.latest[old.about]

    def _replace(self, seq: int) -> None:
        self.size -= sum(len(event.data) for event in self.ring if event.seq == seq)
        self.ring = deque(event for event in self.ring if event.seq != seq)


@dataclass(slots=True)
class Batch:
    """What one write carries."""

    topic: Topic
    upto: int
    plain: bytes
    framed: bytes
    readers: list[Reader]


@dataclass(slots=True)
class Counters:
    """What the hub did since it started."""

    events: int = 0
    writes: int = 0
    deliveries: int = 0
    cuts: int = 0
    resets: int = 0
    replayed: int = 0
    joined: int = 0
    expired: int = 0


def frame(data: bytes) -> bytes:
    """One chunk of a chunked HTTP answer."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def encode(message: Message, seq: int) -> bytes:
    """An event as a browser reads it."""
    head = f'data: {{"t":"{message.topic}","e":"{message.event}","n":{seq}'
    return (f'{head},"d":{message.data}}}\n\n' if message.data else f"{head}}}\n\n").encode()


class Hub:
    """Readers and topics of this process."""

    def __init__(self, *, epoch: str, loop: asyncio.AbstractEventLoop, dropped: Dropped | None = None) -> None:
        self.epoch, self.seq, self.counters = epoch, 0, Counters()
        self._loop = loop
        self._topics: dict[str, Topic] = {}
        self._busy: dict[Topic, int] = {}  # topics with events not yet written → the oldest of them
        self._forgotten = 0  # the last event of a topic that was forgotten
        self.readers: dict[Reader, None] = {}
        self._numbers: dict[int, Reader] = {}
        self._people: dict[int, dict[Reader, None]] = {}
        self._book = dropped
        self._dropped: dict[int, int] = dropped.load(now_ms=now_ms()) if dropped else {}

    # events

    def deliver(self, message: Message, seq: int | None = None) -> None:
        """Keep an event and write it to its readers, at once or with the next tick."""
        if message.is_drop:
            self.drop(int(message.topic.partition(".")[2]), at_ms=message.at_ms)
            return
        self.seq = self.seq + 1 if seq is None else seq
        self.counters.events += 1
        topic = self._topic(message.topic)
        event = Event(self.seq, message.at_ms, encode(message, self.seq), message.about)
        topic.keep(event)
        topic.used_at = self._loop.time()
        if not topic.readers:
            return
        topic.pending.append(event)
        self._busy.setdefault(topic, event.seq)
        if not topic.sending and topic.timer is None:
            self._plan(topic)

    def begin(self, epoch: str, forgotten: int = 0) -> None:
        """Numbers start anew after `forgotten`: what was kept is void, every reader is told to fetch its state."""
        if epoch == self.epoch:
            return
        self.epoch, self.seq, self._forgotten = epoch, forgotten, forgotten
        for topic in self._topics.values():
            topic.ring.clear()
            topic.latest.clear()
            topic.pending.clear()
            topic.size, topic.lost, topic.lost_ms = 0, forgotten, 0
            topic.readers = dict.fromkeys(topic.readers, 0)
        self._busy.clear()
        for reader in list(self.readers):
            self.counters.resets += 1
            self.give(reader, self._reset(reader.topics))

    def cursor(self) -> str:
        """The id of the latest event."""
        return f"{self.epoch}.{self.seq}"

    def _plan(self, topic: Topic) -> None:
        wait = topic.flushed_at + topic.tick - self._loop.time()
        if wait <= 0:
            self._flush(topic)
        else:
            topic.timer = self._loop.call_later(wait, self._flush, topic)

    def _flush(self, topic: Topic) -> None:
        """Join what waits into one write, and begin to write it."""
        topic.timer = None
        topic.flushed_at = self._loop.time()
        events, topic.pending = topic.pending, []
        if not events or not topic.readers:
            self._busy.pop(topic, None)
            return
        topic.sending = True
        upto = events[-1].seq
        plain = self._with_id(events, self._safe(topic, upto))
        self.counters.writes += 1
        self.counters.deliveries += len(events) * len(topic.readers)
        self._slice(Batch(topic, upto, plain, frame(plain), self._in_turn(topic)), 0)

    def _in_turn(self, topic: Topic) -> list[Reader]:
        """The readers, from another one each time where it matters who is first."""
        readers = list(topic.readers)
        if topic.tick or len(readers) <= 1:
            return readers
        first = random.randrange(len(readers))  # noqa: S311 (no secret)
        return readers[first:] + readers[:first]

    def _slice(self, batch: Batch, start: int) -> None:
        """Write to some readers, then let the loop do other things."""
        end = min(start + SLICE, len(batch.readers))
        joined, upto, framed, plain = batch.topic.readers, batch.upto, batch.framed, batch.plain
        for reader in batch.readers[start:end]:
            if joined.get(reader, upto) >= upto:
                continue  # gone, or the replay gave it already
            if reader.behind() > MOST_BEHIND:
                self._cut(reader)
                continue
            reader.write(framed if reader.framed else plain)
        if end < len(batch.readers):
            self._loop.call_soon(self._slice, batch, end)
        else:
            self._written(batch.topic)

    def _written(self, topic: Topic) -> None:
        topic.sending = False
        if topic.pending:
            self._busy[topic] = topic.pending[0].seq
            topic.timer = self._loop.call_later(
                max(0.0, topic.flushed_at + topic.tick - self._loop.time()), self._flush, topic
            )
        else:
            self._busy.pop(topic, None)

    def _safe(self, topic: Topic, upto: int) -> int:
        """The highest id below which nothing waits in another topic."""
        return min(upto, *(oldest - 1 for other, oldest in self._busy.items() if other is not topic), upto)

    def _with_id(self, events: Iterable[Event], seq: int) -> bytes:
        parts = [event.data for event in events]
        parts.insert(len(parts) - 1, f"id: {self.epoch}.{seq}\n".encode())
        return b"".join(parts)

    # readers

    def join(self, reader: Reader, topics: Iterable[str], *, after: str | None, since_ms: int) -> bytes:
        """Let somebody follow topics; returns what he missed after the id, or since his ticket was signed.

        Someone whose gap cannot be filled gets `event: reset` and the topics to fetch anew.
        """
        self.counters.joined += 1
        self.readers[reader] = None
        reader.number = reader.number or random.getrandbits(53)
        self._numbers[reader.number] = reader
        own = self._people.setdefault(reader.person_id, {})
        own[reader] = None
        missed = self.follow(reader, topics, after=after, since_ms=since_ms)
        if reader.person_id and len(own) > MOST_STREAMS_A_PERSON:
            self._cut(next(iter(own)))
        return missed

    def follow(self, reader: Reader, topics: Iterable[str], *, after: str | None, since_ms: int) -> bytes:
        """Let a reader follow exactly these topics from now on; returns what he missed of those that are new."""
        wanted = set(topics)
        for name in reader.topics - wanted:
            self._topics[name].readers.pop(reader, None)
        fresh = sorted(wanted - reader.topics)
        joined = [self._topic(name) for name in fresh]
        missed = self._missed(joined, after, since_ms, is_joining=True)
        for topic in joined:
            topic.readers[reader] = self._upto(topic)
        reader.topics = wanted
        return missed

    def _upto(self, topic: Topic) -> int:
        """The last event that who joins now will not get with the topic's next write."""
        return topic.pending[0].seq - 1 if topic.pending else self.seq

    def cursor_of(self, reader: Reader) -> str:
        """The id with which somebody who has joined just now would miss nothing."""
        return f"{self.epoch}.{min((self._upto(self._topics[name]) for name in reader.topics), default=self.seq)}"

    def missed(self, topics: Iterable[str], *, after: str | None, since_ms: int) -> bytes:
        """What somebody who is not connected has missed (long poll)."""
        return self._missed([self._topic(name) for name in sorted(topics)], after, since_ms, is_joining=False)

    def _missed(self, topics: list[Topic], after: str | None, since_ms: int, *, is_joining: bool) -> bytes:
        seq = self._number_of(after) if after else 0
        known = [topic for topic in topics if not self._is_gap(topic, seq, bool(after), since_ms)]
        upto = {topic: self._upto(topic) if is_joining else self.seq for topic in known}
        events = sorted(
            event
            for topic in known
            for event in topic.ring
            if seq < event.seq <= upto[topic] and (after or event.at_ms >= since_ms)
        )
        self.counters.replayed += len(events)
        gone = b""
        if len(known) < len(topics):
            self.counters.resets += 1
            gone = self._reset(topic.name for topic in topics if topic not in known)
        return gone + (self._with_id(events, min(upto.values())) if events else b"")

    def _number_of(self, after: str) -> int:
        """The number of an id of this epoch; -1 for another's, which fits nothing."""
        epoch, _, number = after.rpartition(".")
        seq = int(number) if number.isdecimal() and len(number) < 20 else -1
        return seq if epoch == self.epoch else -1

    def _is_gap(self, topic: Topic, seq: int, has_id: bool, since_ms: int) -> bool:
        return seq < topic.lost or seq < 0 if has_id else topic.lost_ms >= since_ms

    def _reset(self, topics: Iterable[str]) -> bytes:
        names = ",".join(f'"{name}"' for name in sorted(topics))
        return f'id: {self.epoch}.{self.seq}\nevent: reset\ndata: {{"t":[{names}]}}\n\n'.encode()

    def leave(self, reader: Reader) -> None:
        """He is gone."""
        self.readers.pop(reader, None)
        self._numbers.pop(reader.number, None)
        for name in reader.topics:
            topic = self._topics[name]
            topic.readers.pop(reader, None)
            topic.used_at = self._loop.time()
        reader.topics = set()
        own = self._people.get(reader.person_id, {})
        own.pop(reader, None)
        if not own:
            self._people.pop(reader.person_id, None)

    def drop(self, person_id: int, *, at_ms: int) -> None:
        """Close the person's streams; tickets signed before are worthless."""
        self._dropped[person_id] = at_ms
        if self._book:
            self._book.note(person_id, at_ms)
        for reader in list(self._people.get(person_id, ())):
            self._cut(reader)

    def is_dropped(self, person_id: int, issued_ms: int) -> bool:
        """Whether a ticket of that moment is worthless by now."""
        return issued_ms <= self._dropped.get(person_id, -1)

    def reader(self, number: int, person_id: int) -> Reader | None:
        """The person's own stream of that number."""
        found = self._numbers.get(number)
        return found if found and found.person_id == person_id else None

    def _cut(self, reader: Reader) -> None:
        self.counters.cuts += 1
        self.leave(reader)
        reader.cut()

    def give(self, reader: Reader, data: bytes) -> None:
        """Write to one reader alone."""
        reader.write(frame(data) if reader.framed else data)

    # time

    def sweep(self) -> None:
        """Each twenty seconds: keep connections alive, close those whose ticket ran out, forget old topics."""
        self._keep_alive(list(self.readers), 0)
        self._forget()

    def _keep_alive(self, readers: list[Reader], start: int) -> None:
        moment = now_ms()
        for reader in readers[start : start + SLICE]:
            if reader not in self.readers:
                continue
            if reader.expires_ms <= moment:
                self.counters.expired += 1
                self.give(reader, b"event: expired\ndata: {}\n\n")
                self.leave(reader)
                self._loop.call_later(0.1, reader.cut)
            else:
                self.give(reader, b":\n\n")
        if start + SLICE < len(readers):
            self._loop.call_soon(self._keep_alive, readers, start + SLICE)

    def _forget(self) -> None:
        before = self._loop.time() - FORGET_SECONDS
        old = [topic for topic in self._topics.values() if not topic.readers and topic.used_at < before]
        for topic in old:
            self._forgotten = max(self._forgotten, topic.ring[-1].seq if topic.ring else topic.lost)
            del self._topics[topic.name]
        oldest = now_ms() - int(FORGET_SECONDS * 1000) - SKEW_MS
        self._dropped = {person: at for person, at in self._dropped.items() if at > oldest}

    def close(self) -> None:
        """End every stream: the process stops."""
        for topic in self._topics.values():
            if topic.timer:
                topic.timer.cancel()
        for reader in list(self.readers):
            self._cut(reader)

    def _topic(self, name: str) -> Topic:
        found = self._topics.get(name)
        if found is None:
            found = self._topics[name] = Topic(name, tick_of(name), lost=self._forgotten)
            found.used_at = self._loop.time()
        return found
