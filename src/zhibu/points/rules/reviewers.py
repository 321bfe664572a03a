"""Who confirms a declared item of each review kind (rules.md 7.2, column `review`)."""

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_COMMITTEE, BRANCH_OFFICERS, Role
from zhibu.organisations.enums import PostTitle
from zhibu.points.enums import Review

# Roles held on the branch or above it; `ABOVE` roles count only when held on a node above the branch.
AT_BRANCH: dict[str, tuple[str, ...]] = {
    Review.GROUP_LEADER: (PostTitle.GROUP_LEADER, *BRANCH_OFFICERS),
    Review.BRANCH_COMMITTEE: BRANCH_COMMITTEE,
    Review.PARTY_COMMITTEE: (Role.PARTY_AFFAIRS,),
    Review.DISCIPLINE_COMMITTEE: (Role.DISCIPLINE_OFFICER,),
}
ABOVE: dict[str, tuple[str, ...]] = {
    Review.PARTY_COMMITTEE: BRANCH_OFFICERS,
    Review.DISCIPLINE_COMMITTEE: (PostTitle.DISCIPLINE_MEMBER,),
}


def may_review(viewer: Viewer, review: str, branch_path: str) -> bool:
    """Whether the viewer belongs to the body that confirms such items of a branch."""
    if viewer.holds(AT_BRANCH.get(review, ()), branch_path):
        return True
    wanted = ABOVE.get(review, ())
    return any(branch_path.startswith(path) and path != branch_path for path in viewer.paths(wanted))
