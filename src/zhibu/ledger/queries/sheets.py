"""The record book and a time line as files: Excel for reckoning, PDF for the file."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.printing import pdf
from zhibu.kernel.viewer import shown_name
from zhibu.ledger.models import Entry
from zhibu.ledger.queries.book import book, groups
from zhibu.ledger.rules import Period

if TYPE_CHECKING:
    from zhibu.organisations.models import Organisation

WIDTHS = (12, 8, 16, 30, 12, 10, 8, 8, 14, 17, 10, 12, 30)


def book_pdf(organisation: "Organisation", period: Period) -> bytes:
    """The book as it is filed, oldest activity first."""
    found = list(groups(book(organisation.path, period)))
    context = {"organisation": organisation, "period": period, "groups": found}
    return pdf("ledger/paper/book.html", context)


def book_xlsx(organisation: "Organisation", period: Period) -> bytes:
    """The book with one row a line, written as it is read, so that a long book needs little memory."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("记录本"))
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHIJKLM", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for row in _rows(book(organisation.path, period).iterator(chunk_size=2000)):
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _rows(lines: Iterable[Entry]) -> Iterator[tuple[Any, ...]]:
    yield (
        _("日期"), _("时间"), _("种类"), _("事项"), _("姓名"), _("党组织"), _("数量"), _("方式"), _("依据"),
        _("登记时间"), _("补录天数"), _("登记人"), _("更正"),
    )  # fmt: skip
    for line in lines:
        occurred, recorded = line.occurred_at.astimezone(SHANGHAI), line.recorded_at.astimezone(SHANGHAI)
        yield (
            f"{occurred:%Y-%m-%d}", f"{occurred:%H:%M}", line.label, line.title, line.member.name,
            line.organisation.short_name, line.quantity / 10, line.get_mode_display(), line.get_evidence_display(),
            f"{recorded:%Y-%m-%d %H:%M}", line.delay_days, shown_name(line.recorded_by), _corrected(line),
        )  # fmt: skip


def _corrected(line: Entry) -> str:
    if line.correction is None:
        return ""
    by, day = shown_name(line.correction.recorded_by), line.correction.recorded_at.astimezone(SHANGHAI)
    return _("%(day)s 由%(by)s更正：%(reason)s") % {
        "day": f"{day:%Y-%m-%d}",
        "by": by,
        "reason": line.correction.reason,
    }


def _cell(sheet: Any, value: Any) -> Any:
    """Text stays text: a name that begins with "=" is no formula."""
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
