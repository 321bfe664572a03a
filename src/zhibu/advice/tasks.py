"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.advice import services
from zhibu.kernel.schedule import job


@job("advice.remind", every=timedelta(days=1))
def remind(*, at: datetime) -> None:
    """Answers that are due."""
    services.remind(at=at)


@job("advice.brief", every=timedelta(days=1))
def ask(*, at: datetime) -> None:
    """Last month's brief, once the month is over."""
    services.ask_for_briefs_due(at=at)


# Outward: a process of its own cuts the words, and no transaction waits for it.
@job("advice.draw", outward=True)
def draw(*, at: datetime, brief_id: int) -> None:
    """A brief that somebody asked for."""
    services.draw_brief(brief_id=brief_id, at=at)


@job("advice.left", every=timedelta(minutes=10), outward=True)
def draw_left(*, at: datetime) -> None:
    """Briefs that a stop cut off."""
    services.draw_briefs_left(at=at)
