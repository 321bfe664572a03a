"""A message as it travels to the pages that are open: small, plain, without anything only some may know."""

from typing import Any

from zhibu.groups.models import Message
from zhibu.groups.rules import QUOTED


def wired(message: Message) -> dict[str, Any]:
    """What a page needs to show it; a page asks for the rest by the message's own address."""
    found: dict[str, Any] = {
        "id": message.pk,
        "group": message.group_id,
        "p": message.person_id,
        "n": writer(message),
        "k": message.kind,
        "t": message.text,
        "at": int(message.sent_at.timestamp() * 1000),
        "key": message.source.partition(":")[2],
    }
    if message.topic_id:
        found["topic"] = message.topic_id
    if message.quote is not None:
        found["q"] = quoted(message.quote)
    return found


def about(message_id: int) -> str:
    """How the pages that come back are told only the latest of a message."""
    return f"m{message_id}"


def writer(message: Message) -> str:
    """The name it was said under."""
    if message.robot is not None:
        return str(message.robot.name)
    return str(message.person.name) if message.person else ""


def quoted(message: Message) -> dict[str, Any]:
    """The beginning of a quoted message; nothing of one that is recalled or hidden."""
    gone = message.recalled_at or message.hidden_at
    return {"id": message.pk, "n": writer(message), "t": "" if gone else message.text[:QUOTED]}
