"""Reads about the organiser's list (rules.md 4.3): who is due, what is known beforehand, what was signed."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhibu.activities.enums import DUTY_KINDS, OVER, CheckInMethod, SignUpState
from zhibu.activities.enums import AttendanceState as State
from zhibu.activities.errors import NoSuchLine
from zhibu.activities.models import Activity, ActivityWaiver, Attendance, CheckIn, RollCall, Shift, SignUp
from zhibu.activities.queries.activity import get_activity
from zhibu.activities.queries.audience import home_of, members_due, named_on_roll
from zhibu.activities.rules.attendance import has_vote, make_up_until, rate
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import OnRoll, people

SYSTEM = Viewer.system("activities")  # the list names people whatever the officer may otherwise see of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as the page shows it: a stored state, or what is known so far."""

    person_id: int
    name: str
    organisation_id: int
    state: str
    reason: str = ""
    is_guest: bool = False
    has_vote: bool = False
    is_stored: bool = False
    checked_in: bool = False
    approved_by: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None
    delay_days: int = 0
    is_over: bool = True

    @property
    def is_awaited(self) -> bool:
        """Whether nothing is known of the person yet and there is still time to come: nobody is absent before."""
        return self.state == State.ABSENT and not self.is_over

    @property
    def label(self) -> str:
        """The state in words."""
        return _("未签到") if self.is_awaited else str(State(self.state).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A person on the list before anything is known of him."""

    person_id: int
    name: str
    organisation_id: int
    has_vote: bool = False
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What was said and seen about people before anybody calls the roll, by person."""

    checkins: dict[int, CheckIn]
    signups: dict[int, SignUp]
    waived: set[int]
    on_duty: set[int]


def rollcall_of(activity: Activity) -> RollCall | None:
    """The list's head, once it was saved."""
    return RollCall.objects.filter(activity=activity).first()


def is_signed(activity: Activity) -> bool:
    """Whether the host has signed the list."""
    return is_signed_id(activity.pk)


def is_signed_id(activity_id: int) -> bool:
    """The same, by the activity's id. After that a person is added or taken out by correcting a line."""
    return RollCall.objects.filter(activity_id=activity_id, signed_at__isnull=False).exists()


def page(viewer: Viewer, activity_id: int, *, at: datetime) -> dict[str, Any]:
    """What the list's page shows to the host."""
    activity = get_activity(viewer, activity_id, to="host")
    known, head = known_about(activity), rollcall_of(activity)
    found = lines(activity, known=known)
    return {
        "activity": activity, "lines": found, "known": known, "summary": summary(found),
        "rollcall": head, "signed": bool(head and head.signed_at), "begun": activity.starts_at <= at,
        "late_days": max(0, (local_date(at) - local_date(activity.ends_at)).days), "at": at,
    }  # fmt: skip


def line_page(viewer: Viewer, activity_id: int, person_id: int, *, at: datetime) -> dict[str, Any]:
    """What the page of one line of a signed list shows."""
    activity = get_activity(viewer, activity_id, to="host")
    line = next((line for line in lines(activity) if line.person_id == person_id), None)
    if line is None:
        raise NoSuchLine
    return {"activity": activity, "line": line, "can_make_up": can_make_up(activity, line, local_date(at))}


def lines(activity: Activity, *, known: Known | None = None) -> list[Line]:
    """The list: once signed as it was signed, before that stored lines and what is known of everybody else."""
    rows = Attendance.objects.filter(activity=activity).select_related("person")
    stored = {row.person_id: row for row in rows}
    if is_signed(activity):
        return sorted((_stored(activity, row) for row in stored.values()), key=_place)
    known = known or known_about(activity)
    listed = due(activity)
    listed |= _others(activity, (set(known.checkins) | _joined(known) | set(stored)) - set(listed))
    return sorted((_line(activity, listed[pk], stored.get(pk), known) for pk in listed), key=_place)


def due(activity: Activity) -> dict[int, Due]:
    """Who should attend, from the roll of the activity's day; nobody at a free activity."""
    if activity.kind not in DUTY_KINDS:
        return {}
    return {row.person_id: _due(row) for row in (*members_due(activity), *named_on_roll(activity))}


def _due(row: OnRoll) -> Due:
    votes = has_vote(row.category, row.status, voting_suspended=row.voting_suspended)
    return Due(person_id=row.person_id, name=row.name, organisation_id=row.branch_id, has_vote=votes)


def known_about(activity: Activity) -> Known:
    """Check-ins, sign-ups, waivers and shifts that touch this activity."""
    day = local_date(activity.starts_at)
    waivers = ActivityWaiver.objects.filter(starts_on__lte=day, ends_on__gte=day)
    waivers = waivers.filter(Q(ended_early_on=None) | Q(ended_early_on__gt=day))
    shifts = Shift.objects.filter(starts_at__lte=activity.starts_at, ends_at__gte=activity.ends_at)
    return Known(
        {row.person_id: row for row in CheckIn.objects.filter(activity=activity, undone_at=None)},
        {row.person_id: row for row in SignUp.objects.filter(activity=activity)},
        set(waivers.values_list("person_id", flat=True)),
        set(shifts.values_list("person_id", flat=True)),
    )


def expected_state(person_id: int, known: Known) -> str:
    """What a line starts with: came, leave granted, waived, on duty, else absent."""
    if checkin := known.checkins.get(person_id):
        return State.ONLINE if checkin.method == CheckInMethod.ONLINE else State.PRESENT
    if person_id in known.waived:
        return State.WAIVED
    signup = known.signups.get(person_id)
    if signup and signup.state == SignUpState.LEAVE_GRANTED:
        return State.EXCUSED
    return State.ON_DUTY if person_id in known.on_duty else State.ABSENT


def attendance_rows(activity: Activity) -> QuerySet[Attendance]:
    """The stored lines with their people, in order of entry."""
    return Attendance.objects.filter(activity=activity).select_related("person").order_by("is_guest", "pk")


def voters(activity: Activity) -> list[tuple[int, bool]]:
    """Those with the right to vote who should attend, each with whether he came."""
    return [(line.person_id, line.state in (State.PRESENT, State.ONLINE)) for line in lines(activity) if line.has_vote]


def people_of(activity: Activity) -> QuerySet[Any]:
    """Who can be named in the record: everybody on the list, and the host."""
    listed = {line.person_id for line in lines(activity)}
    if activity.host_id:
        listed.add(activity.host_id)
    return people(SYSTEM).filter(pk__in=listed).order_by("name")


def summary(found: list[Line]) -> dict[str, Any]:
    """Counts by state and the rate, of those who were due."""
    due = [line.state for line in found if not line.is_guest]
    counts = {str(state): due.count(state) for state in State}
    labels = {line.state: line.label for line in found}
    shown = [(labels[state], due.count(state)) for state in State if due.count(state)]
    awaited = any(line.is_awaited for line in found)
    percent = "" if awaited else _percent(rate(due))
    return {"due": len(due), "counts": counts, "shown": shown, "rate": percent, "awaited": awaited}


def can_make_up(activity: Activity, line: Line, today: date) -> bool:
    """Whether the line is an absence or a leave that is not older than thirty days."""
    late = today > make_up_until(local_date(activity.starts_at))
    return line.state in (State.ABSENT, State.EXCUSED) and not line.is_guest and not late


def _percent(found: Fraction | None) -> str:
    return "" if found is None else f"{float(found * 100):.1f}%"


def _others(activity: Activity, wanted: set[int]) -> dict[int, Due]:
    """People beside the due: guests of a duty meeting, takers-part of a free one."""
    homes, guests = home_of(activity, wanted), activity.kind in DUTY_KINDS
    return {
        pk: Due(person_id=pk, name=name, organisation_id=homes.get(pk, activity.organisation_id), is_guest=guests)
        for pk, name in people(SYSTEM).filter(pk__in=wanted).values_list("pk", "name")
    }


def _joined(known: Known) -> set[int]:
    return {person_id for person_id, row in known.signups.items() if row.state == SignUpState.JOINED}


def _line(activity: Activity, person: Due, stored: Attendance | None, known: Known) -> Line:
    """A stored line, unless it says absent and something has been seen since; the host is taken to be there."""
    hosts = person.person_id == activity.host_id
    expected = State.PRESENT if hosts else expected_state(person.person_id, known)
    if stored and not (stored.state == State.ABSENT and expected != State.ABSENT):
        return _stored(activity, stored, checked_in=person.person_id in known.checkins)
    signup = known.signups.get(person.person_id)
    return Line(
        person_id=person.person_id, name=person.name, organisation_id=person.organisation_id, state=expected,
        reason=signup.reason if signup and expected == State.EXCUSED else "", is_guest=person.is_guest,
        has_vote=person.has_vote, checked_in=person.person_id in known.checkins,
        approved_by=signup.decided_by if signup and expected == State.EXCUSED else "", is_over=activity.state in OVER,
    )  # fmt: skip


def _stored(activity: Activity, row: Attendance, *, checked_in: bool = False) -> Line:
    delay = (local_date(row.recorded_at) - local_date(activity.ends_at)).days
    return Line(
        person_id=row.person_id, name=row.person.name, organisation_id=row.organisation_id, state=row.state,
        reason=row.reason, is_guest=row.is_guest, has_vote=row.has_vote, is_stored=True, checked_in=checked_in,
        approved_by=row.approved_by, recorded_by=row.recorded_by, recorded_at=row.recorded_at,
        delay_days=max(0, delay), is_over=activity.state in OVER,
    )  # fmt: skip


def _place(line: Line) -> tuple[bool, str]:
    return line.is_guest, line.name
