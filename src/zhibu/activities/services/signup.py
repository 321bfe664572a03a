"""Sign-up, waiting list and leave."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhibu.activities.enums import OVER, RUNNING, ActivityState, SignUpState
from zhibu.activities.errors import (
    ActivityCancelledAlready,
    AlreadyCame,
    LeaveClosed,
    NoSuchSignUp,
    NotInvited,
    ReasonNeeded,
    SignUpClosed,
)
from zhibu.activities.models import Activity, CheckIn, Session, SignUp
from zhibu.activities.queries.activity import activities, get_activity, mine
from zhibu.activities.services.reminders import tell_leave_decided, tell_seat_found
from zhibu.kernel.viewer import Viewer


def sign_up(viewer: Viewer, *, activity_id: int, at: datetime, session_number: int | None = None) -> SignUp:
    """Take a seat, or a place on the waiting list when all are taken. Again is the same as once."""
    with transaction.atomic():
        activity = _meant_and_locked(viewer, activity_id)
        _refuse_late(activity, at)
        row = _row(activity, viewer)
        if row and row.state in (SignUpState.JOINED, SignUpState.WAITING):
            return row
        state = SignUpState.JOINED if _seats_left(activity) else SignUpState.WAITING
        session = activity.sessions.filter(number=session_number or 1).first()
        return _say(activity, viewer, state=state, at=at, session=session)


def withdraw(viewer: Viewer, *, activity_id: int, at: datetime) -> SignUp:
    """Give the seat back; the first on the waiting list gets it."""
    with transaction.atomic():
        activity = _meant_and_locked(viewer, activity_id)
        _refuse_who_came(activity, viewer)
        row = _say(activity, viewer, state=SignUpState.WITHDRAWN, at=at)
        fill_seats(activity, at=at)
    return row


def ask_leave(viewer: Viewer, *, activity_id: int, reason: str, at: datetime) -> SignUp:
    """Ask the host to be excused, with the reason; a seat taken is given back at once."""
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        activity = _meant_and_locked(viewer, activity_id)
        if activity.state in (ActivityState.MINUTED, ActivityState.ARCHIVED):
            raise LeaveClosed
        _refuse_who_came(activity, viewer)
        row = _say(activity, viewer, state=SignUpState.LEAVE_ASKED, at=at, reason=reason.strip())
        fill_seats(activity, at=at)
    return row


def decide_leave(viewer: Viewer, *, signup_id: int, granted: bool, at: datetime, answer: str = "") -> SignUp:
    """The host grants or refuses a leave; he may change his mind until the list is signed. Nobody excuses himself."""
    with transaction.atomic():
        hosted = activities(viewer, to="host").values("pk")
        rows = SignUp.objects.select_for_update(of=("self",)).select_related("activity")
        row = rows.filter(pk=signup_id, activity__in=hosted, state__in=_LEAVES).first()
        if row is None or row.person_id == viewer.person_id:
            raise NoSuchSignUp
        if row.activity.state in (ActivityState.MINUTED, ActivityState.ARCHIVED):
            raise LeaveClosed
        row.state = SignUpState.LEAVE_GRANTED if granted else SignUpState.LEAVE_REFUSED
        row.decided_by, row.decided_at, row.answer = viewer.name, at, answer.strip()
        row.save()
        tell_leave_decided(row, at=at)
    return row


_LEAVES = (SignUpState.LEAVE_ASKED, SignUpState.LEAVE_GRANTED, SignUpState.LEAVE_REFUSED)


def fill_seats(activity: Activity, *, at: datetime) -> list[SignUp]:
    """Give free seats to the waiting list, in its order. The caller holds the lock on the activity."""
    waiting = list(activity.signups.filter(state=SignUpState.WAITING).order_by("at", "pk"))
    lucky = waiting if activity.capacity is None else waiting[: max(0, _seats_left(activity))]
    activity.signups.filter(pk__in=[row.pk for row in lucky]).update(state=SignUpState.JOINED)
    for row in lucky:
        tell_seat_found(row, at=at)
    return lucky


def _meant_and_locked(viewer: Viewer, activity_id: int) -> Activity:
    get_activity(viewer, activity_id)
    if not mine(viewer).filter(pk=activity_id).exists():
        raise NotInvited
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity_id)
    if activity.state == ActivityState.CANCELLED:
        raise ActivityCancelledAlready
    return activity


def _refuse_late(activity: Activity, at: datetime) -> None:
    closes_at = activity.signup_deadline or activity.starts_at
    if activity.state in OVER or activity.state not in RUNNING or at > closes_at:
        raise SignUpClosed


def _refuse_who_came(activity: Activity, viewer: Viewer) -> None:
    if CheckIn.objects.filter(activity=activity, person_id=viewer.person_id or 0, undone_at=None).exists():
        raise AlreadyCame


def _seats_left(activity: Activity) -> int:
    """How many seats are free; one is always free where there is no limit."""
    if activity.capacity is None:
        return 1
    return activity.capacity - activity.signups.filter(state=SignUpState.JOINED).count()


def _row(activity: Activity, viewer: Viewer) -> SignUp | None:
    return SignUp.objects.filter(Q(activity=activity), person_id=viewer.person_id or 0).first()


def _say(
    activity: Activity, viewer: Viewer, *, state: str, at: datetime, reason: str = "", session: Session | None = None
) -> SignUp:
    fields = {
        "state": state, "at": at, "reason": reason, "session": session, "decided_by": "", "decided_at": None,
        "answer": "",
    }  # fmt: skip
    row, _ = SignUp.objects.update_or_create(activity=activity, person_id=viewer.person_id or 0, defaults=fields)
    return row
