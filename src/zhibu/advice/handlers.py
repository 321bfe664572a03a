"""What goes into one's copy of one's own record: advice under one's name. Nobody knows of any other."""

from typing import Any

from zhibu.advice.queries.advice import held_about
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import holds_about_people


@holds_about_people("advice")
def copy(viewer: Viewer) -> list[dict[str, Any]]:
    """One's named advice."""
    return held_about(viewer)
