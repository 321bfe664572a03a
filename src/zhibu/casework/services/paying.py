"""The trail of what was given: each row stands for ever, a mistake is reversed by another row."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.casework.enums import Act
from zhibu.casework.errors import (
    AlreadyReversed,
    AmountUnclear,
    EnteredByYou,
    NoSuchCase,
    NotHolder,
    TooMuch,
    WordsMissing,
)
from zhibu.casework.models import Case, Outlay
from zhibu.casework.queries.cases import get_case, locked
from zhibu.casework.queries.money import given_fen
from zhibu.casework.rules import standing
from zhibu.casework.services.keeping import checked
from zhibu.casework.services.log import note
from zhibu.drive.api import keep
from zhibu.kernel.templatetags.zhibu import yuan
from zhibu.kernel.viewer import Viewer


def pay(
    viewer: Viewer, *, case_id: int, key: UUID, kind: str, amount_fen: int, given_to: str, given_on: date,
    what: str = "", receipt: "UploadedFile[Any] | None" = None, at: datetime,
) -> Outlay:  # fmt: skip
    """Note what was given, with its receipt; the same `key` again gives the row that is there.

    Raises AmountUnclear, TooMuch above the matter's bound, EnteredByYou, NotHolder, NoSuchCase, and what `checked`
    raises.
    """
    case = get_case(viewer, case_id, to="handle")
    if case.entered_by_id is not None and case.entered_by_id == viewer.person_id:
        raise EnteredByYou
    if amount_fen <= 0 or not given_to.strip():
        raise AmountUnclear
    file = keep(viewer, checked(receipt), of=f"case.{case.pk}", at=at, key=key) if receipt else None
    fields = {
        "kind": kind, "amount_fen": amount_fen, "what": what.strip()[:80], "given_to": given_to.strip()[:40],
        "given_on": given_on, "receipt_file_id": file.pk if file else None,
    }  # fmt: skip
    with transaction.atomic():
        locked_case = _in_hand(viewer, case)
        if there := Outlay.objects.filter(key=key, case=case).first():
            return there
        _check_bound(locked_case, amount_fen)
        return _write(viewer, locked_case, key, fields, at)


def _in_hand(viewer: Viewer, found: Case) -> Case:
    case = locked([found.pk]).get()
    if not standing.is_in_hand(viewer, case):
        raise NotHolder
    return case


def _check_bound(case: Case, amount_fen: int) -> None:
    most = case.version.shape.most_fen
    if most and given_fen(case) + amount_fen > most:
        raise TooMuch(str(TooMuch.sentence) % {"limit": yuan(most)})


def _write(viewer: Viewer, case: Case, key: UUID, fields: dict[str, Any], at: datetime) -> Outlay:
    row = Outlay.objects.create(
        key=key, case=case, noted_by_id=viewer.person_id, noted_by_name=viewer.name, noted_at=at, **fields
    )
    act, action = (Act.REVERSED, "casework.reversed") if row.reverses_id else (Act.PAID, "casework.paid")
    note(viewer, case, act, at=at, words=yuan(row.amount_fen))
    audit(viewer, action=action, subject=f"case:{case.pk}", at=at, reason=row.reason, amount=row.amount_fen)
    return row


def reverse_outlay(viewer: Viewer, *, outlay_id: int, key: UUID, reason: str, at: datetime) -> Outlay:
    """Take a row back by another one, with the reason. Raises AlreadyReversed, WordsMissing, NotHolder, NoSuchCase."""
    row = Outlay.objects.filter(pk=outlay_id, reverses=None).first()
    if row is None:
        raise NoSuchCase
    case = get_case(viewer, row.case_id, to="handle")
    if not reason.strip():
        raise WordsMissing
    fields = {
        "kind": row.kind, "amount_fen": -row.amount_fen, "what": row.what, "given_to": row.given_to,
        "given_on": row.given_on, "reverses_id": row.pk, "reason": reason.strip()[:200],
    }  # fmt: skip
    try:
        with transaction.atomic():
            return _write(viewer, _in_hand(viewer, case), key, fields, at)
    except IntegrityError as twice:
        raise AlreadyReversed from twice
