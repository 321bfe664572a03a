"""Writing a question, changing it, reviewing it, putting it away."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.questions.enums import State
from zhibu.questions.errors import DraftWaiting, NotOwnWork, RemarkMissing, StateChanged
from zhibu.questions.models import Question, Tag
from zhibu.questions.queries.bank import get_question, keeps
from zhibu.questions.rules.drafts import Draft
from zhibu.questions.rules.sheets import folded


def write_question(viewer: Viewer, *, organisation_id: int, draft: Draft, key: UUID, at: datetime) -> Question:
    """A new question waits for review. The same `key` again gives the one that is there. Raises NoSuchQuestion."""
    keeps(viewer, organisation_id)
    try:
        with transaction.atomic():
            made = Question.objects.create(
                series=key, version=1, organisation_id=organisation_id, **_content(viewer, draft, at)
            )
            _tag(made, draft)
    except IntegrityError:
        return Question.objects.get(series=key, version=1)
    return made


def edit_question(viewer: Viewer, *, question_id: int, draft: Draft, at: datetime) -> Question:
    """Change a draft where it stands; of a question that was in use, begin the next version.

    Raises DraftWaiting when a next version is there already.
    """
    found = get_question(viewer, question_id, to="keep")
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=found.pk)
        if question.state != State.DRAFT:
            return _next_version(viewer, question, draft, at)
        Question.objects.filter(pk=question.pk).update(**_content(viewer, draft, at), remark="")
        question.tags.all().delete()
        _tag(question, draft)
    return get_question(viewer, question_id, to="keep")


def _next_version(viewer: Viewer, before: Question, draft: Draft, at: datetime) -> Question:
    versions = Question.objects.select_for_update().filter(series=before.series)
    if versions.filter(state=State.DRAFT).exists():
        raise DraftWaiting
    made = Question.objects.create(
        series=before.series, version=max(version.version for version in versions) + 1,
        organisation_id=before.organisation_id, **_content(viewer, draft, at),
    )  # fmt: skip
    _tag(made, draft)
    return made


def _content(viewer: Viewer, draft: Draft, at: datetime) -> dict[str, Any]:
    return {
        "kind": draft.kind, "stem": draft.stem, "options": list(draft.options), "key": draft.key,
        "variants": list(draft.variants), "tolerance": draft.tolerance, "explanation": draft.explanation,
        "source": draft.source, "difficulty": draft.difficulty, "folded": folded(draft.stem)[:500],
        "written_by_id": viewer.person_id, "written_by_name": viewer.name, "written_at": at,
    }  # fmt: skip


def _tag(question: Question, draft: Draft) -> None:
    Tag.objects.bulk_create(Tag(question=question, name=name) for name in draft.tags)


def review_question(viewer: Viewer, *, question_id: int, approve: bool, at: datetime, remark: str = "") -> Question:
    """A second person takes a draft into use, or sends it back with a remark; the version before is put away.

    Approving again is the same. Raises NotOwnWork, RemarkMissing, StateChanged.
    """
    found = get_question(viewer, question_id, to="keep")
    if found.written_by_id == viewer.person_id and not viewer.is_system:
        raise NotOwnWork
    if not approve and not remark.strip():
        raise RemarkMissing
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=found.pk)
        if question.state == State.REVIEWED and approve:
            return question
        if question.state != State.DRAFT:
            raise StateChanged
        return _take_into_use(viewer, question, at) if approve else _send_back(question, remark)


def _take_into_use(viewer: Viewer, question: Question, at: datetime) -> Question:
    Question.objects.filter(series=question.series, state=State.REVIEWED).update(state=State.RETIRED)
    question.state, question.remark = State.REVIEWED, ""
    question.reviewed_by_id, question.reviewed_by_name, question.reviewed_at = viewer.person_id, viewer.name, at
    question.save(update_fields=["state", "remark", "reviewed_by", "reviewed_by_name", "reviewed_at"])
    audit(viewer, action="questions.reviewed", subject=f"question:{question.pk}", at=at)
    return question


def _send_back(question: Question, remark: str) -> Question:
    question.remark = remark.strip()
    question.save(update_fields=["remark"])
    return question


def review_questions(
    viewer: Viewer, *, question_ids: Iterable[int], approve: bool, at: datetime, remark: str = ""
) -> int:
    """Decide on several, all or none; returns how many."""
    with transaction.atomic():
        ids = sorted(set(question_ids))
        for pk in ids:
            review_question(viewer, question_id=pk, approve=approve, remark=remark, at=at)
    return len(ids)


def retire_question(viewer: Viewer, *, question_id: int, remark: str, at: datetime) -> Question:
    """Put a version away with a reason; past rounds keep it. Again is the same. Raises RemarkMissing."""
    found = get_question(viewer, question_id, to="keep")
    if not remark.strip():
        raise RemarkMissing
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=found.pk)
        if question.state != State.RETIRED:
            question.state, question.remark = State.RETIRED, remark.strip()
            question.save(update_fields=["state", "remark"])
            audit(viewer, action="questions.retired", subject=f"question:{question.pk}", at=at)
    return question
