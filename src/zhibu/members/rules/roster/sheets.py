"""Opening a workbook or a csv file: sheets, and in each the rows with the sheet's own numbers."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import python_calamine as calamine

from zhibu.members.rules.roster import guard

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

Cells = list[object]
_DECODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;"
# What Excel writes when a csv must keep leading zeros: ="0123".
_QUOTED_FORMULA = re.compile(r'="([^"]*)"\Z')
csv.field_size_limit(1_000_000)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its rows from the first (numbered from 1), and where its formulas stand."""

    name: str
    rows: Iterable[tuple[int, Cells]]
    formulas: frozenset[tuple[int, int]] = frozenset()


def open_sheets(file: BinaryIO) -> Iterator[Sheet]:
    """The visible sheets of a workbook, or the one of a csv file. Raises UnreadableFile.

    A sheet is loaded when it is reached and let go when the next one is.
    """
    kind = guard.kind_of(file)
    if kind == "csv":
        yield Sheet("", _csv_rows(file))
        return
    formulas = guard.scan(file, kind)
    try:
        yield from _workbook_sheets(file, formulas)
    except calamine.PasswordError as locked:
        raise guard.encrypted() from locked
    except (calamine.CalamineError, OSError) as broken:
        raise guard.damaged() from broken


def _workbook_sheets(file: BinaryIO, formulas: guard.Formulas) -> Iterator[Sheet]:
    with calamine.CalamineWorkbook.from_filelike(file) as book:
        for about in book.sheets_metadata:
            if about.typ == calamine.SheetTypeEnum.WorkSheet and about.visible == calamine.SheetVisibleEnum.Visible:
                found = formulas.get(about.name, frozenset())
                yield Sheet(about.name, _sheet_rows(book.get_sheet_by_name(about.name)), found)


def _sheet_rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, Cells]]:
    """Rows from the sheet's first used one; empty columns on the left are put back."""
    if sheet.start is None:
        return
    first_row, first_column = sheet.start
    left: Cells = [""] * first_column
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > first_row:
            yield number, left + list(row) if left else list(row)


def _csv_rows(file: BinaryIO) -> Iterator[tuple[int, Cells]]:
    text = io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding=_encoding(file), newline="")
    sample = text.read(8192)
    text.seek(0)
    delimiter = max(_DELIMITERS, key=sample.count)
    try:
        for number, row in enumerate(csv.reader(text, delimiter=delimiter), 1):
            yield number, [_QUOTED_FORMULA.sub(r"\1", cell) for cell in row]
    except csv.Error as broken:
        raise guard.damaged() from broken
    finally:
        text.detach().detach()


def _encoding(file: BinaryIO) -> str:
    """UTF-16 by its mark, else the first encoding that reads the whole file."""
    head = file.read(2)
    file.seek(0)
    if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    for encoding in _DECODINGS:
        if _decodes(file, encoding):
            return encoding
    raise guard.damaged()


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


class _Kept(io.RawIOBase):
    """A file that stays open when its text wrapper goes away."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: "Buffer", /) -> int:
        view = memoryview(buffer)
        piece = self._file.read(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()
