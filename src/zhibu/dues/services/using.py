"""Using dues: by collective decision, for one of five purposes, paid by somebody other than who wrote it down."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.dues.enums import USES, UseState
from zhibu.dues.errors import AlreadyDecided, KindUnknown, NotCollective, ReasonNeeded, SamePerson, VoluntaryTooSmall
from zhibu.dues.models import Use
from zhibu.dues.queries.books import get_use
from zhibu.dues.queries.people import collected
from zhibu.dues.services.bookkeeping import spend
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer


def decide_use(
    viewer: Viewer, *, key: UUID, organisation_id: int, purpose: str, amount_fen: int, text: str, meeting: str,
    decided_on: date, present: int, at: datetime,
) -> Use:  # fmt: skip
    """Write down what a meeting decided (D1 Art. 19, 20). The same `key` again is the same decision.

    Raises NoSuchDues, KindUnknown, VoluntaryTooSmall, NotCollective, ReasonNeeded.
    """
    collected(viewer, organisation_id)
    if purpose not in USES:
        raise KindUnknown
    if amount_fen <= 0:
        raise VoluntaryTooSmall
    if present < 2 or not meeting.strip() or decided_on > local_date(at):
        raise NotCollective
    if not text.strip():
        raise ReasonNeeded
    with transaction.atomic():
        use, new = Use.objects.get_or_create(
            key=key,
            defaults={
                "organisation_id": organisation_id, "purpose": purpose, "amount_fen": amount_fen,
                "text": text.strip(), "meeting": meeting.strip(), "decided_on": decided_on, "present": present,
                "written_by": viewer.name, "written_by_id": viewer.person_id, "written_at": at,
            },
        )  # fmt: skip
        if new:
            audit(viewer, action="dues.use_decided", subject=f"use:{use.pk}", at=at, kind=purpose, fen=amount_fen)
    return use


def pay_use(viewer: Viewer, *, use_id: int, at: datetime) -> Use:
    """Another person pays it out. Raises SamePerson, NotEnoughMoney, AlreadyDecided."""
    use = get_use(viewer, use_id)
    if use.written_by_id == viewer.person_id:
        raise SamePerson
    with transaction.atomic():
        rows = Use.objects.filter(pk=use.pk, state=UseState.DECIDED)
        if not rows.update(state=UseState.PAID, paid_by=viewer.name, paid_at=at):
            raise AlreadyDecided
        spend(
            viewer, organisation_id=use.organisation_id, debit=use.purpose, amount_fen=use.amount_fen,
            on=local_date(at), text=use.text, key=f"use:{use.pk}", at=at,
        )  # fmt: skip
        audit(viewer, action="dues.use_paid", subject=f"use:{use.pk}", at=at, fen=use.amount_fen)
    return get_use(viewer, use_id)


def cancel_use(viewer: Viewer, *, use_id: int, at: datetime) -> Use:
    """A decision that is not carried out. Raises AlreadyDecided."""
    use = get_use(viewer, use_id)
    with transaction.atomic():
        if not Use.objects.filter(pk=use.pk, state=UseState.DECIDED).update(state=UseState.CANCELLED):
            raise AlreadyDecided
        audit(viewer, action="dues.use_cancelled", subject=f"use:{use.pk}", at=at)
    return get_use(viewer, use_id)
