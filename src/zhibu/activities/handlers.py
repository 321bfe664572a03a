"""Reactions to what happened."""

from zhibu.activities.events import ActivityCancelled
from zhibu.activities.services.reminders import tell_cancelled
from zhibu.kernel.clock import now
from zhibu.kernel.events import after


@after(ActivityCancelled)
def tell_those_concerned(event: ActivityCancelled) -> None:
    """Everybody who was meant or had signed up hears that it is off."""
    tell_cancelled(activity_id=event.activity_id, reason=event.reason, at=now())
