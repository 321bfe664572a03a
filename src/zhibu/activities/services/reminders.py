"""What people are told about activities: at most two reminders, none at night (rules.md 10.5)."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.activities.enums import RUNNING, ActivityState, SignUpState
from zhibu.activities.models import Activity, CheckIn, SignUp
from zhibu.activities.queries.audience import people_to_tell
from zhibu.activities.rules.recurrence import reminder_times
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.schedule import forget, run_at
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send

SYSTEM = Viewer.system("activities")
CLOSES_AFTER = timedelta(hours=2)
ANSWERED = (SignUpState.LEAVE_GRANTED, SignUpState.LEAVE_ASKED, SignUpState.WITHDRAWN)


def schedule_reminders(activity: Activity, *, at: datetime) -> None:
    """Plan the reminders anew; those that have gone out stay counted."""
    forget_reminders(activity)
    for number, moment in enumerate(reminder_times(activity.starts_at, at=at), 1):
        run_at("activities.remind", key=_key(activity, number), due_at=moment, activity_id=activity.pk)


def schedule_close(activity: Activity) -> None:
    """A check-in that the host forgot to close closes itself two hours after the end."""
    due_at = activity.ends_at + CLOSES_AFTER
    run_at("activities.close", key=f"activity-close:{activity.pk}", due_at=due_at, activity_id=activity.pk)


def forget_reminders(activity: Activity) -> None:
    """Take back what has not gone out."""
    for number in (1, 2):
        forget(_key(activity, number))


def remind(*, activity_id: int, at: datetime) -> int:
    """Tell those who are meant and have neither come, withdrawn nor asked leave. Returns how many were told."""
    activity = Activity.objects.filter(pk=activity_id, state__in=RUNNING).select_related("organisation").first()
    if activity is None or at >= activity.starts_at:
        return 0
    people = people_to_tell(activity)
    people -= set(activity.signups.filter(state__in=ANSWERED).values_list("person_id", flat=True))
    people -= set(CheckIn.objects.filter(activity=activity, undone_at=None).values_list("person_id", flat=True))
    return send(
        SYSTEM, person_ids=people, sentence=_coming(activity), url=page(activity.pk),
        key=f"activity-reminder:{activity.pk}", at=at,
    )  # fmt: skip


def close_forgotten(*, activity_id: int, at: datetime) -> None:
    """The check-in of an activity that is long over is closed."""
    rows = Activity.objects.filter(pk=activity_id, state__in=RUNNING, ends_at__lte=at - CLOSES_AFTER)
    rows.update(state=ActivityState.HELD, held_at=at)


def tell_cancelled(*, activity_id: int, reason: str, at: datetime) -> int:
    """Tell everybody concerned that it is off, and why."""
    activity = Activity.objects.select_related("organisation").get(pk=activity_id)
    sentence = _("“%(title)s”（%(when)s）已取消：%(reason)s。您不用前往。") % {
        "title": activity.title, "when": _when(activity), "reason": reason.rstrip("。"),
    }  # fmt: skip
    people = people_to_tell(activity)
    key = f"activity-cancelled:{activity.pk}"
    return send(SYSTEM, person_ids=people, sentence=sentence, url=page(activity.pk), key=key, at=at)


def tell_seat_found(row: SignUp, *, at: datetime) -> None:
    """Tell somebody that he moved from the waiting list to a seat."""
    sentence = _("“%(title)s”有了空位，您已从候补转为报名成功。") % {"title": row.activity.title}
    _tell(row, sentence, f"activity-seat:{row.pk}:{int(row.at.timestamp())}", at)


def tell_leave_decided(row: SignUp, *, at: datetime) -> None:
    """Tell somebody whether his leave was granted."""
    granted = row.state == SignUpState.LEAVE_GRANTED
    text = _("“%(title)s”的请假已批准。") if granted else _("“%(title)s”的请假没有批准，请与主持人联系。")
    _tell(row, text % {"title": row.activity.title}, f"activity-leave:{row.pk}:{row.state}", at)


def _tell(row: SignUp, sentence: str, key: str, at: datetime) -> None:
    send(SYSTEM, person_ids=[row.person_id], sentence=sentence, url=page(row.activity_id), key=key, at=at)


def _coming(activity: Activity) -> str:
    words = {"title": activity.title, "when": _when(activity), "place": activity.place or _("线上")}
    return _("%(when)s 在%(place)s：%(title)s。不能参加请在活动页请假。") % words


def _when(activity: Activity) -> str:
    local = activity.starts_at.astimezone(SHANGHAI)
    return _("%(month)d月%(day)d日 %(clock)s") % {"month": local.month, "day": local.day, "clock": f"{local:%H:%M}"}


def page(activity_id: int) -> str:
    """The one address of an activity."""
    return reverse("activities:detail", kwargs={"pk": activity_id})


def _key(activity: Activity, number: int) -> str:
    return f"activity-remind:{activity.pk}:{number}"
