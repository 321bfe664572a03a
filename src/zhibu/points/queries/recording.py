"""What a reviewing body may record for a whole branch."""

from dataclasses import dataclass
from datetime import datetime

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.organisations.api import branches, get_organisation
from zhibu.points.enums import DECLARED_CODES
from zhibu.points.errors import NotForYou
from zhibu.points.models import Index
from zhibu.points.queries.declaring import speaks_against
from zhibu.points.queries.schemes import scheme_over
from zhibu.points.rules.reviewers import may_review


@dataclass(frozen=True, slots=True)
class BranchPage:
    """A branch, the indexes the viewer's body may record there, and its members by name."""

    branch_id: int
    branch_name: str
    indexes: list[Index]
    people: list[tuple[int, str]]


def recordable_branches(viewer: Viewer, *, at: datetime) -> list[tuple[int, str]]:
    """Branches in which the viewer's body may record something."""
    seen = branches(viewer).values_list("pk", "short_name", "path")
    return [(pk, name) for pk, name, path in seen if _indexes(viewer, path, at)]


def branch_page(viewer: Viewer, branch_id: int, *, at: datetime) -> BranchPage:
    """What to choose from; raises NotForYou where the viewer's body has nothing to record."""
    branch = get_organisation(viewer, branch_id)
    indexes = _indexes(viewer, branch.path, at)
    if not indexes:
        raise NotForYou
    members = roll(branch.path).exclude(person_id=viewer.person_id or 0).order_by("person__name", "person_id")
    return BranchPage(branch.pk, branch.short_name, indexes, list(members.values_list("person_id", "person__name")))


def _indexes(viewer: Viewer, path: str, at: datetime) -> list[Index]:
    scheme = scheme_over(path, local_date(at))
    if scheme is None:
        return []
    rows = scheme.indexes.filter(sources__kind__in=DECLARED_CODES).distinct().order_by("aspect", "code")
    return [index for index in rows if not speaks_against(index) and may_review(viewer, index.review, path)]
