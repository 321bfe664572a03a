"""Who is meant by a round: the roll at and below its organisation."""

from zhibu.kernel.viewer import Viewer


def is_meant(viewer: Viewer, path: str) -> bool:
    """Whether the viewer is on the roll at or below the node; a group's round means the group."""
    if not viewer.category or viewer.person_id is None:
        return False
    return viewer.branch_path.startswith(path) or (bool(viewer.group_path) and viewer.group_path.startswith(path))


def team_path(viewer: Viewer, path: str, step: int) -> str:
    """The node just below the round's on the viewer's way: his branch, or his group. "" when there is none."""
    way = viewer.group_path or viewer.branch_path
    return way[: len(path) + step] if len(way) > len(path) else ""
