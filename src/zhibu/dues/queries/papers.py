"""Dues on paper: the receipt, the branch's sheet."""

from typing import TYPE_CHECKING

from zhibu.dues.models import Receipt, ReceiptVoid
from zhibu.dues.queries.branch import Sheet
from zhibu.kernel.printing import pdf

if TYPE_CHECKING:
    from zhibu.organisations.models import Organisation


def receipt_pdf(receipt: Receipt) -> bytes:
    """One receipt; a void one says so across its face."""
    void = ReceiptVoid.objects.filter(receipt=receipt).first()
    context = {"one": receipt, "order": receipt.order, "void": void}
    return pdf("dues/paper/receipt.html", context, styles=("dues/receipt.css",))


def sheet_pdf(organisation: "Organisation", sheet: Sheet) -> bytes:
    """党费交纳登记表: month, name, band, sum, state; the base stands nowhere (rules.md 9.5)."""
    return pdf("dues/paper/sheet.html", {"organisation": organisation, "sheet": sheet})
