"""The pages of star of the month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import get_person, roll
from zhibu.members.enums import BRANCH_COMMITTEE
from zhibu.members.errors import NoSuchPerson
from zhibu.organisations.api import get_organisation, organisations
from zhibu.organisations.errors import NoSuchOrganisation
from zhibu.points.enums import CheckResult
from zhibu.points.models import Nomination, Star
from zhibu.points.queries.stars import (
    CHECKERS,
    MonthOfMember,
    month_of_branch,
    months_of,
    nominations,
    own_month,
    stars,
)
from zhibu.points.rules.periods import month_of


@dataclass(slots=True)
class StarPage:
    """The month as a member or an officer sees it."""

    month: date
    own: MonthOfMember | None
    nominations: list[Nomination]
    stars: list[Star]
    branches: list[tuple[int, str, bool, bool]]  # id, name, may check, may choose


@dataclass(slots=True)
class CheckPage:
    """A branch's month."""

    month: date
    branch_id: int
    branch: str
    members: list[MonthOfMember]


@dataclass(slots=True)
class MemberPage:
    """A member's month, to be checked."""

    month: date
    branch_id: int
    name: str
    of: MonthOfMember

    @property
    def duty_text(self) -> str:
        """Duties, one a line."""
        return "\n".join(duty.text for duty, _check in self.of.duties if duty.ended_on is None)

    @property
    def results(self) -> list[tuple[str, Any]]:
        """The choices of a check."""
        return list(CheckResult.choices)


def this_month(at: datetime) -> date:
    """The month that names today."""
    return month_of(local_date(at))


def may_choose(viewer: Viewer, path: str) -> bool:
    """Whether the viewer is of the committee."""
    return viewer.holds(BRANCH_COMMITTEE, path)


def star_page(viewer: Viewer, *, at: datetime) -> StarPage:
    """One's own month, the branch's nominations, stars, and branches to work on."""
    month = this_month(at)
    served = organisations(viewer, to="manage").filter(kind__endswith="branch").order_by("path")[:20]
    branches = [(b.pk, b.short_name, viewer.holds(CHECKERS, b.path), may_choose(viewer, b.path)) for b in served]
    return StarPage(
        month, own_month(viewer, month) if viewer.is_member else None,
        list(nominations(viewer, viewer.branch_id or 0, month)), list(stars(viewer)[:24]),
        [branch for branch in branches if branch[2] or branch[3]],
    )  # fmt: skip


def own_summary(viewer: Viewer, *, at: datetime) -> str:
    """What he wrote so far."""
    found = own_month(viewer, this_month(at)).summary
    return found.text if found else ""


def others(viewer: Viewer) -> list[tuple[int, str]]:
    """The members of his branch but himself, by name."""
    if not viewer.is_member:
        raise NoSuchPerson
    rows = roll(viewer.branch_path).filter(branch_id=viewer.branch_id).exclude(person_id=viewer.person_id or 0)
    return list(rows.order_by("person__name").values_list("person_id", "person__name"))


def nominated_or_refused(viewer: Viewer, branch_id: int, *, at: datetime) -> list[tuple[int, str]]:
    """Who is nominated this month, for the committee; NoSuchOrganisation for anybody else."""
    if not may_choose(viewer, get_organisation(viewer, branch_id).path):
        raise NoSuchOrganisation
    rows = nominations(viewer, branch_id, this_month(at))
    return list(dict.fromkeys(rows.values_list("person_id", "person__name")))


def check_page(viewer: Viewer, branch_id: int, *, at: datetime) -> CheckPage:
    """The members of a branch that the viewer may check."""
    branch = get_organisation(viewer, branch_id)
    if not viewer.holds(CHECKERS, branch.path):
        raise NoSuchOrganisation
    month = this_month(at)
    return CheckPage(month, branch_id, branch.short_name, month_of_branch(viewer, branch_id, month))


def month_of_member(viewer: Viewer, person_id: int, *, at: datetime) -> MemberPage:
    """One member's month, for who may check him; NoSuchPerson for anybody else."""
    person = get_person(viewer, person_id)
    membership = getattr(person, "membership", None)
    if membership is None or person_id == viewer.person_id or not viewer.holds(CHECKERS, membership.branch.path):
        raise NoSuchPerson
    month = this_month(at)
    return MemberPage(month, membership.branch_id, person.name, months_of([(person.pk, person.name)], month)[0])


def results_of(post: Mapping[str, str], page: MemberPage, *, at: datetime) -> dict[str, Any]:
    """What a sent check says: results and notes by duty, and the notebook."""
    given = {duty.pk: post.get(f"duty-{duty.pk}", "") for duty, _check in page.of.duties}
    notebook = post.get("notebook", "")
    return {
        "month": this_month(at),
        "results": {pk: CheckResult(value) for pk, value in given.items() if value in CheckResult.values},
        "notes": {pk: post.get(f"note-{pk}", "")[:200] for pk in given},
        "notebook_seen": {"yes": True, "no": False}.get(notebook),
    }
