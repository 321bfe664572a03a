"""Activities, sign-up, check-in, attendance, minutes, waivers."""

from zhibu.activities.models.activity import Activity, Invitee, Series, Session, Tag
from zhibu.activities.models.attendance import Attendance
from zhibu.activities.models.checkin import CheckIn
from zhibu.activities.models.minutes import (
    Addendum,
    Completion,
    LeftOut,
    Minutes,
    Motion,
    Resolution,
    Signature,
    Speech,
)
from zhibu.activities.models.rollcall import RollCall
from zhibu.activities.models.signup import SignUp
from zhibu.activities.models.waiver import AbsenceAlert, ActivityWaiver, Shift

__all__ = [
    "AbsenceAlert", "Activity", "ActivityWaiver", "Addendum", "Attendance", "CheckIn", "Completion", "Invitee",
    "LeftOut", "Minutes", "Motion", "Resolution", "RollCall", "Series", "Session", "Shift", "SignUp", "Signature",
    "Speech", "Tag",
]  # fmt: skip
