"""The monthly brief: drawn up by a program in the background, read and published by a person."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction

from zhibu.advice.enums import BriefState
from zhibu.advice.errors import BriefInWork, BriefPublished, MonthNotOver
from zhibu.advice.models import Brief, BriefTopic, Office
from zhibu.advice.queries.advice import for_brief
from zhibu.advice.queries.briefs import Text, get_brief, handed_in
from zhibu.advice.queries.offices import SYSTEM, homes
from zhibu.advice.rules.cutting import cut
from zhibu.advice.rules.steps import last_month, month_end, month_of
from zhibu.advice.rules.topics import Sample, Topic, topics
from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.schedule import run_at
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.errors import NoSuchOrganisation

OWN = "advice"
LEFT_AFTER = timedelta(minutes=10)  # drawing takes seconds, minutes on a busy machine


def ask_for_brief(viewer: Viewer, *, organisation_id: int, month: date, at: datetime) -> Brief:
    """Have a month drawn up, or its draft anew, in the background: cutting words takes longer than a page may.

    Raises NoSuchOrganisation, MonthNotOver, BriefPublished.
    """
    first = month_of(month)
    if first >= month_of(local_date(at)):
        raise MonthNotOver
    if not (viewer.is_system or organisation_id in dict(homes(viewer))):
        raise NoSuchOrganisation
    with transaction.atomic():
        brief, _created = Brief.objects.select_for_update().get_or_create(
            organisation_id=organisation_id, month=first, defaults={"drawn_at": at}
        )
        if brief.state == BriefState.PUBLISHED:
            raise BriefPublished
        brief.state, brief.drawn_at = BriefState.DRAWING, at
        brief.save(update_fields=["state", "drawn_at"])
        run_at("advice.draw", key=f"brief:{brief.pk}:{uuid4()}", due_at=at, brief_id=brief.pk)
        audit(viewer, action="advice.brief_drawn", subject=f"brief:{brief.pk}", at=at, month=f"{first:%Y-%m}")
    return brief


def draw_brief(*, brief_id: int, at: datetime) -> None:
    """Group the texts of a month by topic, as a draft; what nobody waits for is left as it is. Safe to repeat.

    The words are cut before the transaction, in a process of its own.
    """
    brief = Brief.objects.select_related("organisation").filter(pk=brief_id, state=BriefState.DRAWING).first()
    if brief is None:
        return
    after = month_end(brief.month)
    path = brief.organisation.path
    texts = {OWN: _advice(path, brief.month, after), **handed_in(path, brief.month, after)}
    found = topics(_samples(texts))
    with transaction.atomic():
        _keep(brief_id, texts, found, at)


def _advice(path: str, first: date, after: date) -> list[Text]:
    rows = for_brief(path, first, after)
    return [Text(f"{row.title}。{row.text}", str(row.author_id or ""), row.may_quote) for row in rows]


def _samples(texts: dict[str, list[Text]]) -> list[Sample]:
    named = [(name, text) for name, rows in texts.items() for text in rows]
    words = cut([text.text for _name, text in named])
    return [
        Sample(cut_words, text.text, f"{name}:{text.writer}" if text.writer else "", text.may_quote)
        for (name, text), cut_words in zip(named, words, strict=True)
    ]


def _keep(brief_id: int, texts: dict[str, list[Text]], found: list[Topic], at: datetime) -> None:
    brief = Brief.objects.select_for_update().get(pk=brief_id)
    if brief.state != BriefState.DRAWING:  # another worker was faster, and somebody may have read it since
        return
    brief.state, brief.drawn_at = BriefState.DRAFT, at
    brief.texts = sum(map(len, texts.values()))
    brief.grouped = sum(topic.count for topic in found)
    brief.sources = sorted(name for name, rows in texts.items() if rows)
    brief.save(update_fields=["state", "texts", "grouped", "sources", "drawn_at"])
    brief.topics.all().delete()
    BriefTopic.objects.bulk_create(
        BriefTopic(
            brief=brief, number=number, words=list(topic.words), count=topic.count, quotations=list(topic.quotations)
        )
        for number, topic in enumerate(found, start=1)
    )


def ask_for_briefs_due(*, at: datetime) -> int:
    """Last month's drafts of all organisations that have offices and no brief of it yet. Safe to repeat."""
    month = last_month(local_date(at))
    done = Brief.objects.filter(month=month).values("organisation_id")
    due = Office.objects.exclude(organisation__in=done).values_list("organisation_id", flat=True)
    for organisation in sorted(set(due)):
        ask_for_brief(SYSTEM, organisation_id=organisation, month=month, at=at)
    return len(set(due))


def draw_briefs_left(*, at: datetime) -> int:
    """Take up again what a stop cut off while it was drawn."""
    left = Brief.objects.filter(state=BriefState.DRAWING, drawn_at__lt=at - LEFT_AFTER)
    waiting = list(left.values_list("pk", flat=True))
    for pk in waiting:
        draw_brief(brief_id=pk, at=at)
    return len(waiting)


def name_topic(viewer: Viewer, *, brief_id: int, number: int, title: str, at: datetime) -> None:
    """Give a topic of a draft a plain name; its words and its number stay. Raises BriefPublished, BriefInWork."""
    brief = get_brief(viewer, brief_id, to="manage")
    if brief.state == BriefState.PUBLISHED:
        raise BriefPublished
    if brief.state == BriefState.DRAWING:
        raise BriefInWork
    with transaction.atomic():
        brief.topics.filter(number=number).update(title=title.strip()[:40])


def publish_brief(viewer: Viewer, *, brief_id: int, at: datetime) -> Brief:
    """Publish what somebody has read; again is the same."""
    brief = get_brief(viewer, brief_id, to="manage")
    with transaction.atomic():
        draft = Brief.objects.filter(pk=brief.pk, state=BriefState.DRAFT)
        if draft.update(state=BriefState.PUBLISHED, published_at=at, published_by_name=viewer.name):
            audit(viewer, action="advice.brief_published", subject=f"brief:{brief.pk}", at=at)
    return get_brief(viewer, brief_id)
