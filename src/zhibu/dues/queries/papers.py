"""Dues on paper: the receipt, the branch's sheet, the sheet up the tree."""

from typing import TYPE_CHECKING

from zhibu.dues.models import Receipt, ReceiptVoid, Remittance
from zhibu.dues.queries.branch import Sheet
from zhibu.dues.queries.remitting import shares
from zhibu.dues.rules.capitals import in_capitals
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


def remittance_pdf(one: Remittance) -> bytes:
    """党费上缴单: what came in, the part that goes up in figures and in words, three places to sign (rules.md 9.5)."""
    context = {"one": one, "capitals": in_capitals(one.amount_fen + one.large_fen), **shares(one)}
    return pdf("dues/paper/remittance.html", context)
