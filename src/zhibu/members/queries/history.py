"""The roll as it was on a day: today's, read backwards by the dated events since (rules.md 2.5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.members.enums import COUNTED, Category, MembershipChange, Status
from zhibu.members.models import Membership, MembershipEvent
from zhibu.organisations.api import within

BEGUN = (MembershipChange.ADMITTED, MembershipChange.TRANSFERRED_IN, MembershipChange.RESTORED)
ENDED = (
    MembershipChange.SUSPENDED, MembershipChange.LEFT, MembershipChange.DIED, MembershipChange.TRANSFERRED_OUT,
)  # fmt: skip
_AT_ONCE = 500  # values in one query; both databases take more


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRoll:
    """A member on the roll of a day. Groups keep no dates: somebody who moved branch since stands in none."""

    person_id: int
    name: str
    branch_id: int
    branch_path: str
    branch_name: str
    group_path: str
    category: str
    status: str
    voting_suspended: bool


def roll_on(day: date, *, path: str = "", person_ids: Iterable[int] | None = None) -> list[OnRoll]:
    """Who was on the roll on a day, in branches or groups at or below `path`, by branch and name.

    What happened on the day itself has happened. For services, not pages.
    """
    out = within((path,), field="to_branch__path") & Q(change=MembershipChange.TRANSFERRED_OUT)
    left = within((path,), field="from_branch__path") | out
    moved = MembershipEvent.objects.filter(left, happened_on__gt=day)
    here = within((path,), field="branch__path") | within((path,), field="group__path")
    rows = Membership.objects.filter(here | Q(person_id__in=moved.values("person_id")), joined_on__lte=day)
    if person_ids is not None:
        rows = rows.filter(person_id__in=list(person_ids))
    now = list(_rows(rows))
    events = _events_of_the_changed(day, [row.person_id for row in now])
    found = (then for row in now if (then := _on(day, row, events.get(row.person_id, []))))
    here_then = (row for row in found if row.branch_path.startswith(path) or row.group_path.startswith(path))
    return sorted(here_then, key=lambda row: (row.branch_path, row.name, row.person_id))


def _rows(memberships: QuerySet[Membership]) -> Iterable[OnRoll]:
    columns = (
        "person_id", "person__name", "branch_id", "branch__path", "branch__short_name", "group__path", "category",
        "status", "voting_suspended",
    )  # fmt: skip
    for row in memberships.values_list(*columns):
        yield OnRoll(
            person_id=row[0], name=row[1], branch_id=row[2], branch_path=row[3], branch_name=row[4],
            group_path=row[5] or "", category=row[6], status=row[7], voting_suspended=row[8],
        )  # fmt: skip


def _events_of_the_changed(day: date, person_ids: list[int]) -> dict[int, list[MembershipEvent]]:
    """Every event, in order, of those among them to whom something has happened since the day."""
    changed: list[int] = []
    for start in range(0, len(person_ids), _AT_ONCE):
        asked = MembershipEvent.objects.filter(person_id__in=person_ids[start : start + _AT_ONCE], happened_on__gt=day)
        changed += asked.values_list("person_id", flat=True)
    events: dict[int, list[MembershipEvent]] = {}
    if not changed:  # as a rule: then one query was enough
        return events
    rows = MembershipEvent.objects.filter(person_id__in=set(changed)).select_related("from_branch", "to_branch")
    for event in rows.order_by("happened_on", "pk"):
        events.setdefault(event.person_id, []).append(event)
    return events


def _on(day: date, row: OnRoll, events: list[MembershipEvent]) -> OnRoll | None:
    """The member as he stood on the day, or None when he was not on the roll."""
    since = [event for event in events if event.happened_on > day]
    if not _counted(row.status, [event for event in events if event.happened_on <= day], since):
        return None
    if any(event.change == MembershipChange.CONVERTED for event in since):
        row = replace(row, category=Category.PROBATIONARY)
    if left := next((branch for event in since if (branch := _left(event))), None):
        row = replace(row, branch_id=left.pk, branch_path=left.path, branch_name=left.short_name, group_path="")
    return row if row.status in COUNTED else replace(row, status=Status.NORMAL)


def _left(event: MembershipEvent) -> Any:
    """The branch that an event ends with: who comes back after a transfer out may come back to another one."""
    if event.change == MembershipChange.MOVED_BRANCH:
        return event.from_branch
    return event.to_branch if event.change == MembershipChange.TRANSFERRED_OUT else None


def _counted(status: str, before: list[MembershipEvent], since: list[MembershipEvent]) -> bool:
    """The last word up to the day decides; without one the next word tells what was before it."""
    said = [event.change for event in before if event.change in BEGUN + ENDED]
    following = [event.change for event in since if event.change in BEGUN + ENDED]
    if not following:
        return status in COUNTED
    return said[-1] in BEGUN if said else following[0] in ENDED
