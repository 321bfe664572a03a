"""What people say about published figures, and how figures are put right."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send
from zhibu.points.enums import Aspect, ObjectionState
from zhibu.points.errors import AlreadyDecided, NotAnswered, NotForYou, NotPublished, NotYourself, ReasonMissing
from zhibu.points.models import Adjustment, Comment, Figure, Objection
from zhibu.points.queries.schemes import MANAGERS
from zhibu.points.queries.settlements import get_figure, get_objection, get_settlement, is_open, objections
from zhibu.points.rules.periods import answer_due_on, appeal_due_on


def comment_on(viewer: Viewer, *, key: UUID, settlement_id: int, text: str, at: datetime) -> Comment:
    """A member of the branch says something in the open about the published figures (inventory row 46)."""
    settlement = get_settlement(viewer, settlement_id)
    if not viewer.is_member or not is_open(settlement, local_date(at)):
        raise NotPublished
    if not text.strip():
        raise ReasonMissing
    comment, _created = Comment.objects.get_or_create(
        key=key,
        defaults={
            "settlement": settlement, "branch_id": viewer.branch_id or 0, "author_id": viewer.person_id or 0,
            "text": text.strip(), "at": at,
        },
    )  # fmt: skip
    return comment


def object_to(viewer: Viewer, *, key: UUID, figure_id: int, text: str, at: datetime) -> Objection:
    """Any member of the branch objects to a figure within the notice; answered in ten working days."""
    figure = get_figure(viewer, figure_id)
    if not viewer.is_member or viewer.branch_id != figure.branch_id:
        raise NotForYou
    if not is_open(figure.settlement, local_date(at)):
        raise NotPublished
    if not text.strip():
        raise ReasonMissing
    objection, _created = Objection.objects.get_or_create(
        key=key,
        defaults={
            "figure": figure, "branch_id": figure.branch_id, "raised_by_id": viewer.person_id or 0,
            "text": text.strip(), "raised_at": at, "answer_due_on": answer_due_on(local_date(at)),
        },
    )  # fmt: skip
    return objection


def answer_objection(viewer: Viewer, *, objection_id: int, answer: str, at: datetime) -> Objection:
    """The branch committee answers in words; a correction is a further act (`adjust`). Nobody answers himself."""
    found = get_objection(viewer, objection_id, to="answer")
    if found.raised_by_id == viewer.person_id:
        raise NotYourself
    if not answer.strip():
        raise ReasonMissing
    with transaction.atomic():
        objection = Objection.objects.select_for_update().get(pk=found.pk)
        if objection.state != ObjectionState.OPEN:
            raise AlreadyDecided
        objection.state, objection.answer = ObjectionState.ANSWERED, answer.strip()
        objection.answered_by, objection.answered_at = viewer.name, at
        objection.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        _tell(viewer, objection, "支部答复了您对积分的异议", at)
        audit(viewer, action="points.objection_answered", subject=f"objection:{objection.pk}", at=at)
    return objection


def appeal(viewer: Viewer, *, objection_id: int, text: str, at: datetime) -> Objection:
    """Who objected is not content with the answer and asks the committee above; twenty working days."""
    found = get_objection(viewer, objection_id)
    if found.raised_by_id != viewer.person_id:
        raise NotForYou
    if not text.strip():
        raise ReasonMissing
    with transaction.atomic():
        objection = Objection.objects.select_for_update().get(pk=found.pk)
        if objection.state == ObjectionState.OPEN:
            raise NotAnswered
        if objection.state != ObjectionState.ANSWERED:
            raise AlreadyDecided
        objection.state, objection.appeal = ObjectionState.APPEALED, text.strip()
        objection.appealed_at, objection.appeal_due_on = at, appeal_due_on(local_date(at))
        objection.save(update_fields=["state", "appeal", "appealed_at", "appeal_due_on"])
    return objection


def decide_appeal(viewer: Viewer, *, objection_id: int, decision: str, at: datetime) -> Objection:
    """The committee above decides; nobody decides on his own appeal."""
    found = get_objection(viewer, objection_id, to="decide")
    if found.raised_by_id == viewer.person_id:
        raise NotYourself
    if not decision.strip():
        raise ReasonMissing
    with transaction.atomic():
        objection = Objection.objects.select_for_update().get(pk=found.pk)
        if objection.state != ObjectionState.APPEALED:
            raise AlreadyDecided
        objection.state, objection.decision = ObjectionState.DECIDED, decision.strip()
        objection.decided_by, objection.decided_at = viewer.name, at
        objection.save(update_fields=["state", "decision", "decided_by", "decided_at"])
        _tell(viewer, objection, "上级党委裁定了您的积分申诉", at)
        audit(viewer, action="points.appeal_decided", subject=f"objection:{objection.pk}", at=at)
    return objection


def adjust(
    viewer: Viewer, *, key: UUID, figure_id: int, aspect: Aspect, delta: int, decision: str, reason: str, at: datetime,
    objection_id: int | None = None, is_confidential: bool = False,
) -> Adjustment:  # fmt: skip
    """Correct a frozen figure by tenths in one aspect; the old figure stays visible beside it.

    For those who settle, or who answer or decide the objection that it follows from. `decision` names the paper. A
    confidential one corrects what the open figure leaves out: the person reads it, the branch does not.
    """
    figure = get_figure(viewer, figure_id)
    objection = _objection_of(viewer, objection_id, figure)
    if not viewer.holds(MANAGERS, figure.settlement.scheme.organisation.path) and objection is None:
        raise NotForYou
    if figure.person_id == viewer.person_id:
        raise NotYourself
    if not decision.strip() or not reason.strip() or not delta:
        raise ReasonMissing
    with transaction.atomic():
        adjustment, created = Adjustment.objects.get_or_create(
            key=key,
            defaults={
                "figure": figure, "aspect": aspect, "delta": delta, "decision": decision.strip(),
                "reason": reason.strip(), "objection": objection, "decided_by": viewer.name, "at": at,
                "is_confidential": is_confidential,
            },
        )  # fmt: skip
        if created:
            audit(viewer, action="points.adjusted", subject=f"figure:{figure.pk}", at=at, delta=delta)
    return adjustment


def _objection_of(viewer: Viewer, objection_id: int | None, figure: Figure) -> Objection | None:
    """The objection, when the viewer is of a body that answers or decides it."""
    if objection_id is None:
        return None
    found = (objections(viewer, to=to).filter(pk=objection_id, figure=figure).first() for to in ("answer", "decide"))
    return next((objection for objection in found if objection), None)


def _tell(viewer: Viewer, objection: Objection, sentence: str, at: datetime) -> None:
    send(
        viewer, person_ids=[objection.raised_by_id], sentence=sentence, at=at,
        key=f"points.objection:{objection.pk}:{objection.state}",
        url=reverse("points:objection", args=[objection.pk]),
    )  # fmt: skip


def carry_on(viewer: Viewer, *, act: str, objection_id: int, text: str, at: datetime) -> Objection:
    """The next step of an objection by its name: answer, appeal or decide."""
    if act == "answer":
        return answer_objection(viewer, objection_id=objection_id, answer=text, at=at)
    if act == "appeal":
        return appeal(viewer, objection_id=objection_id, text=text, at=at)
    return decide_appeal(viewer, objection_id=objection_id, decision=text, at=at)
