"""Letters on paper."""

from datetime import date
from typing import Any

import segno
from django.utils.safestring import SafeString
from django.utils.translation import override

from zhibu.kernel.printing import pdf
from zhibu.members.enums import Category
from zhibu.transfers.enums import NoteKind, TemporaryKind
from zhibu.transfers.models import Letter, Temporary

STYLES = ("transfers/letter.css",)


def letter_pdf(letter: Letter, content: dict[str, Any], *, address: str) -> bytes:
    """The three parts on one sheet: number on each, two tear lines, space for the seals, the check code."""
    return letters_pdf([(letter, content, address)])


def letters_pdf(sheets: list[tuple[Letter, dict[str, Any], str]]) -> bytes:
    """One sheet a letter; a batch shares its fonts and so costs less a sheet."""
    with override("zh-hans"):  # a document of the organisation
        return pdf("transfers/paper/letter.html", {"sheets": [_sheet(*one) for one in sheets]}, styles=STYLES)


def _sheet(letter: Letter, content: dict[str, Any], address: str) -> dict[str, Any]:
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=3, border=0, omitsize=True)
    return content | {
        "code": " ".join(letter.code[at : at + 4] for at in range(0, 16, 4)), "picture": SafeString(drawn),
        "letter": letter, "category": Category(content["category"]).label,
        "issued": date.fromisoformat(content["issued_on"]),
    }  # fmt: skip


def stay_pdf(stay: Temporary) -> bytes:
    """The certificate letter, or the card with its pages for the host and the yearly check."""
    membership = stay.person.membership
    context = {
        "stay": stay, "card": stay.kind == TemporaryKind.MOBILE, "category": Category(membership.category).label,
        "checks": stay.notes.filter(kind=NoteKind.CHECK).order_by("on"), "lines": range(10),
    }  # fmt: skip
    with override("zh-hans"):
        return pdf("transfers/paper/stay.html", context)
