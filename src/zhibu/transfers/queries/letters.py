"""Letters: the register of a committee, one letter, and what anybody may learn from a check code."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within
from zhibu.transfers.enums import LetterState
from zhibu.transfers.errors import NoSuchTransfer
from zhibu.transfers.models import Letter, LetterHead
from zhibu.transfers.queries.parties import OFFICERS


def letters(viewer: Viewer) -> QuerySet[Letter]:
    """The letters of the committees the viewer acts for, void ones too, the latest first."""
    rows = Letter.objects.filter(within(viewer.paths(OFFICERS), field="committee__path"))
    return rows.select_related("transfer", "committee").order_by("-year", "-serial", "-pk")


def get_letter(viewer: Viewer, pk: int) -> Letter:
    """A letter for its committee or its member, or NoSuchTransfer alike for missing and forbidden."""
    scope = within(viewer.paths(OFFICERS), field="committee__path") | Q(transfer__person_id=viewer.person_id or -1)
    found = Letter.objects.filter(scope, pk=pk).select_related("transfer", "committee").first()
    if found is None:
        raise NoSuchTransfer
    return found


def checked(code: str, *, today: date) -> dict[str, Any] | None:
    """What a check code says: number, issuer, days and whether it holds; nothing about the person."""
    letter = Letter.objects.filter(code=code.strip().upper()).select_related("committee").first()
    if letter is None:
        return None
    holds = letter.state == LetterState.VALID and today <= letter.valid_until
    return {
        "number": letter.number, "issuer": letter.committee.name, "issued_on": letter.issued_on,
        "valid_until": letter.valid_until, "holds": holds, "words": _said(letter, today),
    }  # fmt: skip


def _said(letter: Letter, today: date) -> str:
    if letter.state == LetterState.VALID:
        return _("有效，尚未使用") if today <= letter.valid_until else _("已过有效期，不能再用")
    return _("已作废，不能再用") if letter.state == LetterState.VOID else _("已使用，回执已返回")


def head_of(committee_id: int) -> dict[str, Any]:
    """What the letters of a committee show now."""
    names = ("code", "address", "phone", "fax", "postcode")
    return LetterHead.objects.filter(committee_id=committee_id).values(*names).first() or {}
