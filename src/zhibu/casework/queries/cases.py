"""Cases: who asked sees his own, whom it is about too, and those whose desk it is or lies above."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from zhibu.casework.enums import DUTIES, State
from zhibu.casework.errors import NoSuchCase
from zhibu.casework.models import Case
from zhibu.casework.rules import standing
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within

WITH = ("version", "version__matter", "applicant", "about", "organisation", "desk", "window")


def own_cases(viewer: Viewer) -> QuerySet[Case]:
    """What he asked for, and what others asked for him once it was sent, the newest first."""
    mine = Q(applicant_id=viewer.person_id or 0)
    about_me = Q(about_id=viewer.person_id or 0) & ~Q(state=State.DRAFT)
    return Case.objects.filter(mine | about_me).defer("sealed_answers").order_by("-begun_at", "-pk")


def handled_cases(viewer: Viewer) -> QuerySet[Case]:
    """Cases whose (last) desk is his or lies below one of his: for looking up, never his own."""
    scopes = [Q(duty=duty) & within(viewer.paths(roles), field="desk__path") for duty, roles in DUTIES.items()]
    found = Case.objects.filter(reduce(or_, scopes)).exclude(state=State.DRAFT)
    return found.exclude(applicant_id=viewer.person_id or 0)


def get_case(viewer: Viewer, pk: int, *, to: str = "see") -> Case:
    """One case with what its page shows, or NoSuchCase alike for missing and forbidden.

    `to` is "see" (own, or of a desk of his), "own" (he asked for it) or "handle" (his desk).
    """
    found = Case.objects.filter(pk=pk).select_related(*WITH).first()
    if found is None or not _may(viewer, found, to):
        raise NoSuchCase
    return found


def _may(viewer: Viewer, case: Case, to: str) -> bool:
    own = viewer.person_id is not None and case.applicant_id == viewer.person_id
    if to == "own" or own:
        return own and to != "handle"
    if to == "handle":
        return case.state != State.DRAFT and standing.may_handle(viewer, case)
    if standing.is_own(viewer, case):
        return case.state != State.DRAFT
    return case.state != State.DRAFT and standing.may_handle(viewer, case)


def locked(pks: Iterable[int]) -> QuerySet[Case]:
    """Rows to be changed, for services that have asked for permission."""
    return Case.objects.select_for_update().filter(pk__in=list(pks))
