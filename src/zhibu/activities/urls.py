"""Addresses of activities."""

from django.urls import path, register_converter

from zhibu.activities.views import activity, checkin, signup


class StepConverter:
    """The steps of an activity's life that need no further word."""

    regex = "publish|open|hold|archive"

    def to_python(self, value: str) -> str:
        """The verb itself."""
        return value

    def to_url(self, value: str) -> str:
        """The verb itself."""
        return value


register_converter(StepConverter, "step")

app_name = "activities"
urlpatterns = [
    path("", activity.index, name="index"),
    path("new", activity.create, name="new"),
    path("series/<int:pk>/publish", activity.publish_series, name="publish-series"),
    path("<int:pk>/", activity.detail, name="detail"),
    path("<int:pk>/change", activity.change, name="change"),
    path("<int:pk>/cancel", activity.cancel, name="cancel"),
    path("<int:pk>/calendar.ics", activity.calendar, name="calendar"),
    path("<int:pk>/<step:verb>", activity.step, name="step"),
    path("<int:pk>/join", signup.join, name="join"),
    path("<int:pk>/withdraw", signup.withdraw, name="withdraw"),
    path("<int:pk>/leave", signup.leave, name="leave"),
    path("<int:pk>/signups", signup.signups, name="signups"),
    path("signups/<int:pk>/decide", signup.decide, name="decide-leave"),
    path("<int:pk>/screen", checkin.screen, name="screen"),
    path("<int:pk>/s/<int:session>/<str:code>", checkin.scan, name="scan"),
    path("<int:pk>/scanned", checkin.scanned, name="scanned"),
    path("<int:pk>/check-in", checkin.check_in, name="check-in"),
    path("<int:pk>/checked-in", checkin.checked_in, name="checked-in"),
    path("<int:pk>/code", checkin.type_code, name="type-code"),
    path("<int:pk>/roll-call", checkin.roll_call, name="roll-call"),
    path("<int:pk>/guests", checkin.add_guest, name="add-guest"),
    path("check-ins/<int:pk>/undo", checkin.undo, name="undo-check-in"),
]
