"""What an office does: read, answer, adopt, finish, pass on, join; and what the clock reminds it of."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.advice.enums import Signing, State
from zhibu.advice.errors import NotJoined, ReasonNeeded, WrongStep
from zhibu.advice.models import Advice, Step, Support
from zhibu.advice.queries.advice import get_advice, unanswered
from zhibu.advice.queries.offices import MANAGERS, SYSTEM, get_office, officers
from zhibu.advice.rules.steps import PUBLIC, answer_by, may_follow
from zhibu.advice.services.writing import tell_office
from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roles_in_force
from zhibu.notify.api import send
from zhibu.organisations.api import ancestor_paths


def decide(viewer: Viewer, *, advice_id: int, shown: bool, reason: str, at: datetime) -> Advice:
    """Put it on the board, or keep it back with a reason that its writer reads; either can be decided anew before an
    answer. Raises ReasonNeeded, WrongStep."""
    found = get_advice(viewer, advice_id, to="answer")
    if not shown and not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        advice = _locked(found.pk)
        if advice.state not in (State.WAITING, State.HIDDEN, State.RECEIVED):
            raise WrongStep
        advice.state = State.RECEIVED if shown else State.HIDDEN
        advice.reason = "" if shown else reason.strip()[:200]
        advice.received_on = advice.received_on or local_date(at)
        advice.save(update_fields=["state", "reason", "received_on"])
        _note(viewer, "advice.decided", advice, at, shown=shown, reason=advice.reason)
        public, kept_back = _("您的意见“%(title)s”已公开，等待答复。"), _("您的意见“%(title)s”没有公开，请看原因。")
        _tell_writer(advice, public if shown else kept_back, at)
    return advice


def _locked(pk: int) -> Advice:
    return Advice.objects.select_for_update(of=("self",)).select_related("office").get(pk=pk)


def _note(viewer: Viewer, action: str, advice: Advice, at: datetime, **detail: Any) -> None:
    audit(viewer, action=action, subject=f"advice:{advice.pk}", at=at, **detail)


def _page(advice: Advice) -> str:
    return reverse("advice:advice", args=[advice.pk])


def _tell_writer(advice: Advice, sentence: str, at: datetime) -> None:
    """The named writer; whoever is anonymous looks by his receipt."""
    if advice.author_id:
        key = f"advice:{advice.pk}:{advice.state}"
        words = sentence % {"title": advice.title}
        send(SYSTEM, person_ids=[advice.author_id], sentence=words, key=key, at=at, url=_page(advice))


def take_step(viewer: Viewer, *, advice_id: int, key: UUID, state: str, text: str, at: datetime) -> Step:
    """Answer, adopt, or report it done, in words that everybody reads. The same `key` again is the same.

    Raises ReasonNeeded without words, WrongStep when it is not the next step.
    """
    found = get_advice(viewer, advice_id, to="answer")
    if not text.strip():
        raise ReasonNeeded
    if there := Step.objects.filter(key=key, advice=found).first():
        return there
    with transaction.atomic():
        advice = _locked(found.pk)
        if not may_follow(advice.state, state):
            raise WrongStep
        advice.state = state
        advice.answered_on = advice.answered_on or local_date(at)
        advice.save(update_fields=["state", "answered_on"])
        step = Step.objects.create(
            key=key, advice=advice, state=State(state), text=text.strip(), office_name=advice.office.name,
            by_name=viewer.name, at=at,
        )  # fmt: skip
        _note(viewer, "advice.answered", advice, at, state=state)
        for one in [advice, *advice.joined.all()]:
            _tell_writer(one, _("您的意见“%(title)s”有了新的答复。"), at)
    return step


def move(viewer: Viewer, *, advice_id: int, office_id: int, at: datetime) -> Advice:
    """Pass it on to the office that can answer; the day for the answer stays. Raises NoSuchOffice, WrongStep."""
    found = get_advice(viewer, advice_id, to="answer")
    office = get_office(viewer, office_id)
    with transaction.atomic():
        advice = _locked(found.pk)
        if advice.state in (State.JOINED, State.DONE) or not office.is_open:
            raise WrongStep
        if advice.office_id != office.pk:
            advice.office = office
            advice.save(update_fields=["office"])
            _note(viewer, "advice.moved", advice, at)
            sentence = _("有一条意见转给了您的部门：%(title)s") % {"title": advice.title}
            key = f"advice-moved:{advice.pk}:{office.pk}"
            send(viewer, person_ids=officers(office), sentence=sentence, key=key, at=at, url=_page(advice))
    return advice


def join(viewer: Viewer, *, advice_id: int, into_id: int, at: datetime) -> Advice:
    """Join a piece that says the same to another: its supporters and, when named, its writer count there, once each.

    Raises NotJoined.
    """
    found, into = get_advice(viewer, advice_id, to="answer"), get_advice(viewer, into_id)
    with transaction.atomic():
        rows = Advice.objects.select_for_update(of=("self",)).filter(pk__in=[found.pk, into.pk]).order_by("pk")
        both = {row.pk: row for row in rows}
        advice, target = both[found.pk], both.get(into.pk)
        fits = target and target.pk != advice.pk and target.state in PUBLIC and advice.state in (*PUBLIC, State.WAITING)
        if target is None or not fits or Advice.objects.filter(joined_to=advice).exists():
            raise NotJoined
        advice.state, advice.joined_to = State.JOINED, target
        advice.received_on = advice.received_on or local_date(at)
        advice.save(update_fields=["state", "joined_to", "received_on"])
        _carry_supporters(advice, target)
        _note(viewer, "advice.joined", advice, at, into=target.pk)
        _tell_writer(advice, _("您的意见“%(title)s”并入了相同的一条，一起答复。"), at)
    return advice


def _carry_supporters(advice: Advice, target: Advice) -> None:
    marks = set(advice.supports.values_list("mark", flat=True))
    Support.objects.bulk_create((Support(advice=target, mark=mark) for mark in sorted(marks)), ignore_conflicts=True)
    Support.objects.filter(advice=advice).delete()


def remind(*, at: datetime) -> int:
    """Tell an office of what came yesterday without a name, at half of its time and on the day, and one level up when
    an answer is late. Safe to repeat."""
    today, told = local_date(at), 0
    for advice in unanswered(today=today):
        if advice.signing == Signing.ANONYMOUS and advice.written_on == today - timedelta(days=1):
            told += tell_office(advice, at=at)
        half = answer_by(advice.written_on, advice.office.answer_days // 2)
        if today > advice.answer_by:
            told += _tell(advice, _managers(advice), _("一条意见超过了答复期限：%(title)s"), "late", at)
        elif today >= half:
            told += _tell(advice, officers(advice.office), _("一条意见等您部门答复：%(title)s"), "half", at)
    return told


def _tell(advice: Advice, people: list[int], sentence: str, when: str, at: datetime) -> int:
    words, key = sentence % {"title": advice.title}, f"advice-{when}:{advice.pk}"
    return send(SYSTEM, person_ids=people, sentence=words, key=key, at=at, url=_page(advice))


def _managers(advice: Advice) -> list[int]:
    above = ancestor_paths(advice.office.organisation.path)
    grants = roles_in_force(*MANAGERS).filter(organisation__path__in=above)
    return [*officers(advice.office), *grants.values_list("account__person_id", flat=True)]
