"""Who hears of a talk while its page is open."""

from zhibu.kernel.viewer import Viewer
from zhibu.realtime.api import readable
from zhibu.talks.queries.talks import talks
from zhibu.talks.queries.times import times


@readable("talk")
def may_hear_talk(viewer: Viewer, key: str, *, to: str = "read") -> bool:
    """The two of it; posts go by an ordinary address."""
    return to == "read" and key.isdecimal() and talks(viewer).filter(pk=int(key)).exists()


@readable("shake", tick_ms=500)
def may_hear_time(viewer: Viewer, key: str, *, to: str = "read") -> bool:
    """Those who may join, and the host."""
    return to == "read" and key.isdecimal() and times(viewer).filter(pk=int(key)).exists()
