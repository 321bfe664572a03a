"""The monthly brief: drawn up by a program, read and published by a person."""

from datetime import date, datetime

from django.db import transaction

from zhibu.advice.enums import BriefState
from zhibu.advice.errors import BriefPublished, MonthNotOver
from zhibu.advice.models import Brief, BriefTopic, Office
from zhibu.advice.queries.advice import for_brief
from zhibu.advice.queries.briefs import Text, get_brief, handed_in
from zhibu.advice.queries.offices import SYSTEM, homes
from zhibu.advice.rules.cutting import cut
from zhibu.advice.rules.steps import last_month, month_end
from zhibu.advice.rules.topics import Sample, Topic, topics
from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import get_organisation

OWN = "advice"


def draw_brief(viewer: Viewer, *, organisation_id: int, month: date, at: datetime) -> Brief:
    """Group the texts of a month by topic, as a draft; again draws the draft anew. The words are cut before the
    transaction, in a process of its own.

    Raises NoSuchOrganisation, MonthNotOver, BriefPublished.
    """
    first = month.replace(day=1)
    if first > local_date(at):
        raise MonthNotOver
    after = month_end(first)
    allowed = viewer.is_system or organisation_id in dict(homes(viewer))
    organisation = get_organisation(SYSTEM if allowed else viewer, organisation_id, to="see" if allowed else "shape")
    if after > local_date(at):
        raise MonthNotOver
    texts = {OWN: _advice(organisation.path, first, after), **handed_in(organisation.path, first, after)}
    found = topics(_samples(texts))
    with transaction.atomic():
        return _keep(viewer, organisation_id, first, texts, found, at)


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


def _keep(
    viewer: Viewer, organisation_id: int, month: date, texts: dict[str, list[Text]], found: list[Topic], at: datetime
) -> Brief:
    brief, _created = Brief.objects.select_for_update().get_or_create(
        organisation_id=organisation_id, month=month, defaults={"texts": 0, "drawn_at": at}
    )
    if brief.state == BriefState.PUBLISHED:
        raise BriefPublished
    brief.texts = sum(map(len, texts.values()))
    brief.grouped = sum(topic.count for topic in found)
    brief.sources = sorted(name for name, rows in texts.items() if rows)
    brief.drawn_at = at
    brief.save(update_fields=["texts", "grouped", "sources", "drawn_at"])
    brief.topics.all().delete()
    BriefTopic.objects.bulk_create(
        BriefTopic(
            brief=brief, number=number, words=list(topic.words), count=topic.count, quotations=list(topic.quotations)
        )
        for number, topic in enumerate(found, start=1)
    )
    audit(viewer, action="advice.brief_drawn", subject=f"brief:{brief.pk}", at=at, month=f"{month:%Y-%m}")
    return brief


def draw_briefs_due(*, at: datetime) -> int:
    """Last month's drafts of all organisations that have offices and no brief of it yet. Safe to repeat."""
    month = last_month(local_date(at))
    done = Brief.objects.filter(month=month).values("organisation_id")
    due = Office.objects.exclude(organisation__in=done).values_list("organisation_id", flat=True)
    for organisation in sorted(set(due)):
        draw_brief(SYSTEM, organisation_id=organisation, month=month, at=at)
    return len(set(due))


def name_topic(viewer: Viewer, *, brief_id: int, number: int, title: str, at: datetime) -> None:
    """Give a topic of a draft a plain name; its words and its number stay. Raises BriefPublished."""
    brief = get_brief(viewer, brief_id, to="manage")
    if brief.state == BriefState.PUBLISHED:
        raise BriefPublished
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
