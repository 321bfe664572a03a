"""Who hears of a hall while its desk is open."""

from zhibu.kernel.viewer import Viewer
from zhibu.realtime.api import readable
from zhibu.venues.queries.venues import venues


@readable("venue")
def may_hear_venue(viewer: Viewer, key: str, *, to: str = "read") -> bool:
    """Those who serve it."""
    return to == "read" and key.isdecimal() and venues(viewer, to="serve").filter(pk=int(key)).exists()
