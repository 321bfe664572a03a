"""Saying something: many at once by the fast path, one by a form; the same rows, the same rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.encoding import force_str

from zhibu.drive.api import keep
from zhibu.groups.enums import MessageKind
from zhibu.groups.errors import AnnouncementsOnly, NoSuchGroup, NothingToSay, TextTooLong, TooFast, TopicClosed
from zhibu.groups.events import PeopleMentioned
from zhibu.groups.models import Message, Place, Topic
from zhibu.groups.queries.groups import get_group
from zhibu.groups.queries.wire import about, wired
from zhibu.groups.rules import FLOOD, FLOOD_SECONDS, LONGEST_VOICE, is_too_long, mentioned
from zhibu.kernel.errors import Refused
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.realtime import api as realtime

LARGEST_VOICE = 2 * 2**20


@dataclass(frozen=True, slots=True)
class Draft:
    """Something to be said. `key` comes from the writer's device."""

    group_id: int
    person_id: int
    key: str
    text: str
    kind: str = MessageKind.TEXT
    file_id: int | None = None
    seconds: int = 0
    quote_id: int | None = None
    topic_id: int | None = None

    @property
    def source(self) -> str:
        """Unique for the writer and his key."""
        return f"{self.person_id}:{self.key}"


@dataclass(frozen=True, slots=True)
class Said:
    """What became of a draft: the message as it goes to pages, or why it was refused. `fresh`: not said before."""

    message: dict[str, Any] | None = None
    refusal: Refused | None = None
    fresh: bool = False


def say(
    viewer: Viewer, *, group_id: int, text: str, key: UUID, at: datetime, quote_id: int | None = None,
    topic_id: int | None = None, upload: "UploadedFile[Any] | None" = None, seconds: int = 0,
) -> dict[str, Any]:  # fmt: skip
    """Say one thing in a group, with a file if there is one; the same key again is the message that is there.

    Raises NoSuchGroup, TextTooLong, NothingToSay, TooFast, AnnouncementsOnly, TopicClosed and what the drive refuses.
    """
    group = get_group(viewer, group_id)
    text = text.strip()
    if refusal := may_be_said(text, with_file=upload is not None):
        raise refusal
    need_patience(viewer.person_id or 0, at)
    file_id, kind = None, MessageKind.TEXT
    if upload is not None:
        _need_word(group, viewer.person_id or 0)
        largest = {"largest": LARGEST_VOICE} if seconds else {}
        file = keep(viewer, upload, of=f"group.{group_id}", at=at, organisation_id=group.organisation_id, key=key,
                    **largest)  # fmt: skip
        file_id, kind = file.pk, _kind_of(file, seconds)
    draft = Draft(group_id, viewer.person_id or 0, str(key), text, kind, file_id, min(seconds, LONGEST_VOICE),
                  quote_id, topic_id)  # fmt: skip
    return say_one(draft, at=at)


def _kind_of(file: Any, seconds: int) -> MessageKind:
    if seconds and file.is_sound:
        return MessageKind.VOICE
    return MessageKind.PICTURE if file.is_picture else MessageKind.FILE


def _need_word(group: Any, person_id: int) -> None:
    """Before a file is kept."""
    places = Place.objects.filter(group=group, person_id=person_id, until=None)
    if group.announcements_only and not places.filter(leads=True).exists():
        raise AnnouncementsOnly


def say_one(draft: Draft, *, at: datetime) -> dict[str, Any]:
    """Write one draft and show it, or raise why not."""
    with transaction.atomic():
        said = write([draft], at=at)[0]
        if said.refusal:
            raise said.refusal
        message = said.message or {}
        if said.fresh:
            realtime.publish(f"group.{draft.group_id}", "message", message, about=about(message["id"]))
    return message


def may_be_said(text: str, *, with_file: bool = False) -> Refused | None:
    """What the text alone is refused for."""
    if is_too_long(text):
        return TextTooLong()
    return None if text or with_file else NothingToSay()


def need_patience(person_id: int, at: datetime) -> None:
    """At most so many a person in a few seconds, counted in the cache. Raises TooFast."""
    window = f"groups.flood:{person_id}:{int(at.timestamp()) // FLOOD_SECONDS}"
    cache.add(window, 0, FLOOD_SECONDS * 2)
    if cache.incr(window) > FLOOD:
        raise TooFast


