"""Looking at sealed answers, and taking results away."""

from datetime import datetime

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.collection.enums import Secrecy
from zhibu.collection.errors import NoSuchRequest, ReasonNeeded
from zhibu.collection.models import Item
from zhibu.collection.queries.reach import get_request
from zhibu.collection.queries.results import results, workbook
from zhibu.kernel.viewer import Viewer


def reveal_answer(viewer: Viewer, *, request_id: int, item_id: int, reason: str, at: datetime) -> str:
    """The clear text of a class A answer, for who manages the request; each look is logged. Raises ReasonNeeded."""
    request = get_request(viewer, request_id, to="manage")
    item = Item.objects.filter(pk=item_id, sheet__request=request, question__secrecy=Secrecy.SECRET, field="").first()
    if item is None:
        raise NoSuchRequest
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        audit(viewer, action="collection.revealed", subject=f"answer:{item.pk}", at=at, reason=reason.strip())
    return str(item.answer)


def export(viewer: Viewer, *, request_id: int, at: datetime) -> bytes:
    """The results as a workbook, class A masked; noted in the audit log."""
    request = get_request(viewer, request_id, to="manage")
    found = results(viewer, request, at=at)
    with transaction.atomic():
        audit(viewer, action="collection.exported", subject=f"collection:{request.pk}", at=at, count=len(found.rows))
    return workbook(request, found)
