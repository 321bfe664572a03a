"""From a file to rows: the door of this package. Rows come one by one, so that memory stays flat."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from django.utils.translation import gettext as _

from zhibu.members.errors import UnreadableFile
from zhibu.members.rules.roster.branches import BranchBook, NewBranches
from zhibu.members.rules.roster.columns import SEARCHED_ROWS, Columns, field_of, read_header
from zhibu.members.rules.roster.problems import Problem
from zhibu.members.rules.roster.rows import RosterRow, RowReader
from zhibu.members.rules.roster.sheets import Cells, Sheet, open_sheets
from zhibu.members.rules.text import squeezed

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总人数|合计人数)[:：]?\d*人?\Z")
_REMARK = re.compile(r"(?:注|备注|说明|填表说明|填表人|填报人|制表人|审核人|经办人|负责人|书记签字|日期)[:：]|\d+[.、]")
# A line below the table has its text in one or two cells; a member's row, however poor, has more.
_FEWEST_CELLS = 3


class Roster:
    """A roster file. Iterate for its rows; `new_branches` and `late_problems` are known when that is done.

    `known_branches` maps names to ids. When it is empty, names carried by at least three full members are
    proposed as new branches, and the rows with other names are late problems (rules.md 1.1).
    """

    def __init__(self, file: BinaryIO, *, today: date, known_branches: Mapping[str, int]) -> None:
        self._file = file
        book = BranchBook(known_branches)
        self._new = None if book else NewBranches()
        self._reader = RowReader(today=today, branches=book, new=self._new)
        self.columns: list[Columns] = []

    def __iter__(self) -> Iterator[RosterRow]:
        """The data rows. Raises UnreadableFile."""
        self._file.seek(0)
        incomplete: list[str] = []
        for sheet in open_sheets(self._file):
            yield from self._sheet_rows(sheet, incomplete)
        if incomplete:
            raise _missing_columns(incomplete)
        if not self.columns:
            raise UnreadableFile(
                _("没有找到表头。请保留“姓名、公民身份号码、所在党支部”这一行，再上传。"), code="no_header"
            )

    @property
    def new_branches(self) -> list[str]:
        """Names proposed as new branches."""
        return self._new.proposed if self._new else []

    @property
    def letters(self) -> dict[str, str]:
        """Field → column letter, of the sheet being read."""
        return self.columns[-1].letters if self.columns else {}

    @property
    def late_problems(self) -> list[Problem]:
        """Problems that only the whole file shows: all are errors of rows already given."""
        return self._new.mistakes if self._new else []

    def _sheet_rows(self, sheet: Sheet, incomplete: list[str]) -> Iterator[RosterRow]:
        columns = None
        for number, cells in sheet.rows:
            if columns is None:
                if number > SEARCHED_ROWS:
                    return
                columns = self._start(sheet, number, cells, incomplete)
            elif _is_member(cells, columns):
                yield self._reader.read(number, cells)

    def _start(self, sheet: Sheet, number: int, cells: Cells, incomplete: list[str]) -> Columns | None:
        columns = read_header(number, cells)
        if columns is None or columns.missing:
            incomplete.extend(columns.missing if columns else ())
            return None
        incomplete.clear()
        self._reader.start_sheet(sheet.name, columns, sheet.formulas)
        self.columns.append(columns)
        return columns


@dataclass
class Preview:
    """What a file would do: how many data rows, what is wrong, which branches are new."""

    rows: int
    problems: list[Problem]
    new_branches: list[str]
    plan: dict[str, int] = field(default_factory=dict)

    @property
    def bad_rows(self) -> set[tuple[str, int]]:
        """Sheet and number of the rows that stay out."""
        return {(problem.sheet, problem.row) for problem in self.problems if problem.is_error}

    def sort(self) -> None:
        """Problems in the order of the rows and columns."""
        self.problems.sort(key=lambda problem: (problem.sheet, problem.row, len(problem.column), problem.column))

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {"rows": self.rows, "problems": [problem.as_json() for problem in self.problems]}


def preview(file: BinaryIO, *, today: date, known_branches: Mapping[str, int]) -> Preview:
    """Read a whole file and list its problems in the order of its rows. Raises UnreadableFile."""
    roster = Roster(file, today=today, known_branches=known_branches)
    found = Preview(0, [], [])
    for row in roster:
        found.rows += 1
        found.problems.extend(row.problems)
    found.problems.extend(roster.late_problems)
    found.new_branches = roster.new_branches
    found.sort()
    return found


def _is_member(cells: Sequence[object], columns: Columns) -> bool:
    """Whether the row is about a member: no empty row, no total, no remark, no repeated header."""
    name, number = columns.index["name"], columns.index["citizen_id"]
    if len(cells) > max(name, number) and cells[name] and cells[number]:
        return field_of(cells[name]) is None or field_of(cells[number]) is None
    return not _is_beside_the_point(cells)


def _is_beside_the_point(cells: Sequence[object]) -> bool:
    """An empty row, a total, or a remark below the table."""
    filled = [text for cell in cells if (text := squeezed(cell) if isinstance(cell, str) else cell) not in ("", None)]
    if not filled:
        return True
    first = filled[0]
    if not isinstance(first, str):
        return False
    return bool(_TOTAL.match(first)) or (len(filled) < _FEWEST_CELLS and bool(_REMARK.match(first)))


def _missing_columns(headings: list[str]) -> UnreadableFile:
    names = "、".join(dict.fromkeys(headings))
    return UnreadableFile(_("表头里缺少这些列：%(names)s。请补上后再上传。") % {"names": names}, code="missing_columns")
