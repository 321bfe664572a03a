"""What runs by itself."""

from datetime import datetime, timedelta

from zhibu.collection import services
from zhibu.collection.errors import NoSuchRequest, NotOpen, RemindedTwice
from zhibu.collection.services.forgetting import forget_sensitive
from zhibu.kernel.schedule import job
from zhibu.kernel.viewer import Viewer

SYSTEM = Viewer.system("collection")


@job("collection.remind")
def remind(*, at: datetime, request_id: int) -> None:
    """Two working days before the end, once, those who have not filled in; nothing where people were faster."""
    try:
        services.remind(SYSTEM, request_id=request_id, at=at)
    except (NoSuchRequest, NotOpen, RemindedTwice):
        return


@job("collection.close")
def close(*, at: datetime, request_id: int) -> None:
    """The end."""
    try:
        services.close_request(SYSTEM, request_id=request_id, at=at)
    except (NoSuchRequest, NotOpen):
        return


@job("collection.forget", every=timedelta(days=1))
def forget(*, at: datetime) -> None:
    """Sensitive answers that are no longer needed."""
    forget_sensitive(at=at)
