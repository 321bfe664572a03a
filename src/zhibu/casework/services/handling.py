"""The way of whoever handles: take, ask, note, pass on, send back, decline."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhibu.casework.enums import VISIT, Act, State
from zhibu.casework.errors import (
    CaseMoved,
    ConsentRefused,
    MoneyMissing,
    NotHolder,
    OwnCase,
    StepUnfinished,
    TakenByOther,
    WordsMissing,
)
from zhibu.casework.models import Case, StepRecord
from zhibu.casework.queries.cases import get_case, locked
from zhibu.casework.queries.money import given_fen
from zhibu.casework.rules import standing
from zhibu.casework.rules.answers import refused
from zhibu.casework.rules.definition import Step
from zhibu.casework.services.applying import close, pause
from zhibu.casework.services.letters import issue
from zhibu.casework.services.log import note, tell_applicant, write
from zhibu.casework.services.routing import lay_on_desk
from zhibu.kernel.templatetags.zhibu import when
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record
from zhibu.ledger.enums import Evidence, Mode


def take(viewer: Viewer, *, case_id: int, at: datetime) -> Case:
    """Take a waiting case; taking one's own again changes nothing.

    Raises TakenByOther with the name of who has it, OwnCase, CaseMoved, NoSuchCase.
    """
    found = _desk_case(viewer, case_id)
    with transaction.atomic():
        case = locked([found.pk]).get()
        if case.state == State.TAKEN and case.holder_id == viewer.person_id:
            return case
        _check_free(case)
        case.state, case.holder_id, case.holder_name, case.taken_at = State.TAKEN, viewer.person_id, viewer.name, at
        case.save(update_fields=["state", "holder", "holder_name", "taken_at"])
        note(viewer, case, Act.TAKEN, at=at)
        tell_applicant(case, _("您的“%(matter)s”%(number)s 已有人受理，正在办理。"), what=f"taken:{case.step}", at=at)
    return case


def _desk_case(viewer: Viewer, case_id: int) -> Case:
    """A case of his desk; his own is refused with the reason."""
    case = get_case(viewer, case_id)
    if standing.is_own(viewer, case):
        raise OwnCase
    return get_case(viewer, case_id, to="handle")


def _check_free(case: Case) -> None:
    if case.holder_id:
        words = {"name": case.holder_name, "time": when(case.taken_at)}
        raise TakenByOther(str(TakenByOther.sentence) % words)
    if case.state != State.WAITING:
        raise CaseMoved


def release(viewer: Viewer, *, case_id: int, at: datetime) -> Case:
    """Put a case back for a colleague. Raises NotHolder, NoSuchCase."""
    found = _desk_case(viewer, case_id)
    with transaction.atomic():
        case = _held(viewer, found.pk)
        case.state, case.holder, case.holder_name, case.taken_at = State.WAITING, None, "", None
        case.save(update_fields=["state", "holder", "holder_name", "taken_at"])
        note(viewer, case, Act.RELEASED, at=at)
    return case


def _held(viewer: Viewer, pk: int) -> Case:
    """The locked case that he has in hand. Raises TakenByOther, NotHolder."""
    case = locked([pk]).select_related(None).get()
    if case.holder_id not in (None, viewer.person_id):
        _check_free(case)
    if not standing.is_in_hand(viewer, case):
        raise NotHolder
    return case


def ask_for_more(viewer: Viewer, *, case_id: int, words: str, at: datetime) -> Case:
    """Ask the applicant for something; the clock rests until he answers. Raises WordsMissing, NotHolder."""
    found, text = _desk_case(viewer, case_id), _said(words)
    with transaction.atomic():
        case = _held(viewer, found.pk)
        message, _new = write(viewer, case, text, at=at)
        note(viewer, case, Act.ASKED, at=at, message=message)
        pause(case, at=at)
        tell_applicant(case, _("您的“%(matter)s”%(number)s 需要补充，请打开查看。"), what=f"asked:{at:%F %T}", at=at)
    return case


def _said(words: str) -> str:
    text = words.strip()[:1000]
    if not text:
        raise WordsMissing
    return text


def note_step(viewer: Viewer, *, case_id: int, answers: Mapping[str, Any], at: datetime) -> StepRecord:
    """Note what the present step asks of its handler; noting it again before it is passed replaces it."""
    found = _desk_case(viewer, case_id)
    with transaction.atomic():
        case = _held(viewer, found.pk)
        sealed = json.dumps(dict(answers), ensure_ascii=False)
        content = {"sealed_answers": sealed, "noted_by_name": viewer.name, "noted_at": at}
        return StepRecord.objects.update_or_create(
            case=case, step=_step(case).code, round=_round(case), defaults=content
        )[0]


def _step(case: Case) -> Step:
    return case.version.shape.steps[case.step]


def _round(case: Case) -> int:
    """How often the step has been passed or sent back before, and one."""
    return 1 + case.entries.filter(act=Act.SENT_BACK).count()


def pass_step(viewer: Viewer, *, case_id: int, step: int, words: str = "", at: datetime) -> Case:
    """Agree and pass on: the next step's desk gets the case, after the last step it is finished.

    `step` is the one that the page showed; pressed twice, the second tap finds the case moved on and changes nothing.
    Raises ConsentRefused, StepUnfinished, MoneyMissing, NotHolder, CaseMoved.
    """
    found = _desk_case(viewer, case_id)
    with transaction.atomic():
        case = _held(viewer, found.pk)
        if case.step != step:
            raise CaseMoved
        plan = _step(case)
        _check_step(case, plan)
        message = write(viewer, case, words.strip(), at=at)[0] if words.strip() else None
        note(viewer, case, Act.PASSED, at=at, message=message)
        _consequences(viewer, case, plan, at)
        _go_on(viewer, case, at)
    return case


def _check_step(case: Case, plan: Step) -> None:
    if refused(case.version.shape.consents, case.answers):
        raise ConsentRefused
    noted = case.step_records.filter(step=plan.code, round=_round(case)).exists()
    if any(one.required for one in plan.fields) and not noted:
        raise StepUnfinished
    if plan.pays and given_fen(case) <= 0:
        raise MoneyMissing


def _consequences(viewer: Viewer, case: Case, plan: Step, at: datetime) -> None:
    """The letter of the step, and the visit as a fact of whoever paid it."""
    if plan.letter:
        issue(viewer, case, code=plan.letter, at=at)
    if plan.visit and viewer.person_id and viewer.is_member and viewer.branch_id:
        fact = Fact(
            kind=VISIT, member_id=viewer.person_id, organisation_id=viewer.branch_id, occurred_at=at, mode=Mode.OFFLINE,
            source_app="casework", source_key=f"visit:{case.pk}:{plan.code}", evidence=Evidence.STAFF,
            title=case.title,
        )  # fmt: skip
        record(viewer, fact, at=at)


def _go_on(viewer: Viewer, case: Case, at: datetime) -> None:
    if case.step + 1 < len(case.version.shape.steps):
        lay_on_desk(case, step=case.step + 1, at=at)
        return
    case.expires_on = _expiry(case)
    note(viewer, case, Act.DONE, at=at)
    close(case, State.DONE, by=viewer, at=at)
    tell_applicant(case, _("您的“%(matter)s”%(number)s 已办结，请查看结果。"), what="done", at=at)


def _expiry(case: Case) -> date | None:
    code = case.version.shape.expiry_code
    for row in case.step_records.order_by("-pk") if code else ():
        if value := row.answers.get(code):
            return date.fromisoformat(value)
    return None


def send_back(viewer: Viewer, *, case_id: int, words: str, at: datetime) -> Case:
    """Back to the step before, with a reason. Raises WordsMissing, CaseMoved at the first step, NotHolder."""
    found, text = _desk_case(viewer, case_id), _said(words)
    with transaction.atomic():
        case = _held(viewer, found.pk)
        if case.step == 0:
            raise CaseMoved
        message, _new = write(viewer, case, text, at=at)
        note(viewer, case, Act.SENT_BACK, at=at, message=message)
        lay_on_desk(case, step=case.step - 1, at=at)
    return case


def decline(viewer: Viewer, *, case_id: int, words: str, at: datetime) -> Case:
    """Not granted, with the reason that the applicant reads. Raises WordsMissing, NotHolder."""
    found, text = _desk_case(viewer, case_id), _said(words)
    with transaction.atomic():
        case = _held(viewer, found.pk)
        message, _new = write(viewer, case, text, at=at)
        note(viewer, case, Act.DECLINED, at=at, message=message)
        close(case, State.DECLINED, by=viewer, at=at)
        tell_applicant(case, _("您的“%(matter)s”%(number)s 没有办成，请查看原因和办法。"), what="declined", at=at)
    return case
