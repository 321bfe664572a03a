"""Reactions: a handler who leaves hands over, files open to those of their case."""

from zhibu.casework import services
from zhibu.casework.errors import NoSuchCase
from zhibu.casework.queries.cases import get_case
from zhibu.drive.api import readable
from zhibu.kernel.clock import now
from zhibu.kernel.events import after
from zhibu.kernel.viewer import Viewer
from zhibu.members.events import PostEnded, RoleEnded


@after(PostEnded)
def hand_over_post(event: PostEnded) -> None:
    """Who no longer holds a post has no cases of it in hand."""
    services.hand_over_all(person_id=event.person_id, organisation_id=event.organisation_id, at=now())


@after(RoleEnded)
def hand_over_role(event: RoleEnded) -> None:
    """Nor of a role."""
    services.hand_over_all(person_id=event.person_id, organisation_id=event.organisation_id, at=now())


@readable("case")
def may_read_file(viewer: Viewer, key: str) -> bool:
    """Whoever sees the case."""
    try:
        return key.isdecimal() and bool(get_case(viewer, int(key)))
    except NoSuchCase:
        return False
