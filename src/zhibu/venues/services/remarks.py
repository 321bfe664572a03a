"""The visitors' book."""

from datetime import datetime

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.venues.enums import RemarkState, VisitState
from zhibu.venues.errors import ReasonNeeded, RemarkUnclear
from zhibu.venues.models import Remark
from zhibu.venues.queries.visits import get_remark, visit_by_code

LONGEST = 500


def write_remark(viewer: Viewer, *, code: str, text: str, signature: str, at: datetime) -> Remark:
    """Whoever came writes once a booking, under any name or none; it is shown after somebody has read it.

    Again gives the first one. Raises RemarkUnclear.
    """
    visit = visit_by_code(code)
    words = text.strip()
    if visit.state != VisitState.ENTERED or not words or len(words) > LONGEST:
        raise RemarkUnclear
    with transaction.atomic():
        remark, _created = Remark.objects.get_or_create(
            visit=visit,
            defaults={"venue": visit.venue, "text": words, "signature": signature.strip()[:20], "written_at": at},
        )
    return remark


def decide_remark(viewer: Viewer, *, remark_id: int, shown: bool, reason: str, at: datetime) -> Remark:
    """Show an entry, or keep it back with a reason that its writer reads; it can be decided anew.

    Raises ReasonNeeded.
    """
    found = get_remark(viewer, remark_id)
    if not shown and not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        Remark.objects.filter(pk=found.pk).update(
            state=RemarkState.SHOWN if shown else RemarkState.HIDDEN, reason="" if shown else reason.strip()[:100],
            decided_at=at, decided_by_name=viewer.name,
        )  # fmt: skip
        audit(
            viewer, action="venues.remark_decided", subject=f"remark:{found.pk}", at=at, shown=shown,
            reason=reason.strip()[:100],
        )  # fmt: skip
    return get_remark(viewer, remark_id)
