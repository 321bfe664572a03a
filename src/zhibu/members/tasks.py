"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.kernel.schedule import job
from zhibu.members.services import sessions


@job("members.forget_expired_sessions", every=timedelta(days=1))
def forget_expired_sessions(*, at: datetime) -> None:
    """Sessions that have run out are removed once a day."""
    sessions.forget_expired(at=at)
