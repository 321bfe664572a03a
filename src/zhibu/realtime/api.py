"""The door: tell the pages that are open what has changed, and take what they send.

    from zhibu.realtime import api as realtime

    realtime.publish("group.12", "message", {"id": 5})      # after COMMIT, to everyone who reads the topic

A topic is `prefix.key`. A reader may get an event twice (after a reconnect) and never one that the transaction
took back; a page is right when it shows the same after seeing an event twice. docs/how-to/realtime.md shows more.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from zhibu.kernel.viewer import Viewer
from zhibu.realtime import tickets
from zhibu.realtime.bus import Message, bus, encode
from zhibu.realtime.registry import Post, Uplink, may, readable, uplink

__all__ = ["CHANGED", "Post", "Uplink", "drop", "publish", "readable", "ticket", "uplink"]

CHANGED = "changed"


def publish(topic: str, event: str = CHANGED, data: Mapping[str, object] | None = None, *, about: str = "") -> None:
    """Tell everyone who reads the topic, after the surrounding transaction commits; at once outside of one.

    Without `data` the event says "changed" and pages fetch their own part again. `about` names the thing within the
    topic: who comes back is told only the latest event about it, so that nothing is told that was taken back since.
    Raises ValueError for data that is no JSON or longer than 32 KiB: send ids and let pages fetch the rest.
    """
    _after_commit(Message(topic, event, encode(data), about=about))


def drop(person_id: int) -> None:
    """Close the person's streams and make his tickets worthless (sign-out, end of membership), after COMMIT."""
    _after_commit(Message(f"person.{person_id}", "drop", "", is_drop=True))


def ticket(viewer: Viewer, topics: Iterable[str], *, at: datetime) -> str:
    """A ticket of ten minutes for those of the topics the viewer may read or post to, and his own person's topic."""
    wanted = list(dict.fromkeys(topics))
    own = f"person.{viewer.person_id}"
    read = [topic for topic in wanted if topic != own and may(viewer, topic, to="read")]
    post = [topic for topic in wanted if may(viewer, topic, to="post")] if viewer.person_id else []
    if viewer.person_id:
        read.append(own)
    return tickets.sign(person_id=viewer.person_id or 0, topics=read, rooms=post, at=at)


def _after_commit(message: Message) -> None:
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        transaction.on_commit(partial(bus().send, message), robust=True)
    else:
        bus().send(message)
