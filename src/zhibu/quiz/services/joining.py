"""Entering a round: always of one's own will, once, in one sitting."""

from datetime import datetime

from django.db import transaction

from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.organisations.api import organisations
from zhibu.quiz.enums import AHEAD
from zhibu.quiz.errors import NotMeant, OneSittingOnly, WindowClosed, WrongRoundState
from zhibu.quiz.models import Entrant, Round
from zhibu.quiz.queries.rounds import get_round
from zhibu.quiz.rules.audience import is_meant, team_path

STEP = 4  # treebeard's step of a path


def join(viewer: Viewer, *, round_id: int, at: datetime) -> Entrant:
    """Enter the sitting that is on or ahead. Entering again is the same as once."""
    round_ = get_round(viewer, round_id)
    if round_.state not in AHEAD:
        raise WrongRoundState
    if not is_meant(viewer, round_.organisation.path):
        raise NotMeant
    window = sitting_at(round_, at)
    with transaction.atomic():
        entrant, _made = Entrant.objects.get_or_create(
            round=round_, person_id=viewer.person_id or 0, defaults=_place(viewer, round_) | {
                "window": window, "joined_at": at,
            },
        )  # fmt: skip
    if entrant.left_at:
        raise NotMeant
    if entrant.window != window:
        raise OneSittingOnly
    return entrant


def sitting_at(round_: Round, at: datetime) -> int:
    """The sitting one enters now: the common one (0) until its last question is closed, else the open window."""
    last = round_.questions.order_by("-number").values_list("closes_at", flat=True).first()
    if round_.starts_at and (last is None or at <= last):
        return 0
    number = round_.windows.filter(opens_at__lte=at, closes_at__gt=at).values_list("number", flat=True).first()
    if number is None:
        raise WindowClosed
    return int(number)


def _place(viewer: Viewer, round_: Round) -> dict[str, int | None]:
    path = team_path(viewer, round_.organisation.path, STEP)
    team = organisations(Viewer.system("quiz")).filter(path=path).values_list("pk", flat=True).first()
    return {"organisation_id": viewer.branch_id, "team_id": team}


def leave_rounds(*, person_id: int, at: datetime) -> int:
    """A member moved or left: where he no longer belongs, nothing of his counts from now on. Returns how many."""
    branch = roll("").filter(person_id=person_id).values_list("branch__path", flat=True).first() or ""
    open_ = Entrant.objects.filter(person_id=person_id, left_at=None, round__state__in=AHEAD)
    gone = [e.pk for e in open_.select_related("round__organisation") if not _still(branch, e.round.organisation.path)]
    return Entrant.objects.filter(pk__in=gone).update(left_at=at)


def _still(branch: str, path: str) -> bool:
    return bool(branch) and (branch.startswith(path) or path.startswith(branch))
