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
