"""The board, one's own advice, the office's queue, look-alikes."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.advice.enums import State
from zhibu.advice.errors import NoSuchAdvice, NoSuchCode
from zhibu.advice.models import Advice, Support
from zhibu.advice.queries.offices import offices
from zhibu.advice.rules.cutting import likeness, pairs
from zhibu.advice.rules.steps import NEXT, PUBLIC, plain_receipt
from zhibu.kernel.clock import local_date
from zhibu.kernel.crypto import blind_index
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within

ALIKE = 0.3
COMPARED = 300


def mark_of(viewer: Viewer) -> str:
    """What stands for a person among supporters: a keyed digest, so that a table of names is not there to be read."""
    return blind_index(str(viewer.person_id), purpose="advice.support")


def receipt_index(receipt: str) -> str:
    """Under what a receipt is found."""
    return blind_index(plain_receipt(receipt), purpose="advice.receipt")


def board(viewer: Viewer, *, state: str = "", office: int | None = None) -> QuerySet[Advice]:
    """What everybody who is signed in reads, the newest first, with how many support it."""
    rows = _rows().filter(state__in=[state] if state in PUBLIC else PUBLIC)
    if office is not None:
        rows = rows.filter(office_id=office)
    return rows.order_by("-received_on", "-pk")


def _rows() -> QuerySet[Advice]:
    return Advice.objects.select_related("office", "author", "joined_to").annotate(supporters=Count("supports"))


def get_advice(viewer: Viewer, pk: int, *, to: str = "see") -> Advice:
    """One piece: public ones for all, others for their named writer and the office; NoSuchAdvice for the rest."""
    answering = Q(office__in=offices(viewer, to="answer").values("pk"))
    public = Q(state__in=(*PUBLIC, State.JOINED)) | Q(author_id=viewer.person_id or 0)
    found = _rows().filter(answering if to == "answer" else answering | public, pk=pk).first()
    if found is None:
        raise NoSuchAdvice
    return found


def advice_by_receipt(receipt: str) -> Advice:
    """The one of a receipt, for whoever has it. Raises NoSuchCode."""
    found = _rows().filter(receipt_index=receipt_index(receipt)).first()
    if found is None:
        raise NoSuchCode
    return found


def own_advice(viewer: Viewer) -> QuerySet[Advice]:
    """What one wrote under one's name; anonymous ones are not to be found this way, nor any other."""
    return _rows().filter(author_id=viewer.person_id or 0).order_by("-written_on", "-pk")


def held_about(viewer: Viewer) -> list[dict[str, Any]]:
    """What is held on a person, as plain values for his own copy."""
    return [
        {"office": row.office.name, "title": row.title, "text": row.text, "signing": row.signing, "state": row.state,
         "written_on": row.written_on.isoformat()}
        for row in own_advice(viewer)
    ]  # fmt: skip


def queue(viewer: Viewer) -> QuerySet[Advice]:
    """What the viewer's offices have to read or to answer, the most pressing first."""
    asking = Q(state__in=(State.WAITING, State.RECEIVED))
    order = Case(When(asking, then=Value(0)), default=Value(1), output_field=IntegerField())
    open_ones = (State.WAITING, State.RECEIVED, State.ANSWERED, State.ADOPTED)
    rows = _rows().filter(office__in=offices(viewer, to="answer").values("pk"), state__in=open_ones)
    return rows.annotate(order=order).order_by("order", "answer_by", "pk")


def page_of(viewer: Viewer, advice: Advice, *, at: datetime) -> dict[str, Any]:
    """What the page of one shows."""
    answers = offices(viewer, to="answer").filter(pk=advice.office_id).exists()
    return {
        "advice": advice, "steps": advice.steps.all(), "joined": advice.joined.all(), "answers": answers,
        "is_own": viewer.person_id is not None and advice.author_id == viewer.person_id,
        "supported": Support.objects.filter(advice=advice, mark=mark_of(viewer)).exists(),
        "is_public": advice.state in PUBLIC, "overdue": overdue(advice, local_date(at)),
        "shows_author": advice.author_id and (advice.signing == "open" or answers),
        "next": [(State(state), uuid4()) for state in NEXT.get(advice.state, ())] if answers else [],
        "others": offices(viewer).exclude(pk=advice.office_id) if answers else [],
        "alike": similar(f"{advice.title} {advice.text}", besides=advice.pk) if answers else [],
    }  # fmt: skip


def overdue(advice: Advice, today: date) -> int:
    """Days since the answer was due, 0 when it is not."""
    late = advice.state in (State.WAITING, State.RECEIVED) and advice.answer_by < today
    return (today - advice.answer_by).days if late else 0


def similar(text: str, *, besides: int = 0) -> list[Advice]:
    """Public ones that say much the same, the most alike first: better to support one than to write it again."""
    wanted = pairs(text)
    rows = _rows().filter(state__in=PUBLIC).exclude(pk=besides).order_by("-pk")[:COMPARED]
    scored = [(likeness(wanted, pairs(f"{row.title} {row.text}")), row) for row in rows]
    return [row for score, row in sorted(scored, key=lambda pair: -pair[0]) if score >= ALIKE][:3]


def unanswered(*, today: date) -> QuerySet[Advice]:
    """What waits for a first answer, for the clock."""
    waiting = Advice.objects.filter(state__in=(State.WAITING, State.RECEIVED), written_on__lt=today)
    return waiting.select_related("office__organisation").order_by("pk")


def for_brief(path: str, first: date, after: date) -> QuerySet[Advice]:
    """Advice received in a month at an organisation or below, that was not kept back."""
    there = within((path,), field="office__organisation__path")
    rows = Advice.objects.filter(there, received_on__gte=first, received_on__lt=after)
    return rows.filter(state__in=(*PUBLIC, State.JOINED)).order_by("pk")


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """For those who answer: what waits, by when."""
    if not viewer.person_id:
        return []
    asking = queue(viewer).filter(state__in=(State.WAITING, State.RECEIVED))
    row = asking.order_by("answer_by").values_list("answer_by", "title").first()
    if row is None:
        return []
    sentence = _("%(n)d 条意见等您部门审看或答复，最近的 %(day)s 前") % {"n": asking.count(), "day": f"{row[0]:%m-%d}"}
    return [Todo(sentence, _("去办"), reverse("advice:desk"), None, 2 if row[0] <= local_date(at) else 4)]
