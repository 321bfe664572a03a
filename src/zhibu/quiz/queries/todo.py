"""What the contest has to say on the home page."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.quiz.enums import State
from zhibu.quiz.models import Entrant, Round
from zhibu.quiz.queries.rounds import begins_at, near, rounds

SOON = timedelta(hours=1)
DAY = timedelta(days=1)
NOW_PRESSING, LATER = 1, 4


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """A round that is on or begins within the hour; for hosts, one of tomorrow that is not sealed."""
    if not viewer.person_id:
        return []
    rows = near(viewer, at=at, ahead=SOON)
    mine = dict(Entrant.objects.filter(person_id=viewer.person_id, round__in=rows).values_list("round_id", "window"))
    cards = [_card(row, at) for row in rows if not mine.get(row.pk)]
    return cards + _unsealed(viewer, at)


def _card(row: Round, at: datetime) -> Todo:
    begins = begins_at(row)
    sentence = _("“%s”正在进行，自愿参加。") if begins and begins <= at else _("“%s”马上开始，自愿参加。")
    return Todo(sentence % row.title, _("进入"), reverse("quiz:round", args=[row.pk]), begins, NOW_PRESSING)


def _unsealed(viewer: Viewer, at: datetime) -> list[Todo]:
    if not viewer.grants:
        return []
    rows = rounds(viewer, to="host").filter(state=State.PLANNED, starts_at__gt=at, starts_at__lte=at + DAY)[:3]
    return [
        Todo(_("“%s”还没有封题。") % row.title, _("去准备"), reverse("quiz:host", args=[row.pk]), row.starts_at, LATER)
        for row in rows
    ]
