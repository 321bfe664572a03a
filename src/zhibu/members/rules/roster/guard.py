"""Is this a workbook, and is it safe to open? Answered before any library reads it."""

import html
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from zlib import error as ZlibError  # noqa: N812

from django.utils.translation import gettext as _

from zhibu.members.errors import UnreadableFile

MIB = 1024 * 1024
# A roster of 100,000 members and 16 columns takes 9 MiB as xlsx and 17 MiB as csv.
MAX_BYTES = 30 * MIB
# The same roster takes 95 MiB unpacked; twice the rows with long addresses stay below this.
MAX_UNPACKED = 512 * MIB
# Sheets shrink 8 to 40 times; a bomb shrinks about 1,000 times.
MAX_RATIO = 150
RATIO_FROM = 4 * MIB
# A workbook of rosters has some dozens of parts.
MAX_PARTS = 1000
# The reader keeps a full rectangle of cells, so a single cell far away costs memory.
MAX_ROWS = 199_999
MAX_COLUMNS = 78  # A to BZ: the longest known export has about 60
MAX_FORMULAS = 20_000

_CHUNK = MIB
_CARRY = 2048
_ELEMENT = rb"<(?:\w+:)?%s\s[^>]*>"
_SHEET = re.compile(_ELEMENT % b"sheet")
_RELATION = re.compile(_ELEMENT % b"Relationship")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_FORMULA = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]+)(\d+)["'][^>]*>\s*<(?:\w+:)?f[\s/>]""")
_FAR_CELL = re.compile(
    rb"""r=["'](?:[A-Za-z]{3,}\d+|[C-Zc-z][A-Za-z]\d+|[A-Za-z]+(?:[2-9]\d{5}|\d{7,}))["'][^>]*[^/]>"""
)
_ODS_FORMULA = b"table:formula="
_ODS_REPEATED = re.compile(rb"""(?:rows|columns)-repeated="\d{3,}"[^>]*office:value""")

Formulas = dict[str, frozenset[tuple[int, int]]]


def kind_of(file: BinaryIO) -> str:
    """One of xlsx, ods, xls, csv, by content and never by name. Raises UnreadableFile."""
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise UnreadableFile(_("这个文件是空的。请选择填好的名册再上传。"), code="empty_file")
    if size > MAX_BYTES:
        raise UnreadableFile(
            _("文件有 %(size)d MB，超过了 %(limit)d MB。请删去图片和多余的工作表，或按支部分成几个文件再上传。")
            % {"size": size // MIB, "limit": MAX_BYTES // MIB},
            code="file_too_large",
        )
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"PK"):
        return _kind_of_zip(file)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _kind_of_ole(file)
    return _kind_of_text(head)


def _kind_of_zip(file: BinaryIO) -> str:
    with opened(file) as archive:
        names = set(archive.namelist())
        _refuse_bomb(archive)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise _not_a_workbook()


def _kind_of_ole(file: BinaryIO) -> str:
    content = file.read()
    file.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise encrypted()
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    raise _not_a_workbook()


