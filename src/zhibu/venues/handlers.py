"""Who hears of a hall while its desk is open, and what goes into one's copy of one's own record."""

from typing import Any

from zhibu.kernel.viewer import Viewer
from zhibu.members.api import holds_about_people
from zhibu.realtime.api import readable
from zhibu.venues.queries.venues import venues
from zhibu.venues.queries.visits import held_about


@readable("venue")
def may_hear_venue(viewer: Viewer, key: str, *, to: str = "read") -> bool:
    """Those who serve it."""
    return to == "read" and key.isdecimal() and venues(viewer, to="serve").filter(pk=int(key)).exists()


@holds_about_people("venues")
def copy(viewer: Viewer) -> dict[str, Any]:
    """One's visits, guidings and reservations."""
    return held_about(viewer)
