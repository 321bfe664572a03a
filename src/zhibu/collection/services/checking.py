"""The branch checks, the committee re-checks (rules.md 2.1): two people, and what is right goes back to its source."""

from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.collection.enums import SheetState, Stage, Verdict
from zhibu.collection.errors import AlreadyChecked, CheckedByHimself, NoSuchSheet, ReasonNeeded
from zhibu.collection.models import Item, Sheet
from zhibu.collection.queries.reach import get_sheet, may_check, to_check
from zhibu.collection.services.confirming import confirm
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import answer_correction, change_person, correct_dates, corrections_told, value_of
from zhibu.members.enums import CorrectionState
from zhibu.notify.api import send

DATES = ("joined_on", "full_on")


def check_sheet(viewer: Viewer, *, sheet_id: int, version: int, at: datetime) -> Sheet:
    """Take the next step: the branch (or, of figures, the secretary) finds it right, then the committee does.

    What was changed goes into the record with the branch's check. Raises AlreadyChecked, CheckedByHimself.
    """
    with transaction.atomic():
        sheet = _waiting(viewer, sheet_id, version)
        if sheet.state == SheetState.CHECKED:
            _recheck(viewer, sheet, at)
        else:
            _check(viewer, sheet, at)
        sheet.version += 1
        sheet.save()
    return sheet


def _waiting(viewer: Viewer, pk: int, version: int) -> Sheet:
    """The sheet as it was looked at, held until the transaction ends."""
    seen = get_sheet(viewer, pk)
    sheet = Sheet.objects.select_for_update(of=("self",)).select_related("request", "branch").get(pk=seen.pk)
    if sheet.state == SheetState.CHECKED and sheet.checked_by_id == viewer.person_id and sheet.version == version:
        raise CheckedByHimself
    if sheet.version != version:
        raise AlreadyChecked
    if not may_check(viewer, sheet):
        raise NoSuchSheet
    return sheet


def _check(viewer: Viewer, sheet: Sheet, at: datetime) -> None:
    if sheet.person_id is None:
        sheet.state, sheet.done_at = SheetState.DONE, at
    else:
        _apply(viewer, sheet, at)
        _confirmed(viewer, sheet, Stage.BRANCH, at)
        sheet.state = SheetState.CHECKED
    sheet.checked_by, sheet.checked_by_id, sheet.checked_at = viewer.name, viewer.person_id, at
    audit(viewer, action="collection.checked", subject=f"sheet:{sheet.pk}", at=at)


def _apply(viewer: Viewer, sheet: Sheet, at: datetime) -> None:
    """Accept what the member asked for where nobody has answered yet; write what came from paper."""
    changed = list(sheet.items.filter(verdict=Verdict.CHANGED))
    told = corrections_told([item.correction_id for item in changed if item.correction_id])
    for item in changed:
        if item.correction_id is None:
            _write(viewer, sheet, item, at)
        elif told[item.correction_id][0] == CorrectionState.WAITING:
            answer_correction(viewer, correction_id=item.correction_id, accept=True, at=at)


def _write(viewer: Viewer, sheet: Sheet, item: Item, at: datetime) -> None:
    """From paper: the record itself keeps who wrote it. What the item held is not needed twice."""
    person, value = sheet.person_id or 0, {item.field: value_of(item.field, item.answer)}
    if item.field in DATES:
        correct_dates(viewer, person_id=person, reason=sheet.note, at=at, **cast("dict[str, date]", value))
    else:
        change_person(viewer, person_id=person, at=at, **cast("Any", value))
    confirm(viewer, person_id=person, codes=[item.field], stage=Stage.BRANCH, at=at)
    Item.objects.filter(pk=item.pk).update(answer="")


def _recheck(viewer: Viewer, sheet: Sheet, at: datetime) -> None:
    _confirmed(viewer, sheet, Stage.COMMITTEE, at)
    sheet.state = SheetState.DONE
    sheet.done_by, sheet.done_by_id, sheet.done_at = viewer.name, viewer.person_id, at
    audit(viewer, action="collection.rechecked", subject=f"sheet:{sheet.pk}", at=at)


def _confirmed(viewer: Viewer, sheet: Sheet, stage: Stage, at: datetime) -> None:
    """The items that stood as they were; the committee confirms what was changed and accepted too."""
    items = sheet.items.exclude(field="")
    if stage == Stage.BRANCH:
        items = items.filter(verdict=Verdict.CONFIRMED)
    codes = list(items.values_list("field", flat=True))
    confirm(viewer, person_id=sheet.person_id or 0, codes=codes, stage=stage, at=at)


def check_unchanged(viewer: Viewer, *, sheet_ids: list[int], at: datetime) -> int:
    """Take the next step of several sheets on which nothing was changed; returns how many."""
    rows: QuerySet[Sheet] = to_check(viewer).filter(pk__in=sheet_ids, person__isnull=False)
    plain = [sheet for sheet in rows if not sheet.items.filter(verdict=Verdict.CHANGED).exists()]
    for sheet in plain:
        check_sheet(viewer, sheet_id=sheet.pk, version=sheet.version, at=at)
    return len(plain)


def return_sheet(viewer: Viewer, *, sheet_id: int, version: int, reason: str, at: datetime) -> Sheet:
    """Send it back with the reason; changes that wait are declined with it. Raises ReasonNeeded, AlreadyChecked."""
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        sheet = _waiting(viewer, sheet_id, version)
        _decline(viewer, sheet, reason.strip(), at)
        sheet.state, sheet.returned_reason, sheet.returned_by = SheetState.RETURNED, reason.strip(), viewer.name
        sheet.checked_by, sheet.checked_by_id, sheet.checked_at = "", None, None
        sheet.version += 1
        sheet.save()
        audit(viewer, action="collection.returned", subject=f"sheet:{sheet.pk}", at=at, reason=reason.strip())
        _tell(viewer, sheet, at)
    return sheet


def _decline(viewer: Viewer, sheet: Sheet, reason: str, at: datetime) -> None:
    asked = [item.correction_id for item in sheet.items.exclude(correction_id=None) if item.correction_id]
    for pk, (state, _text, _answer) in corrections_told(asked).items():
        if state == CorrectionState.WAITING:
            answer_correction(viewer, correction_id=pk, accept=False, answer=reason, at=at)


def _tell(viewer: Viewer, sheet: Sheet, at: datetime) -> None:
    whom = sheet.person_id or sheet.submitted_by_id
    if whom is not None:
        send(
            viewer, person_ids=[whom], sentence=_("您填的信息有一处要补正，请看说明。"),
            key=f"collection.sheet:{sheet.pk}", at=at, url=reverse("collection:index"),
        )  # fmt: skip
