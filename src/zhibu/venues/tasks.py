"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.kernel.schedule import job
from zhibu.venues import services


@job("venues.open", every=timedelta(hours=6))
def open_days(*, at: datetime) -> None:
    """Slots of the days that come into reach."""
    services.open_slots_everywhere(at=at)


@job("venues.erase", every=timedelta(hours=6))
def erase(*, at: datetime) -> None:
    """Names and phone numbers whose time is over."""
    services.erase_due(at=at)
