"""The unit's figures, by a file that nobody on the way can read (docs/how-to/dues.md)."""

import csv
from datetime import datetime
from io import StringIO

from django.db import transaction
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.dues.enums import BY_BASE
from zhibu.dues.errors import AmountUnreadable, EnvelopeBroken, FileUnclear, KindUnknown, NoSuchDues
from zhibu.dues.queries.people import is_treasurer
from zhibu.dues.rules.amounts import fen_of
from zhibu.dues.rules.envelope import open_envelope
from zhibu.dues.services.assessing import assess_by_unit
from zhibu.dues.services.billing import bill_person
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll

COLUMNS = ("employee_number", "member_kind", "base_yuan")
MOST_NAMED = 10


def import_bases(viewer: Viewer, *, sealed: bytes, year: int, at: datetime) -> tuple[int, int]:
    """Open the unit's sealed file in memory, fix each sum, close each figure for its owner; all of it or nothing.

    Who uploads never sees a figure, and nothing of the file is kept. Returns how many were assessed, and how many had
    confirmed a figure of their own, which stays. Raises NoSuchDues, EnvelopeBroken, FileUnclear (line numbers only).
    """
    if not is_treasurer(viewer):
        raise NoSuchDues
    lines = _lines(open_envelope(sealed))
    people = _people([number for number, _kind, _base in lines])
    unknown = [str(place) for place, (number, _, _) in enumerate(lines, start=2) if number not in people]
    if unknown:
        raise _unclear(unknown, _("第 %(lines)s 行的工号不在党员名册上。"))
    with transaction.atomic():
        made = [
            assess_by_unit(viewer, person_id=people[number], year=year, kind=kind, base_fen=base, at=at)
            for number, kind, base in lines
        ]
        if year == local_date(at).year:
            for assessment in filter(None, made):
                bill_person(viewer, person_id=assessment.person_id, at=at)
        taken = sum(1 for one in made if one)
        audit(viewer, action="dues.bases_imported", at=at, year=year, rows=taken)
    return taken, len(made) - taken


def _people(numbers: list[str]) -> dict[str, int]:
    known = roll("").filter(person__employee_number__in=numbers)
    return {str(number): person for number, person in known.values_list("person__employee_number", "person_id")}


def _lines(content: bytes) -> list[tuple[str, str, int]]:
    try:
        rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as broken:
        raise EnvelopeBroken from broken
    if not rows or any(name not in rows[0] for name in COLUMNS):
        raise FileUnclear(_("文件要有 employee_number、member_kind、base_yuan 三列，并且至少有一行。没有导入。"))
    found, wrong = [], []
    for place, row in enumerate(rows, start=2):
        try:
            found.append(_line(row))
        except (AmountUnreadable, KindUnknown):
            wrong.append(str(place))
    if wrong:
        raise _unclear(wrong, _("第 %(lines)s 行读不懂：类别要在列表里，基数最多两位小数。"))
    return found


def _line(row: dict[str, str]) -> tuple[str, str, int]:
    kind = (row["member_kind"] or "").strip()
    if kind not in BY_BASE:
        raise KindUnknown
    return (row["employee_number"] or "").strip(), kind, fen_of(row["base_yuan"] or "")


def _unclear(lines: list[str], sentence: str) -> FileUnclear:
    shown = "、".join(lines[:MOST_NAMED]) + (" …" if len(lines) > MOST_NAMED else "")
    return FileUnclear(sentence % {"lines": shown} + _("整个文件都没有导入。"))
