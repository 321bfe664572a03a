"""The organiser's list: saved, signed, corrected (rules.md 4.3). Its facts go to the ledger when it is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from zhibu.activities.enums import RUNNING, ActivityState
from zhibu.activities.enums import AttendanceState as State
from zhibu.activities.errors import (
    ListNotSigned,
    ListSigned,
    MakeUpTooLate,
    NoSuchLine,
    NotHeldYet,
    NotOnTheList,
    ReasonNeeded,
    StateNotPossible,
    WrongState,
)  # fmt: skip
from zhibu.activities.events import ListSignedOff
from zhibu.activities.models import Activity, Attendance, RollCall
from zhibu.activities.queries.activity import get_activity
from zhibu.activities.queries.attendance import Known, Line, known_about, lines
from zhibu.activities.rules.attendance import make_up_until, why_not_state
from zhibu.activities.services.facts import replace_facts, write_facts
from zhibu.audit.api import record as audit
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer

FIELDS = ["state", "reason", "approved_by", "recorded_by", "recorded_at", "has_vote", "organisation", "is_guest"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the organiser put down for a person."""

    person_id: int
    state: str
    reason: str = ""


@transaction.atomic
def save_list(viewer: Viewer, *, activity_id: int, marks: Sequence[Mark], sign: bool, at: datetime) -> RollCall:
    """Save the list; with `sign` the host confirms it and its facts are written.

    People whom the page did not name (added since) keep what is known of them. Signing a signed list again changes
    nothing. Raises ListSigned, NotHeldYet, NotOnTheList, StateNotPossible.
    """
    activity = _held(viewer, activity_id)
    if activity.state in (ActivityState.DRAFT, ActivityState.CANCELLED):
        raise WrongState
    rollcall, _created = RollCall.objects.get_or_create(activity=activity, defaults={"opened_at": at})
    if rollcall.signed_at:
        return _already(rollcall, marks)
    _store(viewer, activity, _marked(activity, marks), at)
    return _sign(viewer, activity, rollcall, at) if sign else rollcall


@transaction.atomic
def correct_line(
    viewer: Viewer, *, activity_id: int, person_id: int, state: str, reason: str, at: datetime
) -> Attendance:
    """Change a line of a signed list: the old facts are reversed with the reason, new ones are written."""
    activity, row = _signed_line(viewer, activity_id, person_id)
    if row.state == state:
        return row
    if not reason:
        raise ReasonNeeded
    _check(activity, row.person_id, state, reason, known_about(activity))
    return _change(viewer, activity, row, state, reason, at, occurred_at=activity.starts_at)


@transaction.atomic
def make_up(
    viewer: Viewer, *, activity_id: int, person_id: int, made_up_on: date, note: str, at: datetime
) -> Attendance:
    """Record 补课 within thirty days: an absence or a leave becomes attendance, dated when it was made up."""
    activity, row = _signed_line(viewer, activity_id, person_id)
    if row.state == State.MADE_UP:
        return row
    held_on = local_date(activity.starts_at)
    if not held_on <= made_up_on <= min(make_up_until(held_on), local_date(at)):
        raise MakeUpTooLate
    if row.state not in (State.ABSENT, State.EXCUSED):
        raise NoSuchLine
    moment = min(at, datetime.combine(made_up_on, time(12), SHANGHAI))
    return _change(viewer, activity, row, State.MADE_UP, note or "补课", at, occurred_at=moment)


def _held(viewer: Viewer, activity_id: int) -> Activity:
    get_activity(viewer, activity_id, to="host")
    return Activity.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=activity_id)


def _already(rollcall: RollCall, marks: Sequence[Mark]) -> RollCall:
    stored = dict(Attendance.objects.filter(activity_id=rollcall.activity_id).values_list("person_id", "state"))
    if any(stored.get(mark.person_id) != mark.state for mark in marks):
        raise ListSigned
    return rollcall


def _marked(activity: Activity, marks: Sequence[Mark]) -> list[tuple[Line, Mark]]:
    known = known_about(activity)
    listed = {line.person_id: line for line in lines(activity, known=known)}
    typed = {mark.person_id: mark for mark in marks}
    if typed.keys() - listed.keys():
        raise NotOnTheList
    for mark in typed.values():
        _check(activity, mark.person_id, mark.state, mark.reason, known)
    return [(line, typed.get(pk, Mark(pk, line.state, line.reason))) for pk, line in listed.items()]


def _check(activity: Activity, person_id: int, state: str, reason: str, known: Known) -> None:
    sentence = why_not_state(
        state, reason=reason, is_waived=person_id in known.waived, is_on_duty=person_id in known.on_duty,
        allows_online=activity.allows_online,
    )  # fmt: skip
    if sentence:
        raise StateNotPossible(sentence)


def _store(viewer: Viewer, activity: Activity, marked: list[tuple[Line, Mark]], at: datetime) -> None:
    Attendance.objects.bulk_create(
        [_row(viewer, activity, line, mark, at) for line, mark in marked],
        update_conflicts=True, unique_fields=["activity", "person"], update_fields=FIELDS, batch_size=500,
    )  # fmt: skip


def _row(viewer: Viewer, activity: Activity, line: Line, mark: Mark, at: datetime) -> Attendance:
    kept = line.is_stored and (line.state, line.reason) == (mark.state, mark.reason)
    excused = mark.state in (State.EXCUSED, State.ON_DUTY)
    return Attendance(
        activity=activity, person_id=line.person_id, organisation_id=line.organisation_id, state=mark.state,
        reason=mark.reason if excused else "", is_guest=line.is_guest, has_vote=line.has_vote,
        approved_by=(line.approved_by or viewer.name) if excused else "",
        recorded_by=line.recorded_by if kept else viewer.name,
        recorded_at=(line.recorded_at if kept else None) or at,
    )  # fmt: skip


def _sign(viewer: Viewer, activity: Activity, rollcall: RollCall, at: datetime) -> RollCall:
    if at < activity.starts_at:
        raise NotHeldYet
    write_facts(viewer, activity, list(Attendance.objects.filter(activity=activity)), at=at)
    rollcall.signed_at, rollcall.signed_by = at, viewer.name
    rollcall.save(update_fields=["signed_at", "signed_by"])
    Activity.objects.filter(pk=activity.pk, state__in=RUNNING).update(state=ActivityState.HELD, held_at=at)
    audit(viewer, action="attendance.sign", subject=f"activity:{activity.pk}", at=at)
    publish(ListSignedOff(activity_id=activity.pk))
    return rollcall


def _signed_line(viewer: Viewer, activity_id: int, person_id: int) -> tuple[Activity, Attendance]:
    activity = _held(viewer, activity_id)
    if not RollCall.objects.filter(activity=activity, signed_at__isnull=False).exists():
        raise ListNotSigned
    row = Attendance.objects.select_for_update(of=("self",)).filter(activity=activity, person_id=person_id).first()
    if row is None:
        raise NoSuchLine
    return activity, row


def _change(
    viewer: Viewer, activity: Activity, row: Attendance, state: str, reason: str, at: datetime, *, occurred_at: datetime
) -> Attendance:
    before, row.state, row.revision = row.state, state, row.revision + 1
    row.reason, row.approved_by, row.recorded_by, row.recorded_at = reason, viewer.name, viewer.name, at
    row.save()
    replace_facts(viewer, activity, row, occurred_at=occurred_at, reason=reason, at=at)
    audit(
        viewer, action="attendance.correct", subject=f"activity:{activity.pk}", at=at,
        person=row.person_id, before=str(before), after=str(state),
    )  # fmt: skip
    return row
