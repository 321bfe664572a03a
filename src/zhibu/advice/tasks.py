"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.advice import services
from zhibu.kernel.schedule import job


@job("advice.remind", every=timedelta(days=1))
def remind(*, at: datetime) -> None:
    """Answers that are due."""
    services.remind(at=at)


# Outward: a process of its own cuts the words, and no transaction waits for it.
@job("advice.brief", every=timedelta(days=1), outward=True)
def draw(*, at: datetime) -> None:
    """Last month's brief, once the month is over."""
    services.draw_briefs_due(at=at)
