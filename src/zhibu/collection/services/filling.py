"""Filling in a sheet: what is held is confirmed, what changed goes to the record, what is missing is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.collection.enums import HEADS, TO_FILL, Mode, RequestState, SheetState, Stage, Standing, Verdict
from zhibu.collection.errors import AlreadyFilled, AnswersWrong, ChangedMeanwhile, NoSuchSheet, NoteNeeded
from zhibu.collection.models import Item, Question, Request, Sheet
from zhibu.collection.queries.dictionary import Held, askable, standings
from zhibu.collection.queries.figures import FIGURES, figures
from zhibu.collection.queries.reach import get_sheet, is_own, may_help
from zhibu.collection.services.confirming import confirm
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import ask_correction, value_fault, value_of
from zhibu.members.errors import CorrectionWaiting, WrongParticulars

UNTOUCHED = ""  # what an input sends when nothing is to change; "no" and "yes" are told from it
_SPACE = UUID("9c0de6a4-5d0b-4c2f-9f0e-2b1d5a7e8c11")


@dataclass(frozen=True, slots=True)
class Filled:
    """What came in: texts by input name, how, on what ground, and the version that was looked at."""

    answers: Mapping[str, str]
    key: UUID
    version: int
    mode: str = Mode.ONLINE
    note: str = ""


def submit_own(viewer: Viewer, *, filled: Filled, at: datetime) -> Sheet:
    """A member's own look through his record: what he leaves alone he confirms. The same key again changes nothing.

    Raises NoSuchSheet for somebody without membership, AnswersWrong, AlreadyFilled once the branch has checked.
    """
    if not viewer.is_member or viewer.branch_id is None:
        raise NoSuchSheet
    with transaction.atomic():
        if there := Sheet.objects.filter(last_key=filled.key, person_id=viewer.person_id or 0).first():
            return there
        sheet = _own_sheet(viewer, at)
        _take(viewer, sheet, filled, at=at)
    return sheet


def _own_sheet(viewer: Viewer, at: datetime) -> Sheet:
    going_on = (*TO_FILL, SheetState.SUBMITTED, SheetState.CHECKED)
    found = Sheet.objects.select_for_update().filter(person_id=viewer.person_id or 0, request=None, state__in=going_on)
    if sheet := found.first():
        if sheet.state not in (*TO_FILL, SheetState.SUBMITTED):
            raise AlreadyFilled
        return sheet
    try:
        with transaction.atomic():
            return Sheet.objects.create(person_id=viewer.person_id, branch_id=viewer.branch_id or 0, opened_at=at)
    except IntegrityError as twice:
        raise ChangedMeanwhile from twice


def submit_sheet(viewer: Viewer, *, sheet_id: int, filled: Filled, at: datetime) -> Sheet:
    """Fill in a sheet of a request; the same key again changes nothing. An officer may, with a note, for a member.

    After the end it is kept: changes still reach the record, answers are offered when the question is asked again.
    Raises ChangedMeanwhile when somebody saved since `version`, AlreadyFilled, AnswersWrong, NoteNeeded.
    """
    seen = get_sheet(viewer, sheet_id)
    if not (is_own(viewer, seen) or may_help(viewer, seen)):
        raise NoSuchSheet
    with transaction.atomic():
        sheet = Sheet.objects.select_for_update(of=("self",)).select_related("request", "branch").get(pk=seen.pk)
        if sheet.last_key == filled.key:
            return sheet
        if sheet.state not in (*TO_FILL, SheetState.SUBMITTED, SheetState.ENDED, SheetState.KEPT):
            raise AlreadyFilled
        if sheet.version != filled.version:
            raise ChangedMeanwhile
        if not is_own(viewer, sheet) and not filled.note.strip():
            raise NoteNeeded
        _take(viewer, sheet, filled, at=at)
    return sheet


def _take(viewer: Viewer, sheet: Sheet, filled: Filled, *, at: datetime) -> None:
    if sheet.person_id is None:
        _take_figures(sheet, filled.answers, at)
    else:
        _take_record(viewer, sheet, filled.answers, at)
    _take_answers(sheet, filled.answers, at)
    sheet.state = _following(viewer, sheet)
    sheet.mode = Mode.ONLINE if is_own(viewer, sheet) else filled.mode
    sheet.note = filled.note.strip()
    sheet.submitted_by, sheet.submitted_by_id, sheet.submitted_at = viewer.name, viewer.person_id, at
    sheet.last_key, sheet.version = filled.key, sheet.version + 1
    if sheet.state == SheetState.DONE:
        sheet.done_at = at
    sheet.save()
    audit(viewer, action="collection.submitted", subject=f"sheet:{sheet.pk}", at=at, mode=sheet.mode)


def _following(viewer: Viewer, sheet: Sheet) -> SheetState:
    """The next step: figures by the secretary and plain answers are done, whatever touches a record is checked."""
    request: Request | None = sheet.request
    if request is not None and request.state != RequestState.OPEN:
        return SheetState.KEPT
    if sheet.person_id is None:
        return SheetState.DONE if viewer.holds(HEADS, sheet.branch.path) else SheetState.SUBMITTED
    touches = sheet.items.exclude(field="").exists()
    return SheetState.SUBMITTED if touches or not is_own(viewer, sheet) else SheetState.DONE


def _fields(sheet: Sheet) -> list[str]:
    """The items of the record that the sheet is about; of one's own look all that he knows himself."""
    known = [entry.code for entry in askable()]
    if sheet.request is None:
        return known
    asked = set(sheet.request.questions.exclude(field="").values_list("field", flat=True))
    return [code for code in known if code in asked]


