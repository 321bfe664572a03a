"""Who owes, who collects, who is above."""

from typing import TYPE_CHECKING

from zhibu.dues.errors import NoSuchDues, NotAMember
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import memberships
from zhibu.organisations.api import get_organisation, organisations
from zhibu.organisations.errors import NoSuchOrganisation

if TYPE_CHECKING:
    from zhibu.members.models import Membership
    from zhibu.organisations.models import Organisation

COLLECTORS = ("secretary", "deputy_secretary", "organization_member", "party_affairs")
STEP = 4  # letters of a tree path a level


def own_id(viewer: Viewer) -> int:
    """The viewer's own person on the roll. Raises NotAMember."""
    if not viewer.is_member or viewer.person_id is None:
        raise NotAMember
    return viewer.person_id


def collected(viewer: Viewer, pk: int) -> "Organisation":
    """An organisation whose dues the viewer collects. Raises NoSuchDues."""
    try:
        return get_organisation(viewer, pk, to="manage")
    except NoSuchOrganisation as missing:
        raise NoSuchDues from missing


def parent_of(node: "Organisation") -> "Organisation | None":
    """The organisation one level up, to which dues are passed."""
    return organisations(Viewer.system("dues")).filter(path=node.path[:-STEP]).first() if node.depth > 1 else None


def is_above(viewer: Viewer, path: str) -> bool:
    """Whether the viewer holds a collector's post on the level above a node."""
    return viewer.is_system or (len(path) > STEP and viewer.holds(COLLECTORS, path[:-STEP]))


def is_treasurer(viewer: Viewer) -> bool:
    """Whether the viewer looks after the money of the whole tree: reconciliation, rules, sealed imports."""
    return any(len(path) <= STEP for path in viewer.paths(["party_affairs"]))


def member_of(viewer: Viewer, person_id: int) -> "Membership":
    """The membership of somebody whose dues the viewer collects. Raises NoSuchDues."""
    found = memberships(viewer, to="manage").filter(person_id=person_id).first()
    if found is None:
        raise NoSuchDues
    return found
