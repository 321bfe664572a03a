"""Cases: who asked sees his own, whom it is about too, and those whose desk it is or lies above."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from zhibu.casework.enums import DUTIES, State
from zhibu.casework.errors import NoSuchCase
from zhibu.casework.models import Case
from zhibu.casework.queries.entering import still_his
from zhibu.casework.rules import standing
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within

WITH = ("version", "version__matter", "applicant", "about", "organisation", "desk", "window")
UNSENT_BY_OTHERS = Q(entered_by__isnull=False, submitted_at=None)


def own_cases(viewer: Viewer) -> QuerySet[Case]:
    """What he asked for, what others asked for him once it was sent, what he entered for others; the newest first."""
    mine = Q(applicant_id=viewer.person_id or 0) & ~UNSENT_BY_OTHERS | Q(entered_by_id=viewer.person_id or 0)
    about_me = Q(about_id=viewer.person_id or 0) & ~Q(state=State.DRAFT)
    found = Case.objects.filter(mine | about_me).select_related("applicant")
    return found.defer("sealed_answers").order_by("-begun_at", "-pk")


def handled_cases(viewer: Viewer) -> QuerySet[Case]:
    """Cases whose (last) desk is his or lies below one of his: for looking up, never his own."""
    scopes = [Q(duty=duty) & within(viewer.paths(roles), field="desk__path") for duty, roles in DUTIES.items()]
    found = Case.objects.filter(reduce(or_, scopes)).exclude(state=State.DRAFT)
    return found.exclude(applicant_id=viewer.person_id or 0)


def get_case(viewer: Viewer, pk: int, *, to: str = "see") -> Case:
    """One case with what its page shows, or NoSuchCase alike for missing and forbidden.

    `to` is "see" (own, or of a desk of his), "own" (he asked for it, or entered it for somebody whom he still may see)
    or "handle" (his desk).
    """
    found = Case.objects.filter(pk=pk).select_related(*WITH).first()
    if found is None or not _may(viewer, found, to):
        raise NoSuchCase
    return found


def _may(viewer: Viewer, case: Case, to: str) -> bool:
    handles = case.state != State.DRAFT and standing.may_handle(viewer, case)
    if to == "handle":
        return handles
    own = standing.asks(viewer, case)
    if own and case.entered_by_id == viewer.person_id:
        own = still_his(viewer, case.applicant_id)
    about_him = viewer.person_id is not None and viewer.person_id == case.about_id and case.state != State.DRAFT
    return own or (to != "own" and (about_him or handles))


def locked(pks: Iterable[int]) -> QuerySet[Case]:
    """Rows to be changed, for services that have asked for permission."""
    return Case.objects.select_for_update().filter(pk__in=list(pks))
