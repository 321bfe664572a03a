"""When one may check in, and how (rules.md 4.3, 10.5). Units: aware datetimes."""

from datetime import datetime, timedelta

from zhibu.activities.enums import HOST_METHODS, OVER, SELF_METHODS, ActivityState, CheckInMethod
from zhibu.activities.errors import (
    ActivityCancelledAlready,
    CheckInClosed,
    NotOpenYet,
    OnlineNotAllowed,
    SelfCheckInOff,
    WrongState,
)
from zhibu.kernel.errors import Refused

EARLY = LATE = timedelta(minutes=30)  # practice
CODE_SECONDS = 10  # a code photographed and sent on is worthless after two windows
GOVERNMENT = "government"


def why_not_check_in(*, state: str, starts_at: datetime, ends_at: datetime, at: datetime) -> Refused | None:
    """Why a member cannot check in himself at this moment; None when he can.

    An activity that the host opened stays open until he closes it.
    """
    if state == ActivityState.CANCELLED:
        return ActivityCancelledAlready()
    if state in OVER:
        return CheckInClosed()
    if state == ActivityState.DRAFT:
        return WrongState()
    if state == ActivityState.OPEN:
        return None
    if at < starts_at - EARLY:
        return NotOpenYet()
    return CheckInClosed() if at > ends_at + LATE else None


def why_not_method(method: str, *, profile: str, allows_online: bool) -> Refused | None:
    """Why this way of checking in is not offered here."""
    if method in SELF_METHODS and profile == GOVERNMENT:
        return SelfCheckInOff()
    if method == CheckInMethod.ONLINE and not allows_online:
        return OnlineNotAllowed()
    return None


def why_not_enter(*, state: str, starts_at: datetime, at: datetime) -> Refused | None:
    """Why the host cannot enter people: until the list is signed he can, from half an hour before the start."""
    if state == ActivityState.CANCELLED:
        return ActivityCancelledAlready()
    if state in (ActivityState.MINUTED, ActivityState.ARCHIVED):
        return CheckInClosed()
    if state == ActivityState.DRAFT:
        return WrongState()
    early = state == ActivityState.PUBLISHED and at < starts_at - EARLY
    return NotOpenYet() if early else None


def moment_of_mark(*, age: timedelta, starts_at: datetime, at: datetime) -> datetime:
    """When a name was tapped on a phone that was offline: `age` before now, by the phone's own stop-watch.

    The phone's clock is never compared with ours; an impossible age (a clock set back or forward in between)
    falls back to the nearest possible moment between half an hour before the start and now.
    """
    return min(max(at - age, starts_at - EARLY), at)


def is_host_method(method: str) -> bool:
    """Whether an organiser enters it, not the person himself."""
    return method in HOST_METHODS
