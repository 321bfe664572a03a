"""Declared items, each read with its viewer."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_COMMITTEE, Role
from zhibu.organisations.api import within
from zhibu.points.enums import DECLARED_CODES, DeclarationState, Formula, IndexKind
from zhibu.points.errors import NoSuchDeclaration
from zhibu.points.models import Declaration, Index
from zhibu.points.queries.schemes import scheme_over
from zhibu.points.rules.periods import review_due_on
from zhibu.points.rules.reviewers import ABOVE, AT_BRANCH, may_review

READERS = (*BRANCH_COMMITTEE, Role.PARTY_AFFAIRS)


def declarations(viewer: Viewer, *, to: str = "see") -> QuerySet[Declaration]:
    """His own, and those of branches he serves; to review, those his body decides and not his own."""
    rows = Declaration.objects.select_related("index", "person", "branch", "file")
    if to == "review":
        return rows.filter(_reviewable(viewer)).exclude(person_id=viewer.person_id or 0)
    # What the discipline body decides is between it and the member.
    open_to_branch = ~Q(index__review="discipline_committee")
    scope = within(viewer.paths(READERS), field="branch__path") & open_to_branch
    if viewer.person_id:
        scope |= Q(person_id=viewer.person_id)
    return rows.filter(scope | _reviewable(viewer))


def _reviewable(viewer: Viewer) -> Q:
    """The same answer as rules.reviewers.may_review, as a condition."""
    found = Q(pk__in=[])
    for review, roles in AT_BRANCH.items():
        found |= within(viewer.paths(roles), field="branch__path") & Q(index__review=review)
    for review, roles in ABOVE.items():
        for path in viewer.paths(roles):
            below = Q(branch__path__startswith=path) & ~Q(branch__path=path)
            found |= below & Q(index__review=review)
    return found


def get_declaration(viewer: Viewer, pk: int, *, to: str = "see") -> Declaration:
    """One declaration, or NoSuchDeclaration alike for missing and forbidden."""
    found = declarations(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchDeclaration
    return found


def waiting(viewer: Viewer) -> QuerySet[Declaration]:
    """What waits for the viewer's body, oldest first."""
    rows = declarations(viewer, to="review").filter(state=DeclarationState.DECLARED)
    return rows.order_by("declared_at", "pk")


def declared_kind(index: Index) -> str | None:
    """The kind of fact that an approved declaration of this index becomes; None when none is declared by hand."""
    kinds = sorted(index.sources.values_list("kind", flat=True))
    return next((kind for kind in kinds if kind in DECLARED_CODES), None)


def speaks_against(index: Index) -> bool:
    """Whether a fact of this index takes points away: penalties, vetoes, and base items that start full."""
    return index.kind in {IndexKind.PENALTY, IndexKind.VETO} or index.formula == Formula.FULL_MINUS_MISSED


def own(viewer: Viewer) -> QuerySet[Declaration]:
    """What was declared for the viewer, newest first."""
    mine = Declaration.objects.filter(person_id=viewer.person_id or 0).select_related("index")
    return mine.order_by("-declared_at", "-pk")


def declarable(viewer: Viewer, *, at: datetime) -> list[Index]:
    """What the viewer may declare for himself under the scheme in force."""
    scheme = scheme_over(viewer.branch_path, local_date(at)) if viewer.is_member else None
    if scheme is None:
        return []
    rows = scheme.indexes.filter(is_self_declared=True, sources__kind__in=DECLARED_CODES)
    return list(rows.distinct().order_by("aspect", "code"))


def may_decide(viewer: Viewer, declaration: Declaration) -> bool:
    """Whether the viewer may decide on it now."""
    waits = declaration.state == DeclarationState.DECLARED and declaration.person_id != viewer.person_id
    return waits and may_review(viewer, declaration.index.review, declaration.branch.path)


def may_add_evidence(viewer: Viewer, declaration: Declaration) -> bool:
    """Whether the viewer declared it, for himself or another, and nobody has decided."""
    own = viewer.person_id in (declaration.person_id, declaration.declared_by_id)
    return own and declaration.state == DeclarationState.DECLARED


def first_due(waiting: list[Declaration]) -> date | None:
    """The day by which the oldest is to be reviewed: the 5th of the month after."""
    return review_due_on(local_date(waiting[0].declared_at)) if waiting else None
