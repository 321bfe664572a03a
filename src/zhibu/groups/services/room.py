"""The fast path: what people post to `group.N` while their page is open (docs/how-to/realtime.md)."""

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from zhibu.groups.enums import MessageKind
from zhibu.groups.errors import NothingToSay, TooFast
from zhibu.groups.queries.wire import about
from zhibu.groups.rules import FLOOD, FLOOD_SECONDS
from zhibu.groups.services.posting import Draft, Said, may_be_said, write
from zhibu.kernel.errors import Refused
from zhibu.realtime import api as realtime

MOST_REMEMBERED = 50_000
NANOSECONDS = 1_000_000_000


class GroupRoom:
    """Texts of all groups. Who is in a group is asked of the database with each batch: nothing here grows old."""

    def __init__(self) -> None:
        self._sent: dict[int, deque[int]] = {}

    def open(self, room: str) -> int | None:
        """Nothing has to be remembered."""
        return None

    def admit(self, post: realtime.Post) -> dict[str, Any] | None:
        """What the text and the pace alone are refused for."""
        text = post.body.get("text")
        no = may_be_said(text.strip()) if isinstance(text, str) else NothingToSay()
        if no is None and self._floods(post):
            no = TooFast()
        return _said(no) if no else None

    def _floods(self, post: realtime.Post) -> bool:
        if len(self._sent) > MOST_REMEMBERED:
            self._sent.clear()
        times = self._sent.setdefault(post.person_id, deque(maxlen=FLOOD))
        if len(times) == FLOOD and post.read_at_ns - times[0] < FLOOD_SECONDS * NANOSECONDS:
            return True
        times.append(post.read_at_ns)
        return False

    def store(self, posts: Sequence[realtime.Post]) -> Sequence[dict[str, Any]]:
        """All rows in one statement; each post is acknowledged with its message, or with why it was refused."""
        if not posts:
            return []
        drafts = [_draft(post) for post in posts]
        at = datetime.fromtimestamp(posts[0].read_at_ns / NANOSECONDS, UTC)
        return [_acknowledged(said) for said in write(drafts, at=at)]

    def stored(self, posts: Sequence[realtime.Post], acknowledgements: Sequence[dict[str, Any]]) -> None:
        """Show what is new to everybody who has the group open."""
        for post, answer in zip(posts, acknowledgements, strict=True):
            if answer.get("fresh"):
                message = answer["message"]
                realtime.publish(post.room, "message", message, about=about(message["id"]))


def _draft(post: realtime.Post) -> Draft:
    body = post.body
    return Draft(
        int(post.room_key), post.person_id, post.key[:40], str(body["text"]).strip(), MessageKind.TEXT,
        quote_id=_number(body.get("quote")), topic_id=_number(body.get("topic")),
    )  # fmt: skip


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else None


def _acknowledged(said: Said) -> dict[str, Any]:
    if said.refusal:
        return _said(said.refusal)
    return {"message": said.message, "fresh": said.fresh}


def _said(refusal: Refused) -> dict[str, Any]:
    return {"code": refusal.code, "sentence": str(refusal)}
