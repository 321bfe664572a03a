"""What asks for a person, and what is on now: for the home page."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhibu.activities.enums import RUNNING, SignUpState
from zhibu.activities.models import Activity, SignUp
from zhibu.activities.queries.activity import MANAGERS, next_up
from zhibu.activities.queries.minutes import todos
from zhibu.activities.queries.waivers import alert_todos
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within

AHEAD = timedelta(days=7)
NOW_PRESSING, SOON, LATER = 0, 2, 4


def at_home(viewer: Viewer, *, at: datetime) -> tuple[list[Todo], list[Activity]]:
    """`things_to_do`, and the next five activities that mean the viewer, in one reading: everybody opens that page."""
    rows = next_up(viewer, at=at)
    cards = [card for row in rows if row.starts_at <= at + AHEAD and (card := _card(row, at))]
    return cards + _leaves(viewer), rows[:5]


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Check in to what is on, answer what comes within a week, decide leaves asked of me."""
    return at_home(viewer, at=at)[0]


def tasks_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Minutes to sign, resolutions to carry out, members of one's branch to look after."""
    return [*todos(viewer, at=at), *alert_todos(viewer)]


def _card(row: Activity, at: datetime) -> Todo | None:
    url = reverse("activities:detail", args=[row.pk])
    said: str = row.my_state  # type: ignore[attr-defined]
    if row.i_came:  # type: ignore[attr-defined]
        return None
    if row.starts_at - timedelta(minutes=30) <= at and said not in (SignUpState.LEAVE_ASKED, SignUpState.LEAVE_GRANTED):
        return Todo(_("“%s”可以签到了。") % row.title, _("签到"), url, row.starts_at, NOW_PRESSING)
    closes_at = row.signup_deadline or row.starts_at
    if said or at > closes_at:
        return None
    sentence = _("%(when)s “%(title)s”，请回复是否参加。") % {"when": _when(row.starts_at), "title": row.title}
    return Todo(sentence, _("报名") if row.needs_signup else _("查看"), url, closes_at, SOON)


def _leaves(viewer: Viewer) -> list[Todo]:
    """Leaves that wait for the viewer's answer."""
    held = within(viewer.paths(MANAGERS), field="activity__organisation__path")
    asked = SignUp.objects.filter(held, state=SignUpState.LEAVE_ASKED, activity__state__in=RUNNING)
    asked = asked.exclude(person_id=viewer.person_id or 0)
    counted = list(asked.values_list("activity_id", flat=True)[:100]) if viewer.grants else []
    if not counted:
        return []
    sentence = ngettext("%(n)d 人请假等您答复。", "%(n)d 人请假等您答复。", len(counted)) % {"n": len(counted)}
    return [Todo(sentence, _("答复"), reverse("activities:signups", args=[counted[0]]), None, LATER)]


def _when(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return _("%(month)d月%(day)d日 %(clock)s") % {"month": local.month, "day": local.day, "clock": f"{local:%H:%M}"}
