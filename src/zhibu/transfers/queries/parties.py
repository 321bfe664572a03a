"""Who stands on which side of a transfer, and whom to tell."""

from typing import Any

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.api import officers_on, roles_in_force, roll
from zhibu.members.enums import BRANCH_OFFICERS, Role
from zhibu.organisations.api import ancestor_paths, branches, organisations, within
from zhibu.organisations.enums import COMMITTEE_KINDS, LIVING
from zhibu.organisations.enums import Kind as OrganisationKind
from zhibu.transfers.enums import Actor
from zhibu.transfers.errors import NoSuchTransfer
from zhibu.transfers.models import Transfer

SYSTEM = Viewer.system("transfers")
OFFICERS = (*BRANCH_OFFICERS, Role.PARTY_AFFAIRS)
SIDES = {
    Actor.OUT_BRANCH: "from_branch",
    Actor.OUT_COMMITTEE: "from_committee",
    Actor.IN_COMMITTEE: "to_committee",
    Actor.IN_BRANCH: "to_branch",
}


def transfers(viewer: Viewer) -> QuerySet[Transfer]:
    """The viewer's own and those from or to what his posts and roles cover, the latest first."""
    paths = viewer.paths(OFFICERS)
    scope = within(paths, field="from_branch__path") | within(paths, field="to_branch__path")
    scope |= within(paths, field="to_committee__path")
    if viewer.person_id:
        scope |= Q(person_id=viewer.person_id)
    rows = Transfer.objects.filter(scope)
    return rows.select_related("from_branch", "to_branch", "from_committee", "to_committee").order_by("-pk")


def get_transfer(viewer: Viewer, pk: int) -> Transfer:
    """One transfer, or NoSuchTransfer alike for missing and forbidden."""
    found = transfers(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchTransfer
    return found


def sides_of(viewer: Viewer, transfer: Transfer) -> set[Actor]:
    """As whom the viewer may act; on his own transfer as the member alone."""
    if viewer.is_system:
        return set(Actor)
    if transfer.person_id is not None and viewer.person_id == transfer.person_id:
        return {Actor.MEMBER}
    held = {actor for actor, field in SIDES.items() if _holds(viewer, getattr(transfer, field))}
    if Actor.OUT_COMMITTEE in held:  # who has no phone is helped: the letter is handed over, the answer written down
        held |= {Actor.MEMBER, Actor.OUTSIDE}
    return held


def _holds(viewer: Viewer, organisation: object) -> bool:
    return organisation is not None and viewer.holds(OFFICERS, organisation.path)  # type: ignore[attr-defined]


def committee_above(path: str) -> int:
    """The basic-level committee of a branch: the nearest above it, else the top of its tree."""
    above = organisations(SYSTEM).filter(path__in=ancestor_paths(path)).order_by("-depth")
    return int((above.filter(kind__in=COMMITTEE_KINDS).first() or above.last()).pk)  # type: ignore[union-attr]


def may_start_for(viewer: Viewer) -> bool:
    """Whether the viewer starts transfers for others."""
    return bool(viewer.paths(OFFICERS))


def find_members(viewer: Viewer, text: str) -> list[tuple[int, str]]:
    """(person id, name and branch) of members in the viewer's charge with that name or employee number, himself out."""
    rows = roll("").filter(within(viewer.paths(OFFICERS), field="branch__path"))
    named = Q(person__name=text.strip()) | Q(person__employee_number__iexact=text.strip())
    found = rows.filter(named).exclude(person_id=viewer.person_id or 0).order_by("pk")
    columns = found.values_list("person_id", "person__name", "branch__short_name")[:3]
    return [(pk, f"{name} · {branch}") for pk, name, branch in columns]


def targets(viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of every branch that a member may go to; organisations are no secret (rules.md 10.2, class D)."""
    rows = branches(SYSTEM).exclude(pk=viewer.branch_id or 0).values_list("pk", "short_name")
    return list(rows)


def groups_of(branch_id: int | None) -> list[tuple[int, str]]:
    """(id, name) of the living groups of a branch."""
    branch = branches(SYSTEM).filter(pk=branch_id or 0).first()
    if branch is None:
        return []
    below = organisations(SYSTEM).filter(within((branch.path,)), kind=OrganisationKind.PARTY_GROUP, state__in=LIVING)
    return list(below.order_by("path").values_list("pk", "short_name"))


def people_of(transfer: Transfer, actor: str) -> list[int]:
    """Whom to tell when it is an actor's turn."""
    if actor == Actor.MEMBER:
        return [transfer.person_id] if transfer.person_id else []
    organisation = getattr(transfer, SIDES[Actor(actor)]) if actor in SIDES else None
    if organisation is None:
        return []
    officers = list(officers_on([organisation.path], *BRANCH_OFFICERS).values_list("person_id", flat=True))
    if actor in (Actor.OUT_BRANCH, Actor.IN_BRANCH) and officers:
        return officers
    staff = roles_in_force(Role.PARTY_AFFAIRS).filter(organisation__path__in=ancestor_paths(organisation.path))
    return list(staff.values_list("account__person_id", flat=True)) or officers


def receiving_branches(viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of the branches below the committees that the viewer acts for."""
    committees = _committees(viewer)
    rows = branches(SYSTEM).filter(within(tuple(row.path for row in committees))) if committees else []
    return [(row.pk, row.short_name) for row in rows]


def branches_below(committee_id: int | None) -> list[tuple[int, str]]:
    """(id, name) of the branches whose basic-level committee this is."""
    committee = organisations(SYSTEM).filter(pk=committee_id or 0).first()
    rows = branches(SYSTEM).filter(within((committee.path,))) if committee else []
    return [(row.pk, row.short_name) for row in rows if committee_above(row.path) == committee_id]


def own_committee(viewer: Viewer) -> Any:
    """The highest committee that the viewer acts for, or None."""
    return next(iter(_committees(viewer)), None)


def _committees(viewer: Viewer) -> list[Any]:
    paths = viewer.paths(OFFICERS)
    rows = organisations(SYSTEM).filter(within(paths), kind__in=COMMITTEE_KINDS, state__in=LIVING)
    return list(rows.order_by("depth", "path"))
