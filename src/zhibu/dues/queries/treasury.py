"""Who looks after the money of the whole tree."""

from datetime import date, datetime, timedelta

from zhibu.dues.errors import NoSuchDues
from zhibu.dues.queries.people import is_treasurer
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer


def treasurer(viewer: Viewer) -> Viewer:
    """The viewer, when he does. Raises NoSuchDues."""
    if not is_treasurer(viewer):
        raise NoSuchDues
    return viewer


def yesterday(at: datetime) -> date:
    """The last day that is over."""
    return local_date(at) - timedelta(days=1)
