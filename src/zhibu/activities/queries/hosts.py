"""Who may be named as the host of an activity: members of the viewer's organisations, officers there and above."""

from django.db.models import Q, QuerySet

from zhibu.activities.queries.activity import MANAGERS, SYSTEM
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import officers_above, people, roll
from zhibu.members.enums import BRANCH_COMMITTEE
from zhibu.organisations.api import within
from zhibu.organisations.enums import PostTitle

OFFERED = 60  # names offered while typing; every other member can be typed in full


def hosts(viewer: Viewer, text: str) -> list[int]:
    """Ids of the people whom a full name or an employee number means, at most two: two mean "say which"."""
    named = Q(name=text) | Q(employee_number__iexact=text)
    return list(_possible(viewer).filter(named).values_list("pk", flat=True)[:2])


def offered_hosts(viewer: Viewer) -> list[str]:
    """Names of those who usually host: the committee, group leaders and officers above."""
    titles = (*BRANCH_COMMITTEE, PostTitle.GROUP_LEADER)
    held = {post.person.name for path in viewer.paths(MANAGERS) for post in officers_above(path, *titles)}
    return sorted(held | {viewer.name})[:OFFERED]


def _possible(viewer: Viewer) -> QuerySet:  # type: ignore[type-arg]
    paths = viewer.paths(MANAGERS)
    on_roll = roll("").filter(within(paths, field="branch__path") | within(paths, field="group__path"))
    above = [post.person_id for path in paths for post in officers_above(path, *BRANCH_COMMITTEE)]
    return people(SYSTEM).filter(Q(pk__in=on_roll.values("person_id")) | Q(pk__in=[*above, viewer.person_id or 0]))
