"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.kernel.schedule import job
from zhibu.mailbox import services


@job("mailbox.days", every=timedelta(hours=6))
def days(*, at: datetime) -> None:
    """Raise what is overdue, delete what is old, then tell. Four times a day: a message's minute is the job's."""
    services.rise_overdue(at=at)
    services.forget_due(at=at)
    services.tell_holders(at=at)