def _kind_of_text(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta")):
        raise UnreadableFile(
            _("这其实是一个网页文件，只是改了扩展名。请用 Excel 或 WPS 打开它，另存为 xlsx 后再上传。"),
            code="not_a_workbook",
        )
    if start.startswith((b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!", b"7z\xbc")):
        raise _not_a_workbook()
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_a_workbook()
    return "csv"


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """The archive, or UnreadableFile when it is cut off."""
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError) as broken:
        raise damaged() from broken


def damaged() -> UnreadableFile:
    """The file ends too early or does not hold what it says."""
    return UnreadableFile(
        _("文件不完整或已损坏，可能没有传完。请在电脑上确认它能打开，再重新上传。"), code="damaged_file"
    )


def encrypted() -> UnreadableFile:
    """The workbook asks for a password."""
    return UnreadableFile(
        _("文件设了打开密码，读不了。请用 Excel 或 WPS 打开，去掉密码后另存，再上传。"), code="encrypted_file"
    )


def _not_a_workbook() -> UnreadableFile:
    return UnreadableFile(_("这不是电子表格。请上传 xlsx、xls、ods 或 csv 格式的名册。"), code="not_a_workbook")


def _too_big_inside() -> UnreadableFile:
    return UnreadableFile(
        _("文件展开后大得异常，为安全起见没有打开。请把名册的内容复制到一个新表格，另存为 xlsx 后再上传。"),
        code="zip_bomb",
    )


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """By the sizes the archive declares; `scan` reads the parts and finds sizes that lie."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_big_inside()
    for part in parts:
        if part.flag_bits & 1:
            raise encrypted()
        if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise _too_big_inside()


def scan(file: BinaryIO, kind: str) -> Formulas:
    """Read through the parts that hold cells: sizes are true, no cell is far away; where formulas are.

    Formulas are (row, column) from 1, by the sheet's name.
    """
    if kind not in {"xlsx", "ods"}:
        return {}
    try:
        with opened(file) as archive:
            return _scan_xlsx(archive) if kind == "xlsx" else _scan_ods(archive)
    except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, OSError, KeyError) as broken:
        raise damaged() from broken
    finally:
        file.seek(0)


def _scan_xlsx(archive: zipfile.ZipFile) -> Formulas:
    names = _sheet_names(archive)
    formulas: Formulas = {}
    for part in archive.infolist():
        if not part.filename.lower().endswith(".xml"):
            continue
        found: set[tuple[int, int]] = set()
        for chunk in _chunks(archive, part):
            if part.filename.startswith("xl/worksheets/"):
                _scan_cells(chunk, found)
        if found:
            formulas[names.get(part.filename, part.filename)] = frozenset(found)
    return formulas


def _scan_cells(chunk: bytes, found: set[tuple[int, int]]) -> None:
    if _FAR_CELL.search(chunk):
        raise UnreadableFile(
            _("表格的范围太大（超过 %(rows)d 行或 %(columns)d 列）。请删去右边和下边多余的内容，或分成几个文件。")
            % {"rows": MAX_ROWS, "columns": MAX_COLUMNS},
            code="sheet_too_large",
        )
    if b"<f" in chunk or b":f" in chunk:
        found.update((int(row), column_number(letters.decode())) for letters, row in _FORMULA.findall(chunk))
    if len(found) > MAX_FORMULAS:
        raise UnreadableFile(
            _("表格里几乎都是公式。请全选、复制，再“选择性粘贴 → 数值”，另存后上传。"), code="formula_sheet"
        )


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part piece by piece, each with the end of the one before, so that no cell is cut in two."""
    carry = b""
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            yield carry + piece
            carry = piece[-_CARRY:]


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part name → the sheet's name, from the workbook and its relations."""
    relations = {
        found[b"Id"]: found[b"Target"].decode()
        for found in _attributes(archive, "xl/_rels/workbook.xml.rels", _RELATION)
        if b"Id" in found and b"Target" in found
    }
    return {
        _part_name(relations.get(found.get(b"r:id", b""), "")): html.unescape(found[b"name"].decode())
        for found in _attributes(archive, "xl/workbook.xml", _SHEET)
        if b"name" in found
    }


def _attributes(archive: zipfile.ZipFile, part: str, element: re.Pattern[bytes]) -> list[dict[bytes, bytes]]:
    if part not in archive.namelist():
        return []
    return [dict(_ATTRIBUTE.findall(tag)) for tag in element.findall(archive.read(part))]


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _scan_ods(archive: zipfile.ZipFile) -> Formulas:
    for chunk in _chunks(archive, archive.getinfo("content.xml")):
        if _ODS_REPEATED.search(chunk):
            raise _too_big_inside()
        if _ODS_FORMULA in chunk:
            raise UnreadableFile(
                _("表格里有公式，这种格式看不出公式的结果是否可靠。请另存为 xlsx 后再上传。"), code="formula_sheet"
            )
    return {}


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
