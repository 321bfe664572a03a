"""Addresses of activities."""

from django.urls import path, register_converter

from zhibu.activities.views import activity, attendance, checkin, minutes, signup


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
    path("<int:activity_id>/attendance/", attendance.attendance, name="attendance"),
    path("<int:activity_id>/attendance/<int:person_id>/", attendance.correct_attendance, name="correct-attendance"),
    path("<int:activity_id>/attendance/<int:person_id>/make-up", attendance.make_up, name="make-up"),
    path("waivers/", attendance.waivers, name="waivers"),
    path("waivers/<int:waiver_id>/end", attendance.end_waiver, name="end-waiver"),
    path("shifts/", attendance.shifts, name="shifts"),
    path("absences/", attendance.alerts, name="alerts"),
    path("absences/<int:alert_id>/close", attendance.close_alert, name="close-alert"),
    path("<int:activity_id>/minutes/", minutes.minutes, name="minutes"),
    path("<int:activity_id>/minutes/begin", minutes.begin_minutes, name="begin-minutes"),
    path("<int:activity_id>/minutes/edit", minutes.edit_minutes, name="edit-minutes"),
    path("<int:activity_id>/minutes/sign", minutes.sign_minutes, name="sign-minutes"),
    path("<int:activity_id>/minutes/add", minutes.add_addendum, name="add-addendum"),
    path("<int:activity_id>/minutes.pdf", minutes.minutes_pdf, name="minutes-pdf"),
    path("<int:activity_id>/minutes/motions/<int:number>.pdf", minutes.resolution_sheet, name="resolution-sheet"),
    path("resolutions/<int:resolution_id>/complete", minutes.complete_resolution, name="complete-resolution"),
]