def write(drafts: Sequence[Draft], *, at: datetime) -> list[Said]:
    """Store drafts set-based, in the caller's transaction, each with its answer; who may not, is refused alone."""
    places, closed = _places(drafts), _closed_topics(drafts)
    drafts = _with_own_quotes(drafts)
    refused = [_refusal(draft, places, closed) for draft in drafts]
    admitted = {draft.source: draft for draft, no in zip(drafts, refused, strict=True) if no is None}
    fresh = _insert(list(admitted.values()), at) if admitted else set()
    messages = _stored(admitted)
    _tell_mentioned([messages[source] for source in fresh if "@" in messages[source]["t"].replace("＠", "@")])
    return [
        Said(refusal=no) if no else Said(messages[draft.source], fresh=draft.source in fresh)
        for draft, no in zip(drafts, refused, strict=True)
    ]


def _places(drafts: Sequence[Draft]) -> dict[tuple[int, int], tuple[bool, bool]]:
    """(group, person) → whether he leads, whether only leaders speak there."""
    groups, people = {draft.group_id for draft in drafts}, {draft.person_id for draft in drafts}
    rows = Place.objects.filter(group_id__in=groups, person_id__in=people, until=None, group__closed_at=None)
    found = rows.values_list("group_id", "person_id", "leads", "group__announcements_only")
    return {(group, person): (leads, only) for group, person, leads, only in found}


def _closed_topics(drafts: Sequence[Draft]) -> dict[int, tuple[int, bool]]:
    asked = {draft.topic_id for draft in drafts if draft.topic_id}
    if not asked:
        return {}
    rows = Topic.objects.filter(pk__in=asked).values_list("pk", "group_id", "closed_at")
    return {pk: (group, closed is not None) for pk, group, closed in rows}


def _with_own_quotes(drafts: Sequence[Draft]) -> list[Draft]:
    """A quote is of the same group; another one is left out, so that nothing of another group is shown."""
    asked = {draft.quote_id for draft in drafts if draft.quote_id}
    group_of = dict(Message.objects.filter(pk__in=asked).values_list("pk", "group_id")) if asked else {}
    return [
        draft if draft.quote_id is None or group_of.get(draft.quote_id) == draft.group_id
        else replace(draft, quote_id=None) for draft in drafts
    ]  # fmt: skip


def _refusal(
    draft: Draft, places: dict[tuple[int, int], tuple[bool, bool]], topics: dict[int, tuple[int, bool]]
) -> Refused | None:
    seat = places.get((draft.group_id, draft.person_id))
    if seat is None:
        return NoSuchGroup()
    if seat[1] and not seat[0]:
        return AnnouncementsOnly()
    if draft.topic_id:
        group, closed = topics.get(draft.topic_id, (0, True))
        return TopicClosed() if closed or group != draft.group_id else None
    return None


_COLUMNS = ("group_id", "source", "person_id", "kind", "text", "file_id", "seconds", "quote_id", "topic_id", "sent_at")


def _insert(drafts: list[Draft], at: datetime) -> set[str]:
    """One statement for all; the sources that were new. Django has no INSERT that skips conflicts and says which."""
    sent_at = Message._meta.get_field("sent_at").get_db_prep_save(at, connection)
    rows = {draft.source: (draft.group_id, draft.source, draft.person_id, str(draft.kind), draft.text, draft.file_id,
                           draft.seconds, draft.quote_id, draft.topic_id, sent_at, "") for draft in drafts}  # fmt: skip
    places = "(" + ", ".join(["%s"] * (len(_COLUMNS) + 1)) + ")"
    statement = (
        f"INSERT INTO {Message._meta.db_table} ({', '.join(_COLUMNS)}, hidden_reason) VALUES "  # noqa: S608 (our own names)
        + ", ".join([places] * len(rows))
        + " ON CONFLICT (source) DO NOTHING RETURNING source"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows.values() for value in row])
        return {force_str(source) for (source,) in cursor.fetchall()}


def _stored(admitted: dict[str, Draft]) -> dict[str, dict[str, Any]]:
    """The messages as pages get them, by source."""
    rows = Message.objects.filter(source__in=list(admitted)).select_related("person", "robot", "file", "quote__person")
    return {row.source: wired(row) for row in rows}


def _tell_mentioned(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        names: dict[str, list[int]] = {}
        places = Place.objects.filter(group_id=message["group"], until=None).exclude(person_id=message["p"])
        for name, person in places.values_list("person__name", "person_id"):
            names.setdefault(name, []).append(person)
        if people := mentioned(message["t"], names):
            publish(PeopleMentioned(message_id=message["id"], person_ids=sorted(people)))
