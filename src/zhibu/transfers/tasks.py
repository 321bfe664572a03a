"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.kernel.schedule import job
from zhibu.transfers import services


@job("transfers.remind")
def remind(*, at: datetime, transfer_id: int, occasion: str, mark: str) -> None:
    """Remind, if it is still so; what has run out is marked."""
    services.remind(transfer_id=transfer_id, occasion=occasion, mark=mark, at=at)


@job("transfers.post", outward=True)
def post(*, at: datetime, envelope_id: int) -> None:
    """Hand a message over to another installation; it is tried again when nobody answers."""
    services.post(envelope_id=envelope_id, at=at)


@job("transfers.stays", every=timedelta(days=1))
def remind_of_stays(*, at: datetime) -> None:
    """Contacts, yearly checks and returns that are due."""
    services.remind_of_stays(at=at)


@job("transfers.batches", every=timedelta(minutes=1), outward=True)
def work_on_batches(*, at: datetime) -> None:
    """Go on with lists of whole units, chunk by chunk; what a stop cut off is taken up again."""
    services.work_on_batches(at=at)


@job("transfers.batch", outward=True)
def begin_batch(*, at: datetime, batch_id: int) -> None:
    """The same, at once for a new list."""
    services.work_on_batches(at=at, batch_id=batch_id)


@job("transfers.sheets", every=timedelta(days=1))
def forget_sheets(*, at: datetime) -> None:
    """Files for the printer whose time is over."""
    services.forget_sheets(at=at)
