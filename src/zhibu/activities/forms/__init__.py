"""Forms parse and shape; services decide."""

from zhibu.activities.forms.activity import ActivityForm, ChangeForm, ReasonForm, fresh
from zhibu.activities.forms.checkin import CheckInForm, GuestForm, MarksForm, TypeCodeForm
from zhibu.activities.forms.signup import DecideForm, LeaveForm

__all__ = [
    "ActivityForm",
    "ChangeForm",
    "CheckInForm",
    "DecideForm",
    "GuestForm",
    "LeaveForm",
    "MarksForm",
    "ReasonForm",
    "TypeCodeForm",
    "fresh",
]
