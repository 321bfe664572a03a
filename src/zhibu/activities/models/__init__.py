"""Activities, sessions, sign-up, check-in, attendance."""

from zhibu.activities.models.activity import Activity, Invitee, Series, Session, Tag
from zhibu.activities.models.attendance import Attendance
from zhibu.activities.models.checkin import CheckIn
from zhibu.activities.models.signup import SignUp

__all__ = ["Activity", "Attendance", "CheckIn", "Invitee", "Series", "Session", "SignUp", "Tag"]