def _take_record(viewer: Viewer, sheet: Sheet, answers: Mapping[str, str], at: datetime) -> None:
    codes, today = _fields(sheet), local_date(at)
    held = standings([sheet.person_id or 0], codes, today=today).get(sheet.person_id or 0, {})
    proposed = {
        code: text for code in codes if (text := _proposed(held[code], answers.get(code, UNTOUCHED))) is not None
    }
    _must_be_possible(proposed, held, sheet, at=at)
    for code, one in held.items():
        if code in proposed:
            _change(viewer, sheet, code, proposed[code], at)
        elif one.standing in (Standing.DUE, Standing.KNOWN):
            _say(sheet, at, verdict=Verdict.CONFIRMED, field=code)
    if is_own(viewer, sheet):
        confirmed = [code for code, one in held.items() if code not in proposed and _confirms(sheet, one)]
        confirm(viewer, person_id=sheet.person_id or 0, codes=confirmed, stage=Stage.SELF, at=at)


def _confirms(sheet: Sheet, one: Held) -> bool:
    """Whether leaving it alone says something: what is still good is not shown as a question."""
    return one.standing == Standing.DUE or (sheet.request is None and one.standing == Standing.KNOWN)


def _proposed(one: Held, answer: str) -> str | None:
    """The text that is to be held from now on, or None when nothing is to change.

    Raises ChangedMeanwhile when another change of the item waits already.
    """
    if answer.strip() == UNTOUCHED:
        return None
    text = answer.strip()
    if one.entry.about.kind == "yes_no":
        text = "1" if answer == "yes" else ""
    if one.standing == Standing.WAITING and text != one.proposed:
        raise ChangedMeanwhile
    return None if one.standing == Standing.WAITING or text == one.text else text


def _must_be_possible(proposed: Mapping[str, str], held: Mapping[str, Held], sheet: Sheet, *, at: datetime) -> None:
    faults = {code: value_fault(code, text, today=local_date(at)) for code, text in proposed.items()}
    found = {code: fault for code, fault in faults.items() if fault}
    if found:
        raise AnswersWrong(found)


def _change(viewer: Viewer, sheet: Sheet, code: str, text: str, at: datetime) -> None:
    """Pass a change on to the record, where it waits for an officer; from paper it waits on the sheet."""
    if not is_own(viewer, sheet):
        _say(sheet, at, verdict=Verdict.CHANGED, field=code, answer=text)
        return
    reason = sheet.request.title if sheet.request else _("本人核对档案")
    key = uuid5(_SPACE, f"{sheet.pk}:{sheet.version}:{code}")
    try:
        asked = ask_correction(viewer, field=code, proposed=value_of(code, text), reason=reason, key=key, at=at)
    except WrongParticulars as wrong:
        raise AnswersWrong({code: next(iter(wrong.faults.values()))}) from wrong
    except CorrectionWaiting as waits:
        raise ChangedMeanwhile from waits
    _say(sheet, at, verdict=Verdict.CHANGED, field=code, correction_id=asked.pk)


def _take_answers(sheet: Sheet, answers: Mapping[str, str], at: datetime) -> None:
    """Free questions: what is left empty is no answer and takes an earlier one of this sheet back."""
    for question in _questions(sheet):
        text = answers.get(question.name, "").strip()
        if text:
            _say(sheet, at, verdict=Verdict.ANSWERED, question=question, answer=text)
        else:
            sheet.items.filter(question=question).delete()


def _questions(sheet: Sheet) -> list[Question]:
    return list(sheet.request.questions.filter(field="")) if sheet.request else []


def _take_figures(sheet: Sheet, answers: Mapping[str, str], at: datetime) -> None:
    """What the platform worked out, and what the branch says where it differs."""
    asked = [code for code in FIGURES if sheet.request and sheet.request.questions.filter(field=code).exists()]
    known = figures([(sheet.branch_id, sheet.branch.path)], asked, today=local_date(at))[sheet.branch_id]
    for code in asked:
        number, told = str(known[code]), answers.get(code, UNTOUCHED).strip()
        verdict = Verdict.CHANGED if told not in (UNTOUCHED, number) else Verdict.CONFIRMED
        _say(sheet, at, verdict=verdict, field=code, answer=told or number, platform=number)


def _say(sheet: Sheet, at: datetime, *, field: str = "", question: Question | None = None, **said: object) -> None:
    """One row for an item, whatever was said about it before."""
    defaults = {"answer": "", "platform": "", "correction_id": None, "told_at": at, **said}
    Item.objects.update_or_create(sheet=sheet, field=field, question=question, defaults=defaults)
