"""The record of a group for the archive: everything that was said, as JSON and on paper."""

import json
from datetime import datetime
from typing import Any

from django.utils.translation import override

from zhibu.groups.models import Group, Message
from zhibu.groups.queries.groups import get_group
from zhibu.groups.queries.wire import writer
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.printing import pdf
from zhibu.kernel.viewer import Viewer

FORMAT = "zhibu.group/1"
MOST_ON_PAPER = 3000


def record_of(viewer: Viewer, group_id: int) -> tuple[Group, list[Message]]:
    """A group the viewer looks after, and all its messages."""
    group = get_group(viewer, group_id, to="lead")
    found = Message.objects.filter(group=group).select_related("person", "robot", "file", "topic", "hidden_by")
    return group, list(found.prefetch_related("edits").order_by("pk"))


def as_json(viewer: Viewer, group_id: int, *, at: datetime) -> bytes:
    """Readable by people and programs, one object a message; what was recalled is gone, what is hidden says why."""
    group, messages = record_of(viewer, group_id)
    places = group.places.select_related("person").order_by("since", "pk")
    body = {
        "format": FORMAT,
        "group": group.name,
        "exported_at": at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "exported_by": viewer.name,
        "people": [
            {"name": place.person.name, "part": place.part, "from": _iso(place.since), "to": _iso(place.until)}
            for place in places
        ],
        "topics": [
            {"title": topic.title, "kind": topic.kind, "opened": _iso(topic.opened_at), "summary": topic.summary}
            for topic in group.topics.order_by("pk")
        ],
        "messages": [_as_dict(message) for message in messages],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _as_dict(message: Message) -> dict[str, Any]:
    file = None if message.recalled_at else message.file
    found = {
        "id": message.pk, "from": writer(message), "at": _iso(message.sent_at), "kind": message.kind,
        "text": message.text, "quote": message.quote_id, "topic": message.topic.title if message.topic else None,
        "file": {"name": file.name, "sha256": file.sha256} if file else None,
        "recalled": _iso(message.recalled_at), "edits": [edit.before for edit in message.edits.all()],
        "hidden": message.hidden_reason or None,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value not in (None, [], "")}


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds") if moment else None


def as_pdf(viewer: Viewer, group_id: int, *, at: datetime) -> bytes:
    """The latest messages on paper, with days and names."""
    group, messages = record_of(viewer, group_id)
    context = {"group": group, "messages": messages[-MOST_ON_PAPER:], "at": at, "viewer": viewer}
    with override("zh-hans"):  # a document of the organisation
        return pdf("groups/record_print.html", context)
