"""Messages of a group, for those who are in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from zhibu.groups.errors import NoSuchGroup, NoSuchMessage
from zhibu.groups.models import Choice, Group, Message, Notice, PollOption, Topic, Word
from zhibu.groups.queries.groups import MOST_FOLLOWED, get_group, get_place, groups, may_lead, my_groups
from zhibu.groups.rules import asked_words, may_edit, may_recall
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.realtime import api as realtime

ON_A_PAGE = 50
MOST_FOUND = 50


def _shown(messages: QuerySet[Message]) -> QuerySet[Message]:
    options = PollOption.objects.annotate(votes=Count("choices"))
    return messages.select_related(
        "person", "robot", "file", "topic", "quote__person", "quote__robot", "poll", "notice"
    ).prefetch_related(Prefetch("poll__options", options))


def get_message(viewer: Viewer, pk: int, *, to: str = "see") -> Message:
    """A message of one of the viewer's groups; to "change" his own, to "lead" of a group he looks after.

    NoSuchMessage alike for missing and forbidden; a hidden one is for its writer and the leaders.
    """
    found = _shown(Message.objects.filter(pk=pk, group__in=groups(viewer, to="lead" if to == "lead" else "see")))
    if to == "change":
        found = found.filter(person_id=viewer.person_id or 0, hidden_at=None)
    message = found.select_related("group__organisation").first()
    if message is None or (message.hidden_at and not _sees_hidden(viewer, message)):
        raise NoSuchMessage
    return message


def _sees_hidden(viewer: Viewer, message: Message) -> bool:
    return message.person_id == viewer.person_id or may_lead(viewer, message.group)


@dataclass(frozen=True, slots=True)
class Line:
    """A message as a page shows it: whose, with a day above it or not, and what the viewer may do."""

    message: Message
    own: bool
    day: Any
    chosen: frozenset[int] = frozenset()
    confirmed: bool = False


def lines(viewer: Viewer, messages: Iterable[Message]) -> list[Line]:
    """Messages in the order of time, with day separators and the viewer's own choices."""
    rows = list(messages)
    asked = [row.pk for row in rows if row.kind in ("poll", "notice")]
    chosen = _chosen(viewer, asked)
    done = set(Notice.objects.filter(message__in=asked, confirmations__person_id=viewer.person_id or 0)
               .values_list("message_id", flat=True)) if asked else set()  # fmt: skip
    found, last = [], None
    for row in rows:
        day = local_date(row.sent_at)
        own = row.person_id is not None and row.person_id == viewer.person_id
        begins = row.sent_at if day != last else None
        found.append(Line(row, own, begins, chosen.get(row.pk, frozenset()), row.pk in done))
        last = day
    return found


def _chosen(viewer: Viewer, messages: list[int]) -> dict[int, frozenset[int]]:
    if not messages:
        return {}
    own = Choice.objects.filter(option__poll__message__in=messages, person_id=viewer.person_id or 0)
    found: dict[int, set[int]] = {}
    for message, option in own.values_list("option__poll__message_id", "option_id"):
        found.setdefault(message, set()).add(option)
    return {message: frozenset(options) for message, options in found.items()}


def messages_of(
    viewer: Viewer, group: Group, *, topic_id: int | None = None, before: int | None = None
) -> tuple[list[Message], bool]:
    """The latest messages of a group or topic (before a message), oldest first, and whether there are older ones."""
    found = Message.objects.filter(group=group)
    if not may_lead(viewer, group):
        found = found.filter(Q(hidden_at=None) | Q(person_id=viewer.person_id or 0))
    if topic_id:
        found = found.filter(topic_id=topic_id)
    if before:
        found = found.filter(pk__lt=before)
    rows = list(_shown(found).order_by("-pk")[: ON_A_PAGE + 1])
    return rows[:ON_A_PAGE][::-1], len(rows) > ON_A_PAGE


def topics(group: Group) -> QuerySet[Topic]:
    """Topics of a group, the open ones first."""
    return (
        Topic.objects.filter(group=group)
        .select_related("opened_by")
        .order_by(F("closed_at").desc(nulls_first=True), "-pk")
    )


def get_topic(viewer: Viewer, pk: int, *, to: str = "see") -> Topic:
    """A topic of one of the viewer's groups, or of those he leads; NoSuchGroup for missing and forbidden."""
    found = Topic.objects.filter(pk=pk, group__in=groups(viewer, to=to)).select_related("group__organisation").first()
    if found is None:
        raise NoSuchGroup
    return found


def conversation(
    viewer: Viewer, group_id: int, *, topic: int | None, before: int | None, quote: int | None, at: datetime
) -> dict[str, Any]:
    """Everything the page of a group shows."""
    group, place = get_group(viewer, group_id), get_place(viewer, group_id)
    rows, older = messages_of(viewer, group, topic_id=topic, before=before)
    all_groups = my_groups(viewer)
    followed = [f"group.{group.pk}", *(f"group.{one.pk}" for one in all_groups if one.pk != group.pk)]
    followed = followed[:MOST_FOLLOWED]
    leads = may_lead(viewer, group)
    return {
        "group": group, "place": place, "leads": leads, "groups": all_groups, "at": at,
        "lines": lines(viewer, rows), "older": rows[0].pk if older else None, "before": before,
        "last_read": place.read_to, "topics": list(topics(group).filter(closed_at=None)[:20]),
        "topic": get_topic(viewer, topic) if topic else None,
        "quote": get_message(viewer, quote) if quote else None,
        "pinned": list(_shown(Message.objects.filter(group=group, recalled_at=None, hidden_at=None)
                              .exclude(pinned_at=None)).order_by("-pinned_at")[:3]),
        "may_write": leads or place.leads or not group.announcements_only,
        "people": group.places.filter(until=None).count(),
        "ticket": realtime.ticket(viewer, followed, at=at), "followed": " ".join(followed),
    }  # fmt: skip


def bubble(viewer: Viewer, pk: int, *, at: datetime) -> dict[str, Any]:
    """One message with what the viewer may do with it."""
    message = get_message(viewer, pk)
    own = message.person_id == viewer.person_id
    there = message.recalled_at is None and message.hidden_at is None
    return {
        "line": lines(viewer, [message])[0], "group": message.group, "at": at,
        "leads": may_lead(viewer, message.group), "may_recall": own and there and may_recall(message.sent_at, at),
        "may_edit": own and there and message.kind == "text" and may_edit(message.sent_at, at), "there": there,
        "edits": message.edits.order_by("pk") if own or may_lead(viewer, message.group) else [],
    }  # fmt: skip


def search(viewer: Viewer, *, question: str, group_id: int | None = None) -> list[Message]:
    """Messages of the viewer's groups in which all parts of the question are found, the latest first.

    The index of words narrows what is read; what came since its last run is read as it is.
    """
    parts = question.split()
    if not parts:
        return []
    there = Message.objects.filter(group__in=groups(viewer), recalled_at=None, hidden_at=None)
    if group_id:
        there = there.filter(group=get_group(viewer, group_id))
    for word in sorted(asked_words(question)):
        having = Word.objects.filter(group__in=groups(viewer), word=word).values("message")
        there = there.filter(Q(pk__in=having) | Q(pk__gt=F("group__indexed_to")))
    for part in parts:
        there = there.filter(text__icontains=part)
    return list(there.select_related("group", "person", "robot").order_by("-pk")[:MOST_FOUND])
