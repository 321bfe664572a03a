"""Settlements, figures, objections: each read with its viewer."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_COMMITTEE, BRANCH_OFFICERS, Role
from zhibu.organisations.api import ancestor_paths, within
from zhibu.points.enums import ObjectionState, SettlementState
from zhibu.points.errors import NoSuchObjection, NoSuchSettlement
from zhibu.points.models import Adjustment, Comment, Figure, Objection, Settlement
from zhibu.points.queries.schemes import MANAGERS

READERS = (*BRANCH_COMMITTEE, Role.PARTY_AFFAIRS, Role.SUPERIOR)


def settlements(viewer: Viewer, *, to: str = "see") -> QuerySet[Settlement]:
    """Settlements the viewer manages; to see, also what was published over his branch or the branches he serves."""
    scope = within(viewer.paths(MANAGERS), field="scheme__organisation__path")
    if to == "see":
        shown = ~Q(state=SettlementState.FROZEN)
        paths = {path for own in (viewer.branch_path, *viewer.paths(READERS)) if own for path in ancestor_paths(own)}
        scope |= Q(scheme__organisation__path__in=paths) & shown
    rows = Settlement.objects.filter(scope).select_related("scheme__organisation")
    return rows.order_by("-scheme__year", "-quarter", "-pk")


def get_settlement(viewer: Viewer, pk: int, *, to: str = "see") -> Settlement:
    """One settlement, or NoSuchSettlement alike for missing and forbidden."""
    found = settlements(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchSettlement
    return found


def figures(viewer: Viewer, settlement: Settlement) -> QuerySet[Figure]:
    """Figures of his branch once published, and of the branches his roles cover; by branch and name, never by sum.

    Corrections come with each (`adjustments.all()`), without those of confidential facts; read the sums of `shown`.
    """
    scope = within(viewer.paths(READERS), field="branch__path")
    if viewer.is_member and settlement.state != SettlementState.FROZEN:
        scope |= Q(branch_id=viewer.branch_id)
    rows = settlement.figures.filter(scope).select_related("person", "branch", "open")
    changes = Prefetch("adjustments", Adjustment.objects.filter(is_confidential=False).order_by("at"))
    return rows.prefetch_related(changes).order_by("branch__path", "person__name", "pk")


def figures_of_branch(viewer: Viewer, settlement: Settlement, branch_id: int) -> QuerySet[Figure]:
    """Those of one branch."""
    return figures(viewer, settlement).filter(branch_id=branch_id)


def get_figure(viewer: Viewer, pk: int) -> Figure:
    """One figure, or NoSuchSettlement alike for missing and forbidden."""
    figure = Figure.objects.filter(pk=pk).select_related("settlement__scheme__organisation").first()
    if figure is None or not settlements(viewer).filter(pk=figure.settlement_id).exists():
        raise NoSuchSettlement
    found = figures(viewer, figure.settlement).filter(pk=pk).first()
    if found is None:
        raise NoSuchSettlement
    found.settlement = figure.settlement
    return found


def own_figures(viewer: Viewer) -> QuerySet[Figure]:
    """The viewer's figures in published settlements, newest first."""
    mine = Figure.objects.filter(person_id=viewer.person_id or 0).exclude(settlement__state=SettlementState.FROZEN)
    rows = mine.select_related("settlement__scheme", "person", "open").prefetch_related("adjustments")
    return rows.order_by("-settlement__scheme__year", "-settlement__quarter")


def comments(viewer: Viewer, settlement: Settlement, branch_id: int) -> QuerySet[Comment]:
    """Open comments of a branch, oldest first; for those who see the branch's figures."""
    if not figures_of_branch(viewer, settlement, branch_id).exists():
        return Comment.objects.none()
    return settlement.comments.filter(branch_id=branch_id).select_related("author").order_by("at", "pk")


def objections(viewer: Viewer, *, to: str = "see") -> QuerySet[Objection]:
    """Of his branch, and of the branches his roles cover.

    To answer: the branch's committee. To decide (an appeal): the committee above.
    """
    rows = Objection.objects.select_related(
        "figure__person", "figure__settlement__scheme__organisation", "branch", "raised_by"
    ).prefetch_related(Prefetch("adjustments", Adjustment.objects.filter(is_confidential=False).order_by("at")))
    if to == "answer":
        return rows.filter(within(viewer.paths(BRANCH_COMMITTEE), field="branch__path"))
    if to == "decide":
        return rows.filter(_below(viewer))
    scope = within(viewer.paths(READERS), field="branch__path")
    if viewer.is_member:
        scope |= Q(branch_id=viewer.branch_id)
    return rows.filter(scope)


def _below(viewer: Viewer) -> Q:
    scope = within(viewer.paths((Role.PARTY_AFFAIRS,)), field="branch__path")
    for path in viewer.paths(BRANCH_OFFICERS):
        scope |= Q(branch__path__startswith=path) & ~Q(branch__path=path)
    return scope


def get_objection(viewer: Viewer, pk: int, *, to: str = "see") -> Objection:
    """One objection, or NoSuchObjection alike for missing and forbidden."""
    found = objections(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchObjection
    return found


def waiting_objections(viewer: Viewer) -> QuerySet[Objection]:
    """What asks for an answer or a decision of the viewer's body."""
    answer = objections(viewer, to="answer").filter(state=ObjectionState.OPEN)
    decide = objections(viewer, to="decide").filter(state=ObjectionState.APPEALED)
    wanted = Q(pk__in=answer.values("pk")) | Q(pk__in=decide.values("pk"))
    return objections(viewer).filter(wanted).order_by("raised_at")


def is_open(settlement: Settlement, day: date) -> bool:
    """Whether comments and objections are taken on a day."""
    end = settlement.notice_ends_on
    return settlement.state == SettlementState.PUBLISHED and end is not None and day <= end
