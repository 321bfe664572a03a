"""Importing a roster: asked for on a page or the command line, done chunk by chunk, taken up again when cut off."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q

from zhibu.audit.api import record
from zhibu.kernel import events
from zhibu.kernel.clock import local_date
from zhibu.kernel.errors import Refused
from zhibu.kernel.schedule import run_at
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import ImportState
from zhibu.members.errors import BadRowsWait, ImportNotWaiting, NewBranchesWait
from zhibu.members.models import RosterChange, RosterImport
from zhibu.members.queries import get_roster_import, known_branches, viewer_for
from zhibu.members.services.roster_rollback import undo_chunk, withdraw_branches
from zhibu.members.services.roster_upload import chunks, kept_file, open_roster, plan_chunk, upload_roster
from zhibu.members.services.roster_writing import write_plan
from zhibu.organisations.api import found, organisations
from zhibu.organisations.enums import COMMITTEE_KINDS, Kind

JOB = "members.roster"
# An import that gave no sign of life for so long was cut off and is taken up again.
SILENT = timedelta(minutes=2)
Clock = Callable[[], datetime]


@transaction.atomic
def ask_import(
    viewer: Viewer, *, roster_id: int, skip_bad_rows: bool, found_new_branches: bool, at: datetime
) -> RosterImport:
    """Queue a previewed roster for import. Raises BadRowsWait, NewBranchesWait, ImportNotWaiting."""
    roster = _locked(viewer, roster_id, ImportState.PREVIEWED)
    if roster.bad_rows and not skip_bad_rows:
        raise BadRowsWait
    if roster.new_branches and not found_new_branches:
        raise NewBranchesWait
    _queue(roster, ImportState.QUEUED, total=roster.rows, at=at)
    record(viewer, action="roster.import", subject=f"roster:{roster.pk}", at=at, rows=roster.rows)
    return roster


@transaction.atomic
def roll_back_import(viewer: Viewer, *, roster_id: int, at: datetime) -> RosterImport:
    """Queue an import to be taken back: what it created goes, what it changed is as before.

    A person to whom something else was attached meanwhile, or who was changed since, stays and is counted.
    """
    roster = _locked(viewer, roster_id, ImportState.DONE)
    _queue(roster, ImportState.UNDO_QUEUED, total=roster.changes.count(), at=at)
    record(viewer, action="roster.roll_back", subject=f"roster:{roster.pk}", at=at)
    return roster


def _locked(viewer: Viewer, roster_id: int, state: ImportState) -> RosterImport:
    get_roster_import(viewer, roster_id)
    roster = RosterImport.objects.select_for_update().get(pk=roster_id)
    if roster.state != state:
        raise ImportNotWaiting
    return roster


def _queue(roster: RosterImport, state: ImportState, *, total: int, at: datetime) -> None:
    roster.state, roster.done, roster.total, roster.seen_at, roster.failure = state, 0, total, at, ""
    roster.save(update_fields=["state", "done", "total", "seen_at", "failure"])
    run_at(JOB, key=f"{JOB}:{roster.pk}:{state}:{at.timestamp()}", due_at=at, roster_id=roster.pk)
    transaction.on_commit(events.wake.set)


def import_roster(
    viewer: Viewer,
    *,
    file: BinaryIO,
    name: str,
    skip_bad_rows: bool,
    found_new_branches: bool,
    at: datetime,
    clock: Clock,
) -> RosterImport:
    """Upload and import in one go, for the command line. Raises as `ask_import` does."""
    roster = upload_roster(viewer, file=file, name=name, key=uuid4(), at=at)
    ask_import(viewer, roster_id=roster.pk, skip_bad_rows=skip_bad_rows, found_new_branches=found_new_branches, at=at)
    work_on(roster_id=roster.pk, clock=clock)
    roster.refresh_from_db()
    return roster


def work_on(*, roster_id: int, clock: Clock) -> None:
    """Do what is queued or was cut off: import or take back. Safe to repeat; each chunk commits by itself."""
    roster = _claim(roster_id, clock)
    if roster is None:
        return
    try:
        _import(roster, clock) if roster.finished_at is None else _undo(roster, clock)
    except Refused as refusal:
        # Somebody must decide; trying again by itself would give the same answer.
        RosterImport.objects.filter(pk=roster.pk).update(state=ImportState.PREVIEWED, failure=str(refusal)[:300])


def take_up_again(*, at: datetime, clock: Clock) -> None:
    """Go on with work that was cut off by a stop of the process."""
    waiting = Q(state__in=[ImportState.QUEUED, ImportState.UNDO_QUEUED, ImportState.RUNNING])
    for pk in RosterImport.objects.filter(waiting, seen_at__lt=at - SILENT).values_list("pk", flat=True):
        work_on(roster_id=pk, clock=clock)


def _claim(roster_id: int, clock: Clock) -> RosterImport | None:
    """Mark the roster as running; None when it is done, or another one is running (it is tried again later)."""
    try:
        with transaction.atomic():
            return _claimed(roster_id, clock())
    except IntegrityError:
        return None


def _claimed(roster_id: int, at: datetime) -> RosterImport | None:
    roster = RosterImport.objects.select_for_update().get(pk=roster_id)
    queued = roster.state in (ImportState.QUEUED, ImportState.UNDO_QUEUED)
    silent = roster.state == ImportState.RUNNING and (roster.seen_at is None or roster.seen_at < at - SILENT)
    if not (queued or silent):
        return None
    roster.state, roster.seen_at, roster.done = ImportState.RUNNING, at, 0
    roster.started_at = roster.started_at or at
    roster.save(update_fields=["state", "seen_at", "done", "started_at"])
    return roster


def _worker(roster: RosterImport) -> Viewer:
    return viewer_for(roster.account, verified=True) if roster.account else Viewer.system(roster.uploaded_by)


def _import(roster: RosterImport, clock: Clock) -> None:
    viewer = _worker(roster)
    at = roster.started_at or clock()
    with kept_file(roster) as file:
        known = _with_new_branches(viewer, roster, at)
        rows = open_roster(viewer, file=file, at=at, known=known)
        for chunk in chunks(rows):
            plan = plan_chunk(viewer, rows, chunk)
            write_plan(roster, plan, actor=viewer.name)
            _progress(roster, len(chunk), clock())
    _finish(roster, at=clock())


def _with_new_branches(viewer: Viewer, roster: RosterImport, at: datetime) -> Mapping[str, int]:
    """The known branches and the new ones, set up under the viewer's committee (or a first one)."""
    missing = set(roster.new_branches) - known_branches(viewer).keys()
    if missing:
        _found(viewer, roster, [name for name in roster.new_branches if name in missing], at)
    return known_branches(viewer)


