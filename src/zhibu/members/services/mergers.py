"""What members do when their organisation merges or is to be closed."""

from datetime import date, datetime

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import COUNTED
from zhibu.members.errors import MembersRemain
from zhibu.members.models import Membership
from zhibu.members.services.membership import assign_group, move_branch


def follow_merger(
    viewer: Viewer, *, organisation_id: int, heir_id: int, happened_on: date, document: str, at: datetime
) -> int:
    """Members of a merged branch belong to its heir, each with an event of his own; groups stay as they were.

    Members of a merged group belong to the heir's group. Gives how many moved.
    """
    counted = Membership.objects.filter(status__in=COUNTED)
    of_branch = list(counted.filter(branch_id=organisation_id).values_list("person_id", "group_id"))
    for person_id, group_id in of_branch:
        move_branch(viewer, person_id=person_id, branch_id=heir_id, moved_on=happened_on, document=document, at=at)
        if group_id is not None:
            assign_group(viewer, person_id=person_id, group_id=group_id, at=at)
    of_group = list(counted.filter(group_id=organisation_id).values_list("person_id", flat=True))
    for person_id in of_group:
        assign_group(viewer, person_id=person_id, group_id=heir_id, at=at)
    return len(of_branch) + len(of_group)


def refuse_closing_with_members(organisation_id: int) -> None:
    """Raises MembersRemain while anybody's membership is kept there."""
    counted = Membership.objects.filter(status__in=COUNTED)
    if (counted.filter(branch_id=organisation_id) | counted.filter(group_id=organisation_id)).exists():
        raise MembersRemain
