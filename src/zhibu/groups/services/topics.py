"""Threads of a group, and discussions of organised life that end in the record book (inventory rows 66-68)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from zhibu.audit.api import record as audit
from zhibu.groups.enums import RECORDED_TOPICS, TopicKind
from zhibu.groups.errors import SummaryNeeded, TopicClosed
from zhibu.groups.events import DiscussionClosed
from zhibu.groups.models import Place, Topic
from zhibu.groups.queries.groups import get_group
from zhibu.groups.queries.messages import get_topic
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record_many
from zhibu.ledger.enums import Evidence, Mode
from zhibu.realtime import api as realtime

SOURCE = "groups"


@transaction.atomic
def open_topic(viewer: Viewer, *, group_id: int, title: str, kind: str, key: UUID, at: datetime) -> Topic:
    """Anybody opens a talk; a discussion of organised life is opened by those who lead the group."""
    recorded = TopicKind(kind) in RECORDED_TOPICS
    group = get_group(viewer, group_id, to="lead" if recorded else "see")
    topic, _ = Topic.objects.get_or_create(
        group=group, key=key,
        defaults={"kind": kind, "title": title.strip()[:60], "opened_by_id": viewer.person_id or 0, "opened_at": at},
    )  # fmt: skip
    realtime.publish(f"group.{group.pk}", "topics")
    return topic


@transaction.atomic
def close_topic(viewer: Viewer, *, topic_id: int, summary: str = "", spoke: Iterable[int] = (), at: datetime) -> Topic:
    """End a topic. One of organised life needs a summary, and leaves one fact for whoever led it and for each
    of those the officer names as having spoken; how often or how long nobody counts.

    Raises SummaryNeeded, TopicClosed.
    """
    get_topic(viewer, topic_id, to="lead")
    topic = Topic.objects.select_for_update(of=("self",)).select_related("group__organisation").get(pk=topic_id)
    if topic.closed_at:
        raise TopicClosed
    if topic.kind in RECORDED_TOPICS and not summary.strip():
        raise SummaryNeeded
    topic.closed_at, topic.closed_by_id, topic.summary = at, viewer.person_id, summary.strip()
    topic.save(update_fields=["closed_at", "closed_by", "summary"])
    if topic.kind in RECORDED_TOPICS and topic.group.organisation_id:
        _record(viewer, topic, set(spoke), at)
    realtime.publish(f"group.{topic.group_id}", "topics")
    return topic


def _record(viewer: Viewer, topic: Topic, spoke: set[int], at: datetime) -> None:
    in_group = Place.objects.filter(group=topic.group, until=None, person_id__in=spoke)
    named = sorted(set(in_group.values_list("person_id", flat=True)))
    facts = [_fact(topic, "group_discussion_spoke", person) for person in named]
    facts.append(_fact(topic, "group_discussion_led", topic.opened_by_id))
    record_many(viewer, facts, at=at)
    audit(viewer, action="discussion.close", subject=f"group:{topic.group_id}", at=at, topic=topic.pk, spoke=named)
    publish(DiscussionClosed(topic_id=topic.pk, organisation_id=topic.group.organisation_id or 0))


def _fact(topic: Topic, kind: str, person_id: int) -> Fact:
    return Fact(
        kind=kind, member_id=person_id, organisation_id=topic.group.organisation_id or 0, occurred_at=topic.opened_at,
        source_app=SOURCE, source_key=f"topic:{topic.pk}:{kind}:{person_id}", mode=Mode.ONLINE,
        evidence=Evidence.STAFF, title=f"{TopicKind(topic.kind).label}：{topic.title}",
        url=reverse("groups:topic", args=[topic.pk]),
    )  # fmt: skip
