"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.kernel.schedule import job
from zhibu.kernel.viewer import Viewer
from zhibu.talks import services

TALKS = Viewer.system("talks")


@job("talks.draw")
def draw(*, at: datetime, time_id: int) -> None:
    """Draw when the minute is over, if the host has not."""
    services.draw(TALKS, time_id=time_id, at=at)


@job("talks.forget", every=timedelta(hours=6))
def forget(*, at: datetime) -> None:
    """Delete what is kept no longer."""
    services.forget_due(at=at)
