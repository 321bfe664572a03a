"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.casework import services
from zhibu.kernel.schedule import job


@job("casework.clock", every=timedelta(hours=6))
def run_clock(*, at: datetime) -> None:
    """Overdue cases rise before anybody is reminded."""
    services.let_rise(at=at)
    services.remind_due(at=at)


@job("casework.notice", every=timedelta(hours=24))
def give_notice(*, at: datetime) -> None:
    """What ends soon, and what has opened."""
    services.remind_expiry(at=at)
    services.tell_of_windows(at=at)
