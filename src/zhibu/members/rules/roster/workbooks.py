"""Workbooks that go out: the roster in the form it came in, and the bad rows with what is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from zhibu.members.rules.roster.columns import HEADINGS, REQUIRED, Columns
from zhibu.members.rules.roster.guard import column_number
from zhibu.members.rules.roster.problems import Problem
from zhibu.members.rules.roster.rows import RosterRow

SHEET = "党员信息采集表"
# The sixteen items of the national form in its order, then what belongs to 15 and 16 (rules.md 2.1).
EXPORTED = (
    "name", "sex", "ethnicity", "citizen_id", "birth_date", "education", "category", "branch", "joined_on", "full_on",
    "post", "mobile", "phone", "home_address", "status", "lost_or_mobile", "lost_since", "flow_to",
)  # fmt: skip
_FILLS = {"error": PatternFill("solid", fgColor="FFE1D6"), "warning": PatternFill("solid", fgColor="FFF3CF")}
_WIDTH = 16
# A workbook with more comments than this opens slowly; the rest of the rows can be had after these are mended.
MOST_BAD_ROWS = 5000


def heading(name: str) -> str:
    """A field's heading on the national form, starred when required."""
    return HEADINGS[name][0] + ("*" if name in REQUIRED else "")


def roster_workbook(rows: Iterable[Sequence[object]], *, title: str) -> bytes:
    """A roster with the columns of EXPORTED, under a title row."""
    book, sheet = _book(len(EXPORTED))
    sheet.append([_cell(sheet, title, bold=True)])
    sheet.append([_cell(sheet, heading(name), bold=True) for name in EXPORTED])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return _bytes(book)


def bad_rows_workbook(columns: Columns, rows: Iterable[RosterRow]) -> bytes:
    """Bad rows in the columns they came in: a comment on each bad cell, everything said again in the last column.

    It can be mended and uploaded as it is.
    """
    book, sheet = _book(len(columns.titles) + 1)
    last = len(columns.titles)
    sheet.append([_cell(sheet, text, bold=True) for text in (*columns.titles, _("需要改的地方"))])
    for row in rows:
        cells = [_cell(sheet, value) for value in list(row.cells)[:last] + [""] * (last - len(row.cells))]
        for problem in row.problems:
            _mark(cells, problem)
        said = " ".join(problem.message for problem in row.problems)
        sheet.append([*cells, _cell(sheet, _("原第 %(row)d 行：%(said)s") % {"row": row.row, "said": said})])
    return _bytes(book)


def _mark(cells: list[WriteOnlyCell], problem: Problem) -> None:
    at = column_number(problem.column) - 1 if problem.column else -1
    if not 0 <= at < len(cells):
        return
    before = f"{cells[at].comment.text}\n" if cells[at].comment else ""
    cells[at].comment = Comment(before + problem.message, "支部在线", height=90, width=320)
    cells[at].fill = _FILLS[problem.severity]


def _book(width: int) -> tuple[Workbook, WriteOnlyWorksheet]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for number in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
    return book, sheet


def _cell(sheet: WriteOnlyWorksheet, value: object, *, bold: bool = False) -> WriteOnlyCell:
    """A cell whose text is text: what begins with "=" must not become a formula."""
    cell = WriteOnlyCell(sheet, value="" if value is None else value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _bytes(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def bad_rows(rows: Iterable[RosterRow], late: Sequence[Problem]) -> Iterator[RosterRow]:
    """The rows that stay out, at most MOST_BAD_ROWS; `late` problems belong to rows given before."""
    by_row: dict[tuple[str, int], list[Problem]] = {}
    for problem in late:
        by_row.setdefault((problem.sheet, problem.row), []).append(problem)
    found = 0
    for row in rows:
        row.problems.extend(by_row.get((row.sheet, row.row), ()))
        if not row.is_good and found < MOST_BAD_ROWS:
            found += 1
            yield row
