"""Who may open the files of declared items."""

from zhibu.drive.api import readable
from zhibu.kernel.viewer import Viewer
from zhibu.points.queries.declaring import declarations


@readable("declaration")
def may_read_evidence(viewer: Viewer, key: str) -> bool:
    """Whoever may see the declaration: the member, his branch, the body that decides."""
    return key.isdecimal() and declarations(viewer).filter(pk=int(key)).exists()
