"""Lists of whole units, as the committee and the receiving branch see them."""

from typing import Any

from django.db.models import QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within
from zhibu.transfers.enums import BatchState
from zhibu.transfers.errors import NoSuchTransfer
from zhibu.transfers.models import Batch
from zhibu.transfers.queries.parties import OFFICERS


def batches(viewer: Viewer, *, to: str = "see") -> QuerySet[Batch]:
    """Lists of the viewer's committees (to "print"), and lists that come to his branch (to "receive")."""
    paths = viewer.paths(OFFICERS)
    ours, theirs = within(paths, field="committee__path"), within(paths, field="to_branch__path")
    scope = {"print": ours, "receive": theirs}.get(to, ours | theirs)
    return Batch.objects.filter(scope).select_related("branch", "to_branch", "committee").order_by("-pk")


def get_batch(viewer: Viewer, pk: int, *, to: str = "see") -> Batch:
    """One list, or NoSuchTransfer alike for missing and forbidden."""
    found = batches(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchTransfer
    return found


def page_of(viewer: Viewer, pk: int) -> dict[str, Any]:
    """How far it is, whom something stopped, what there is to print."""
    batch = get_batch(viewer, pk)
    ours = batches(viewer, to="print").filter(pk=pk).exists()
    troubles = batch.lines.exclude(trouble="").select_related("person").order_by("pk")[:100]
    return {
        "batch": batch, "troubles": troubles, "runs": batch.state not in (BatchState.DONE, BatchState.READY),
        "sheets": batch.sheets.defer("sealed").order_by("number") if ours else [],
        "may_receive": batch.state == BatchState.READY and batches(viewer, to="receive").filter(pk=pk).exists(),
    }  # fmt: skip
