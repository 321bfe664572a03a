"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.kernel.schedule import job
from zhibu.kernel.viewer import Viewer
from zhibu.points import services

POINTS = Viewer.system("points")


@job("points.close_notices", every=timedelta(hours=1))
def close_notices(*, at: datetime) -> None:
    """End the notices whose last day is over."""
    services.close_notices(POINTS, at=at)


@job("points.record_posts_held", every=timedelta(days=1))
def record_posts_held(*, at: datetime) -> None:
    """Facts of posts held beside the job, once a year and person."""
    services.record_posts_held(POINTS, at=at)
