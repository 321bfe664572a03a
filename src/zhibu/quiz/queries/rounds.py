"""Which rounds a viewer may see or host."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_OFFICERS, Role
from zhibu.organisations.api import ancestor_paths, organisations, within
from zhibu.organisations.enums import PostTitle
from zhibu.organisations.enums import State as OrganisationState
from zhibu.quiz.enums import AHEAD, OVER, State
from zhibu.quiz.errors import NoSuchEvening, NoSuchRound
from zhibu.quiz.models import Entrant, Evening, Question, Round
from zhibu.quiz.rules.audience import is_meant

MANAGERS = (*BRANCH_OFFICERS, PostTitle.PUBLICITY_MEMBER, Role.PARTY_AFFAIRS)
SYSTEM = Viewer.system("quiz")


def rounds(viewer: Viewer, *, to: str = "see") -> QuerySet[Round]:
    """Rounds that a viewer may "host" (officers of the organisation or above) or "see" (also those who are meant, or
    were in it, once it is sealed)."""
    scope = within(viewer.paths(MANAGERS), field="organisation__path")
    if to == "see" and viewer.person_id and viewer.category:
        above = {*ancestor_paths(viewer.branch_path), *ancestor_paths(viewer.group_path)}
        entered = Exists(Entrant.objects.filter(round=OuterRef("pk"), person_id=viewer.person_id))
        scope |= ~Q(state__in=(State.PLANNED, State.CANCELLED)) & (Q(organisation__path__in=above) | Q(entered))
    return Round.objects.filter(scope).select_related("organisation")


def get_round(viewer: Viewer, pk: int, *, to: str = "see") -> Round:
    """One round, or NoSuchRound alike for missing and forbidden."""
    found = rounds(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchRound
    return found


def my_organisations(viewer: Viewer) -> list[tuple[int, str]]:
    """Where the viewer may hold rounds: (id, name) in tree order."""
    held = organisations(SYSTEM).filter(within(viewer.paths(MANAGERS)), state=OrganisationState.ACTIVE)
    return list(held.order_by("path").values_list("pk", "short_name"))


def may_host(viewer: Viewer, round_: Round) -> bool:
    """The question of `rounds(viewer, to="host")` about one at hand."""
    return viewer.holds(MANAGERS, round_.organisation.path)


def coming(viewer: Viewer, *, at: datetime) -> list[Round]:
    """Rounds sealed or running that mean the viewer, soonest first."""
    rows = rounds(viewer).filter(state__in=AHEAD).prefetch_related("windows")
    found = [row for row in rows if is_meant(viewer, row.organisation.path)]
    return sorted(found, key=lambda row: (begins_at(row) or at, row.pk))


def past(viewer: Viewer) -> QuerySet[Round]:
    """Rounds that are over, newest first."""
    return rounds(viewer).filter(state__in=OVER).order_by("-ended_at", "-pk")


def hosted(viewer: Viewer) -> QuerySet[Round]:
    """What the viewer prepares or hosts and is not over, newest first."""
    return rounds(viewer, to="host").filter(state__in=(State.PLANNED, *AHEAD)).order_by("-pk")


def begins_at(round_: Round) -> datetime | None:
    """The first moment somebody may play."""
    moments = [window.opens_at for window in round_.windows.all()]
    return min([*moments, round_.starts_at] if round_.starts_at else moments, default=None)


def questions_of(round_: Round) -> list[Question]:
    """The frozen questions in order."""
    return list(round_.questions.order_by("number"))


def evenings(viewer: Viewer) -> QuerySet[Evening]:
    """Standing arrangements that the viewer keeps."""
    held = within(viewer.paths(MANAGERS), field="organisation__path")
    return Evening.objects.filter(held, is_on=True).select_related("organisation").order_by("organisation__path")


def get_evening(viewer: Viewer, pk: int) -> Evening:
    """One arrangement, or NoSuchEvening."""
    found = evenings(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchEvening
    return found


def near(viewer: Viewer, *, at: datetime, ahead: timedelta) -> list[Round]:
    """Rounds that mean the viewer, are on or begin within `ahead`."""
    return [row for row in coming(viewer, at=at) if (moment := begins_at(row)) and moment - ahead <= at]
