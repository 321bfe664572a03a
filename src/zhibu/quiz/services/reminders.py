"""At most two reminders a round, none at night (rules.md 10.5)."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.schedule import run_at
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.notify.api import send
from zhibu.quiz.enums import State
from zhibu.quiz.models import Round

SYSTEM = Viewer.system("quiz")
BEFORE = (timedelta(hours=24), timedelta(minutes=30))


def plan_reminders(round_: Round, *, at: datetime) -> None:
    """A day and half an hour before; a round of every evening has the second only."""
    if round_.starts_at is None:
        return
    for number, before in enumerate(BEFORE[1:] if round_.evening_id else BEFORE, 1):
        if round_.starts_at - before > at:
            due_at = round_.starts_at - before
            run_at("quiz.remind", key=f"quiz-remind:{round_.pk}:{number}", due_at=due_at, round_id=round_.pk)


def remind(*, round_id: int, at: datetime) -> int:
    """Tell those who are meant that it begins soon, and that it is voluntary. Returns how many were told."""
    round_ = Round.objects.filter(pk=round_id, state=State.SEALED).select_related("organisation").first()
    if round_ is None or round_.starts_at is None or at >= round_.starts_at:
        return 0
    local = round_.starts_at.astimezone(SHANGHAI)
    when = _("%(month)d月%(day)d日 %(clock)s") % {"month": local.month, "day": local.day, "clock": f"{local:%H:%M}"}
    sentence = _("%(when)s“%(title)s”，自愿参加。") % {"when": when, "title": round_.title}
    url, key = reverse("quiz:round", args=[round_.pk]), f"quiz-reminder:{round_.pk}"
    return send(SYSTEM, person_ids=_meant(round_), sentence=sentence, url=url, key=key, at=at)


def _meant(round_: Round) -> list[int]:
    path = round_.organisation.path
    branches = roll(path).values_list("person_id", flat=True)
    group = roll("").filter(group__path__startswith=path).values_list("person_id", flat=True)
    return [*branches, *group]
