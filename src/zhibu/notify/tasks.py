"""What notify does by itself."""

from datetime import datetime, timedelta

from zhibu.kernel.schedule import job
from zhibu.notify import services


@job("notify.post_parcels", every=timedelta(minutes=1), outward=True)
def post_parcels(at: datetime) -> None:
    """Send what waits in the channels."""
    services.post_parcels(at=at)
