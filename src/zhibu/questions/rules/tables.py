"""A table of questions: its columns, reading it safely, writing it. xlsx or csv.

openpyxl reads row by row and never beyond the size a part declares, so that a bomb is found by the sizes alone.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from zhibu.questions.errors import UnreadableTable
from zhibu.questions.rules.drafts import LETTERS, Draft, as_cells, read_draft
from zhibu.questions.rules.likeness import Likeness
from zhibu.questions.rules.problems import ERROR, Problem

MIB = 1024 * 1024
MAX_BYTES, MAX_UNPACKED, MAX_RATIO, RATIO_FROM, MAX_PARTS = 5 * MIB, 64 * MIB, 150, 4 * MIB, 200
MAX_ROWS, MAX_COLUMNS = 2000, 40
SHEET = "题库"
COLUMNS = (
    "kind", "stem", *(f"option_{letter}" for letter in LETTERS), "answer", "variants", "tolerance", "explanation",
    "source", "difficulty", "tags",
)  # fmt: skip
HEADINGS = {
    "kind": "题型", "stem": "题干", **{f"option_{letter}": f"选项{letter}" for letter in LETTERS}, "answer": "答案",
    "variants": "其他正确写法", "tolerance": "允许误差", "explanation": "解析", "source": "出处", "difficulty": "难度",
    "tags": "标签",
}  # fmt: skip
_NEEDED = ("kind", "stem", "answer", "explanation", "source")
_WIDTHS = {"stem": 48, "explanation": 40, "source": 28}
Row = list[str]


@dataclass
class Reading:
    """What a table holds: sound questions by row number, and every problem."""

    rows: int = 0
    drafts: dict[int, Draft] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def bad_rows(self) -> int:
        """Rows that stay out."""
        return self.rows - len(self.drafts)


def read_table(file: BinaryIO, *, known: Mapping[int, str]) -> Reading:
    """The questions of a table beside the stems `known` by id. Raises UnreadableTable."""
    rows = rows_of(file)
    number, place = _header(rows)
    found, bank, own = Reading(), Likeness(), Likeness()
    for pk, stem in known.items():
        bank.add(pk, stem)
    for row, values in rows:
        if row > number and any(value.strip() for value in values):
            _read_row(found, row, _cells(values, place), place)
            _compare(found, row, place, known, bank, own)
    return found


def _header(rows: Iterator[tuple[int, Row]]) -> tuple[int, dict[str, int]]:
    """Row number and place of each column; the header stands in the first ten rows."""
    names = {heading: name for name, heading in HEADINGS.items()}
    for number, values in rows:
        place = {names[v.strip().rstrip("*＊")]: at for at, v in enumerate(values) if v.strip().rstrip("*＊") in names}
        if all(name in place for name in _NEEDED):
            return number, place
        if number >= 10:
            break
    wanted = "、".join(HEADINGS[name] for name in _NEEDED)
    raise UnreadableTable(_("没有找到表头。请下载模板，表头要有：%(wanted)s。") % {"wanted": wanted}, code="no_header")


def _cells(values: Row, place: Mapping[str, int]) -> dict[str, str]:
    cells = {name: values[at] if at < len(values) else "" for name, at in place.items()}
    options = [cells.pop(f"option_{letter}", "").strip() for letter in LETTERS]
    return cells | {"options": "\n".join(" ".join(option.split()) for option in options if option)}


def _read_row(found: Reading, row: int, cells: dict[str, str], place: Mapping[str, int]) -> None:
    found.rows += 1
    formulas = [name for name, value in cells.items() if any(line.startswith("=") for line in value.splitlines())]
    found.problems.extend(Problem(row, _letter(place, name), "formula_cell") for name in formulas)
    draft, faults = read_draft(cells)
    found.problems.extend(Problem(row, _letter(place, fault.field), fault.kind, fault.values) for fault in faults)
    if draft is not None and not formulas:
        found.drafts[row] = draft


def _letter(place: Mapping[str, int], name: str) -> str:
    at = place.get("option_A" if name == "options" else name)
    return "" if at is None else str(get_column_letter(at + 1))


def _compare(
    found: Reading, row: int, place: Mapping[str, int], known: Mapping[int, str], bank: Likeness, own: Likeness
) -> None:
    draft = found.drafts.get(row)
    if draft is None:
        return
    problem = _like(draft.stem, known, bank, own, found)
    if problem is not None:
        found.problems.append(Problem(row, _letter(place, "stem"), *problem))
    if problem is not None and problem[0] == "same_row":
        del found.drafts[row]
    else:
        own.add(row, draft.stem)


def _like(
    stem: str, known: Mapping[int, str], bank: Likeness, own: Likeness, found: Reading
) -> tuple[str, dict[str, object]] | None:
    if (first := own.same(stem)) is not None:
        return "same_row", {"first": first}
    if (pk := bank.same(stem)) is not None:
        return "in_bank", {"near": known[pk][:40]}
    if (pk := bank.near(stem)) is not None:
        return "like_in_bank", {"near": known[pk][:40]}
    if (first := own.near(stem)) is not None:
        return "like_row", {"first": first, "near": found.drafts[first].stem[:40]}
    return None


def rows_of(file: BinaryIO) -> Iterator[tuple[int, Row]]:
    """Row numbers from 1 and texts of the first sheet. Raises UnreadableTable before anything large is unpacked."""
    content = file.read(MAX_BYTES + 1)
    if not content:
        raise UnreadableTable(_("这个文件是空的。请选择填好的题目表再上传。"), code="empty_file")
    if len(content) > MAX_BYTES:
        raise UnreadableTable(_("文件超过 5 MB。请删去图片，或分成几个文件再上传。"), code="file_too_large")
    rows = _xlsx_rows(content) if content.startswith(b"PK") else _csv_rows(content)
    for number, values in rows:
        if number > MAX_ROWS + 10:
            raise UnreadableTable(
                _("超过了 %(limit)d 行。请分成几个文件再上传。") % {"limit": MAX_ROWS}, code="too_many_rows"
            )
        yield number, values


def _xlsx_rows(content: bytes) -> Iterator[tuple[int, Row]]:
    try:
        _refuse_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size is not believed
        for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 11, max_col=MAX_COLUMNS, values_only=True), 1):
            yield number, [_as_text(value) for value in row]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, ParseError, TypeError) as broken:
        raise UnreadableTable from broken


def _refuse_bomb(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        big = [p for p in parts if p.file_size > RATIO_FROM and p.file_size > MAX_RATIO * max(p.compress_size, 1)]
        if big or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise UnreadableTable(
                _("文件展开后大得异常，为安全起见没有打开。请把内容复制到一个新表格，另存为 xlsx 后再上传。"),
                code="zip_bomb",
            )
        for part in parts:
            with archive.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(1024).upper():
                    raise UnreadableTable


def _as_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _csv_rows(content: bytes) -> Iterator[tuple[int, Row]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableTable
    if "\0" in text:
        raise UnreadableTable
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline="")), 1)
    except csv.Error as broken:
        raise UnreadableTable from broken


def workbook(drafts: Iterable[Draft]) -> bytes:
    """Questions as a table that `read_table` reads back; without any, the template."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for at, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 14)
    sheet.append([_cell(sheet, HEADINGS[name] + ("*" if name in _NEEDED else ""), bold=True) for name in COLUMNS])
    for draft in drafts:
        cells = as_cells(draft)
        cells |= {f"option_{letter}": option for letter, option in zip(LETTERS, draft.options, strict=False)}
        sheet.append([_cell(sheet, cells.get(name, "")) for name in COLUMNS])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """Text stays text: what begins with "=" must not become a formula."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.number_format = "s", "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def is_error(problem: Mapping[str, object]) -> bool:
    """Whether a kept problem keeps its row out."""
    return problem["severity"] == ERROR
