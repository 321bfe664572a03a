"""Receipts numbered without gaps: the counter's row is locked and moves together with the receipt."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from zhibu.dues.models import Order, Receipt, ReceiptCounter
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer


def issue(viewer: Viewer, order: Order, months: list[date], *, at: datetime) -> Receipt:
    """The next receipt of the order's organisation and year, in the caller's transaction."""
    number = _next_number(order.organisation_id, local_date(at).year)
    return Receipt.objects.create(
        organisation_id=order.organisation_id, year=local_date(at).year, number=number, order=order,
        period=period_text(months), amount_fen=order.total_fen, collector=viewer.name, issued_at=at,
    )  # fmt: skip


def _next_number(organisation_id: int, year: int) -> int:
    """A rolled-back payment gives its number back with the counter: no gap, no number twice."""
    try:
        with transaction.atomic():
            counter, _new = ReceiptCounter.objects.select_for_update().get_or_create(
                organisation_id=organisation_id, year=year
            )
    except IntegrityError:
        counter = ReceiptCounter.objects.select_for_update().get(organisation_id=organisation_id, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return int(counter.last)


def period_text(months: list[date]) -> str:
    """2026-03, 2026-04 as a receipt writes them; runs of more than three months by their ends."""
    names = [f"{month:%Y-%m}" for month in months]
    return ", ".join(names) if len(names) <= 3 else f"{names[0]} – {names[-1]} ({len(names)})"
