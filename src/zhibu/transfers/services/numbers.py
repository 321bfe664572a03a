"""Numbers of a committee: by year and series, without a gap."""

from typing import Any

from zhibu.transfers.enums import Series
from zhibu.transfers.models import LetterBook, LetterHead


def letter_head(committee_id: int) -> LetterHead:
    """What a committee prints on its letters; a plain code until somebody fills it in."""
    return LetterHead.objects.get_or_create(committee_id=committee_id, defaults={"code": f"ZZ{committee_id:02d}"})[0]


def next_serial(committee_id: int, year: int, series: Series = Series.LETTER) -> int:
    """The number after the last, under its lock: whoever rolls back gives it back, so there is no gap.

    In the caller's transaction.
    """
    which: dict[str, Any] = {"committee_id": committee_id, "year": year, "series": series}
    LetterBook.objects.get_or_create(**which)
    book = LetterBook.objects.select_for_update().get(**which)
    book.last += 1
    book.save(update_fields=["last"])
    return book.last
