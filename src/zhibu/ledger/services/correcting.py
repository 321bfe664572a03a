"""Correcting the ledger: the old entry stays, a reversal and a new entry stand beside it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.enums import Mode
from zhibu.ledger.errors import AlreadyReversed, NoSuchEntry, NothingChanged, ReasonNeeded
from zhibu.ledger.events import EntryCorrected
from zhibu.ledger.models import Entry
from zhibu.ledger.queries import get_entry


def reverse(viewer: Viewer, *, source_app: str, source_key: str, reason: str, at: datetime) -> Entry:
    """Take a fact back by a new entry with the negative quantity and the reason. Raises AlreadyReversed.

    For the app that reported the fact. A later report under the same key changes nothing: use a new key.
    """
    old = Entry.objects.filter(source_app=source_app, source_key=source_key).first()
    if old is None:
        raise NoSuchEntry
    return _reverse(viewer, old, reason, at)


@transaction.atomic
def correct(
    viewer: Viewer, *, entry_id: int, reason: str, at: datetime, quantity: int, mode: Mode, withdrawn: bool = False
) -> Entry:
    """Correct an entry of a branch that the viewer's post covers: a reversal with the reason, and the right entry.

    `withdrawn` says that nothing happened at all: then only the reversal is written. Gives the last entry written.
    Raises NoSuchEntry, AlreadyReversed, ReasonNeeded, NothingChanged.
    """
    old = get_entry(viewer, entry_id, to="correct")
    if not reason.strip():
        raise ReasonNeeded
    if not withdrawn and (quantity, mode) == (old.quantity, old.mode):
        raise NothingChanged
    written = _reverse(viewer, old, reason.strip(), at)
    if not withdrawn:
        written = _replacement(viewer, old, quantity, mode, at)
    audit(viewer, action="ledger.corrected", subject=f"entry:{old.pk}", at=at, reason=reason, written=written.pk)
    publish(EntryCorrected(entry_id=old.pk, written_id=written.pk, member_id=old.member_id, kind=old.kind))
    return written


def _reverse(viewer: Viewer, old: Entry, reason: str, at: datetime) -> Entry:
    if old.reverses_id:
        raise AlreadyReversed
    try:
        with transaction.atomic():
            return _copy(
                viewer, old, at, quantity=-old.quantity, reverses=old, reason=reason,
                source_app=old.source_app, source_key=f"{old.source_key}~{old.pk}",
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyReversed from error


def _replacement(viewer: Viewer, old: Entry, quantity: int, mode: Mode, at: datetime) -> Entry:
    return _copy(viewer, old, at, quantity=quantity, mode=mode, source_app="ledger", source_key=f"corrects-{old.pk}")


def _copy(viewer: Viewer, old: Entry, at: datetime, **other: object) -> Entry:
    same = ("kind", "member_id", "organisation_id", "occurred_at", "quantity", "mode", "evidence", "title", "url")
    fields = {name: getattr(old, name) for name in same} | {"recorded_at": at, "recorded_by": viewer.name} | other
    return Entry.objects.create(**fields)
