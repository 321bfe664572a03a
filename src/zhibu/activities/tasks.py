"""Entry points of the schedule."""

from datetime import datetime, timedelta

from zhibu.activities.services.reminders import close_forgotten, remind
from zhibu.activities.services.waivers import raise_alerts, record_not_made_up
from zhibu.kernel.schedule import job


@job("activities.remind")
def remind_people(*, at: datetime, activity_id: int) -> None:
    """Remind of an activity."""
    remind(activity_id=activity_id, at=at)


@job("activities.close")
def close_check_in(*, at: datetime, activity_id: int) -> None:
    """Close what the host forgot to close."""
    close_forgotten(activity_id=activity_id, at=at)


@job("activities.absences", every=timedelta(days=1))
def follow_absences(at: datetime) -> None:
    """Thirty days without 补课 become a fact; months of absence become a task of the branch."""
    record_not_made_up(at=at)
    raise_alerts(at=at)