@transaction.atomic
def _found(viewer: Viewer, roster: RosterImport, names: list[str], at: datetime) -> None:
    day = local_date(at)
    committees = organisations(viewer, to="manage").filter(kind__in=COMMITTEE_KINDS).order_by("path")
    parent = committees.first() or found(
        viewer, parent_id=None, name="党委", short_name="党委", kind=Kind.PARTY_COMMITTEE, founded_on=day, at=at
    )
    about: dict[str, Any] = {"parent_id": parent.pk, "kind": Kind.PARTY_BRANCH, "founded_on": day, "at": at}
    made = [found(viewer, name=name, short_name=name, **about).pk for name in names]
    roster.plan = roster.plan | {"founded": made}
    roster.save(update_fields=["plan"])


def _progress(roster: RosterImport, rows: int, at: datetime) -> None:
    roster.done += rows
    RosterImport.objects.filter(pk=roster.pk).update(done=roster.done, seen_at=at)


@transaction.atomic
def _finish(roster: RosterImport, *, at: datetime) -> None:
    changes = RosterChange.objects.filter(roster=roster)
    created = changes.filter(created=True).count()
    changed = changes.count() - created
    done = {"created": created, "changed": changed}
    RosterImport.objects.filter(pk=roster.pk).update(
        state=ImportState.DONE, finished_at=at, plan=roster.plan | done, done=roster.rows
    )


def _undo(roster: RosterImport, clock: Clock) -> None:
    """People first, then the branches that were set up for them and hold nobody."""
    while count := undo_chunk(roster):
        _progress(roster, count, clock())
    kept = RosterChange.objects.filter(roster=roster, kept=True).count()
    withdraw_branches(_worker(roster), roster, at=clock())
    RosterImport.objects.filter(pk=roster.pk).update(state=ImportState.UNDONE, rolled_back_at=clock(), kept=kept)
