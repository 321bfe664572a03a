"""What runs by itself."""

from datetime import datetime

from zhibu.kernel.schedule import job
from zhibu.transfers import services


@job("transfers.remind")
def remind(*, at: datetime, transfer_id: int, occasion: str, mark: str) -> None:
    """Remind, if it is still so; what has run out is marked."""
    services.remind(transfer_id=transfer_id, occasion=occasion, mark=mark, at=at)
