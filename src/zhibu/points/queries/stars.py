"""Duties, checks, nominations and stars, each read with its viewer."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.api import memberships
from zhibu.members.enums import BRANCH_COMMITTEE, BRANCH_OFFICERS, Role
from zhibu.organisations.api import within
from zhibu.organisations.enums import PostTitle
from zhibu.points.enums import StarState
from zhibu.points.errors import NoSuchStar
from zhibu.points.models import Duty, DutyCheck, Nomination, NotebookCheck, Star, Summary

CHECKERS = (PostTitle.GROUP_LEADER, *BRANCH_OFFICERS)
READERS = (*BRANCH_COMMITTEE, Role.PARTY_AFFAIRS)


@dataclass(slots=True)
class MonthOfMember:
    """What is known of a member's month: duties with their check, notebook, summary."""

    person_id: int
    name: str
    duties: list[tuple[Duty, DutyCheck | None]] = field(default_factory=list)
    notebook: NotebookCheck | None = None
    summary: Summary | None = None


def month_of_branch(viewer: Viewer, branch_id: int, month: date) -> list[MonthOfMember]:
    """The members of a branch that the viewer may check, by name, with the month's checks. Five queries."""
    rows = memberships(viewer).filter(branch_id=branch_id).exclude(person_id=viewer.person_id or 0)
    return months_of([(m.person_id, m.person.name) for m in rows.order_by("person__name")], month)


def own_month(viewer: Viewer, month: date) -> MonthOfMember:
    """The viewer's own."""
    return months_of([(viewer.person_id or 0, viewer.name)], month)[0]


def months_of(people: list[tuple[int, str]], month: date) -> list[MonthOfMember]:
    """The month of each of these people, in their order. Four queries."""
    found = {pk: MonthOfMember(pk, name) for pk, name in people}
    checks = {c.duty_id: c for c in DutyCheck.objects.filter(month=month, duty__person__in=found)}
    duties = Duty.objects.filter(person__in=found, started_on__lte=_last(month))
    for duty in duties.filter(Q(ended_on=None) | Q(ended_on__gte=month)).order_by("position"):
        found[duty.person_id].duties.append((duty, checks.get(duty.pk)))
    for notebook in NotebookCheck.objects.filter(month=month, person__in=found):
        found[notebook.person_id].notebook = notebook
    for summary in Summary.objects.filter(month=month, person__in=found):
        found[summary.person_id].summary = summary
    return list(found.values())


def _last(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def nominations(viewer: Viewer, branch_id: int, month: date) -> QuerySet[Nomination]:
    """Nominations of a month in his branch or a branch he serves."""
    scope = within(viewer.paths(READERS), field="branch__path")
    if viewer.is_member:
        scope |= Q(branch_id=viewer.branch_id)
    rows = Nomination.objects.filter(scope, branch_id=branch_id, month=month)
    return rows.select_related("person", "nominated_by").order_by("person__name", "at")


def stars(viewer: Viewer) -> QuerySet[Star]:
    """Announced stars of his branch, his own, and all of the branches he serves; newest month first."""
    scope = within(viewer.paths(READERS), field="branch__path") | Q(person_id=viewer.person_id or 0)
    if viewer.is_member:
        scope |= Q(branch_id=viewer.branch_id, state=StarState.ANNOUNCED)
    return Star.objects.filter(scope).select_related("person", "branch").order_by("-month", "branch__path")


def own_stars(viewer: Viewer) -> QuerySet[Star]:
    """The viewer's own."""
    return Star.objects.filter(person_id=viewer.person_id or 0)


def get_star(viewer: Viewer, pk: int) -> Star:
    """One star, or NoSuchStar alike for missing and forbidden."""
    found = stars(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchStar
    return found
