"""Who is away for a time, as the member, his branch and the committee above see it."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import officers_on, roles_in_force
from zhibu.members.enums import BRANCH_OFFICERS, Role
from zhibu.organisations.api import ancestor_paths, within
from zhibu.transfers.enums import Actor, TemporaryState
from zhibu.transfers.errors import NoSuchTransfer
from zhibu.transfers.models import Temporary
from zhibu.transfers.queries.parties import OFFICERS


def stays(viewer: Viewer) -> QuerySet[Temporary]:
    """The viewer's own and those of the branches in his charge; who must be seen to first."""
    scope = within(viewer.paths(OFFICERS), field="branch__path")
    if viewer.person_id:
        scope |= Q(person_id=viewer.person_id)
    rows = Temporary.objects.filter(scope).select_related("person", "branch", "committee")
    return rows.order_by(F("due_on").asc(nulls_last=True), "-pk")


def get_stay(viewer: Viewer, pk: int) -> Temporary:
    """One stay, or NoSuchTransfer alike for missing and forbidden."""
    found = stays(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchTransfer
    return found


def sides_of(viewer: Viewer, stay: Temporary) -> set[Actor]:
    """As whom the viewer may act; on his own stay as the member alone."""
    if viewer.is_system:
        return {Actor.MEMBER, Actor.OUT_BRANCH, Actor.OUT_COMMITTEE}
    if viewer.person_id == stay.person_id:
        return {Actor.MEMBER}
    sides = {Actor.OUT_BRANCH: stay.branch, Actor.OUT_COMMITTEE: stay.committee}
    return {actor for actor, where in sides.items() if viewer.holds(OFFICERS, where.path)}


def people_for(stay: Temporary, actor: Actor) -> list[int]:
    """Whom to tell on a side."""
    where = stay.branch if actor == Actor.OUT_BRANCH else stay.committee
    officers = list(officers_on([where.path], *BRANCH_OFFICERS).values_list("person_id", flat=True))
    if officers and actor == Actor.OUT_BRANCH:
        return officers
    staff = roles_in_force(Role.PARTY_AFFAIRS).filter(organisation__path__in=ancestor_paths(where.path))
    return list(staff.values_list("account__person_id", flat=True)) or officers


def acts_for(stay: Temporary, sides: set[Actor]) -> list[str]:
    """What the viewer may do now."""
    if stay.state == TemporaryState.ASKED:
        return ["issue", "refuse"] if Actor.OUT_COMMITTEE in sides else []
    if stay.state != TemporaryState.RUNNING:
        return []
    return (["note"] if Actor.OUT_BRANCH in sides else []) + ["end"]


def page_of(viewer: Viewer, pk: int, *, at: datetime) -> dict[str, Any]:
    """A stay, what was written down, what may be done."""
    stay, today = get_stay(viewer, pk), local_date(at)
    late = stay.due_on is not None and stay.due_on < today
    notes = stay.notes.order_by("on", "pk")
    return {"stay": stay, "notes": notes, "late": late, "acts": acts_for(stay, sides_of(viewer, stay))}
