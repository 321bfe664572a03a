"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.dues import services
from zhibu.dues.services.trial_counter import send_notice
from zhibu.kernel.clock import local_date
from zhibu.kernel.schedule import job
from zhibu.kernel.viewer import Viewer

DUES = Viewer.system("dues")


@job("dues.bill", every=timedelta(days=1))
def bill(*, at: datetime) -> None:
    """The month of today for whoever is not billed yet; what passed its day; tasks for the branches."""
    services.bill(DUES, month=local_date(at), at=at)
    services.note_late(DUES, at=at)
    services.raise_tasks(DUES, at=at)


@job("dues.close_expired", every=timedelta(minutes=10), outward=True)
def close_expired(*, at: datetime) -> None:
    """Orders whose time is over are asked about once more and closed."""
    services.close_expired(at=at)


@job("dues.trial_notice")
def trial_notice(*, at: datetime, number: str) -> None:
    """A notice of the trial gateway that comes late."""
    send_notice(number, at=at)
