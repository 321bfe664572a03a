"""Entry points of the schedule."""

from datetime import datetime

from zhibu.activities.services.reminders import close_forgotten, remind
from zhibu.kernel.schedule import job


@job("activities.remind")
def remind_people(*, at: datetime, activity_id: int) -> None:
    """Remind of an activity."""
    remind(activity_id=activity_id, at=at)


@job("activities.close")
def close_check_in(*, at: datetime, activity_id: int) -> None:
    """Close what the host forgot to close."""
    close_forgotten(activity_id=activity_id, at=at)
