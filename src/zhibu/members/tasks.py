"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.kernel.clock import now
from zhibu.kernel.schedule import job
from zhibu.members.services import roster_import, roster_upload, sessions


@job("members.forget_expired_sessions", every=timedelta(days=1))
def forget_expired_sessions(*, at: datetime) -> None:
    """Sessions that have run out are removed once a day."""
    sessions.forget_expired(at=at)


@job(roster_import.JOB, outward=True)
def work_on_roster(at: datetime, roster_id: int) -> None:
    """Import a queued roster, or take one back. Outward: it commits chunk by chunk."""
    roster_import.work_on(roster_id=roster_id, clock=now)


@job("members.roster_again", every=timedelta(minutes=1), outward=True)
def take_rosters_up_again(at: datetime) -> None:
    """Go on with what a stop of the process cut off."""
    roster_import.take_up_again(at=at, clock=now)


@job("members.roster_files", every=timedelta(hours=6))
def forget_roster_files(at: datetime) -> None:
    """Delete uploaded rosters whose time is over."""
    roster_upload.forget_old_files(at=at)
