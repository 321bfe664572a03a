"""Groups follow the tree, and people follow their memberships, posts and roles; nobody is put in by hand."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from zhibu.groups.enums import COMMITTEE_GROUPS, TREE_GROUPS, GroupKind
from zhibu.groups.models import Group, Message, Place
from zhibu.groups.rules import Held, Room, Seat, Seats, above, seats
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import posts_in_force, roles_in_force, roll
from zhibu.members.enums import BRANCH_COMMITTEE, Role
from zhibu.organisations.api import organisations
from zhibu.organisations.enums import BRANCH_KINDS, COMMITTEE_KINDS, LIVING
from zhibu.realtime import api as realtime

SYSTEM = Viewer.system("groups")
BATCH = 500


@transaction.atomic
def follow_tree(*, at: datetime) -> None:
    """Make what the tree asks for, close what it no longer has, and seat everybody. Safe to repeat."""
    _turn()
    wanted = {(node.pk, kind): _name(node.short_name, kind) for node in _nodes() for kind in _kinds(node.kind)}
    there = {(group.organisation_id, group.kind): group for group in Group.objects.filter(kind__in=TREE_GROUPS)}
    Group.objects.bulk_create(
        Group(organisation_id=pk, kind=kind, name=name, created_at=at)
        for (pk, kind), name in wanted.items() if (pk, kind) not in there
    )  # fmt: skip
    for key, group in there.items():
        _keep_up(group, wanted.get((key[0] or 0, GroupKind(key[1]))), at)
    _seat(at=at)


def _turn() -> None:
    """One at a time: what is written was read after everything that was decided before. Posting does not wait."""
    Group.objects.select_for_update(no_key=True).filter(kind__in=TREE_GROUPS).order_by("pk").first()


def _nodes() -> list[Any]:
    kinds = (*COMMITTEE_KINDS, *BRANCH_KINDS)
    return list(organisations(SYSTEM).filter(state__in=LIVING, kind__in=kinds))


def _kinds(kind: str) -> Iterable[GroupKind]:
    return COMMITTEE_GROUPS if kind in COMMITTEE_KINDS else (GroupKind.BRANCH,)


def _name(short_name: str, kind: GroupKind) -> str:
    return short_name if kind == GroupKind.BRANCH else f"{short_name} · {kind.label}"


def _keep_up(group: Group, name: str | None, at: datetime) -> None:
    """The group's name and whether it is open are those of its organisation."""
    closed = None if name else (group.closed_at or at)
    if (name or group.name, closed) != (group.name, group.closed_at):
        Group.objects.filter(pk=group.pk).update(name=name or group.name, closed_at=closed)


@transaction.atomic
def follow_people(*, person_ids: Collection[int], at: datetime) -> None:
    """Seat people anew after something happened to them, many for the price of one. Safe to repeat."""
    _turn()
    for start in range(0, len(person_ids), BATCH):
        _seat(at=at, person_ids=sorted(person_ids)[start : start + BATCH])


def _seat(*, at: datetime, person_ids: list[int] | None = None) -> None:
    """Bring places in line with what memberships, posts and roles say."""
    only = {} if person_ids is None else {"person_id__in": person_ids}
    wanted = seats(_rooms(), memberships=_memberships(only), posts=_posts(at, only), staff=_staff(person_ids))
    held = {
        (group, person): (pk, Seat(part, leads))
        for pk, group, person, part, leads in Place.objects.filter(
            until=None, group__kind__in=TREE_GROUPS, **only
        ).values_list("pk", "group_id", "person_id", "part", "leads")
    }
    _end([pk for key, (pk, _) in held.items() if key not in wanted], at)
    _change({pk: wanted[key] for key, (pk, seat) in held.items() if key in wanted and wanted[key] != seat})
    _begin({key: seat for key, seat in wanted.items() if key not in held}, at)
    for person in {person for group, person in held if (group, person) not in wanted}:
        realtime.drop(person)


def _rooms() -> list[Room]:
    rows = Group.objects.filter(kind__in=TREE_GROUPS, closed_at=None).values_list("pk", "kind", "organisation__path")
    groups = [(pk, kind, path or "") for pk, kind, path in rows]
    committees = {path for _, kind, path in groups if kind == GroupKind.ALL_MEMBERS}
    return [Room(pk, kind, path, _nearest(path, committees)) for pk, kind, path in groups]


def _nearest(path: str, committees: set[str]) -> str:
    return next((one for one in above(path) if one in committees), "")


def _memberships(only: dict[str, list[int]]) -> list[Held]:
    rows = roll("").filter(**only).values_list("person_id", "branch__path")
    return [Held(person, path) for person, path in rows]


def _posts(at: datetime, only: dict[str, list[int]]) -> list[Held]:
    held = posts_in_force(local_date(at), titles=BRANCH_COMMITTEE).filter(ended_on=None, **only)
    return [Held(*row) for row in held.values_list("person_id", "organisation__path", "title")]


def _staff(person_ids: list[int] | None) -> list[Held]:
    held = roles_in_force(Role.PARTY_AFFAIRS)
    if person_ids is not None:
        held = held.filter(account__person_id__in=person_ids)
    return [Held(*row) for row in held.values_list("account__person_id", "organisation__path", "role")]


def _end(pks: list[int], at: datetime) -> None:
    for start in range(0, len(pks), BATCH):
        Place.objects.filter(pk__in=pks[start : start + BATCH], until=None).update(until=at)


def _change(seats_of: dict[int, Seat]) -> None:
    alike: dict[Seat, list[int]] = {}
    for pk, seat in seats_of.items():
        alike.setdefault(seat, []).append(pk)
    for seat, pks in alike.items():
        for start in range(0, len(pks), BATCH):
            Place.objects.filter(pk__in=pks[start : start + BATCH]).update(part=seat.part, leads=seat.leads)


def _begin(new: Seats, at: datetime) -> None:
    """A newcomer's bookmark is the latest message: what was said before is there, but does not count as unread."""
    latest = _latest({group for group, _ in new})
    Place.objects.bulk_create(
        (
            Place(group_id=group, person_id=person, part=seat.part, leads=seat.leads, since=at,
                  read_to=latest.get(group, 0))
            for (group, person), seat in new.items()
        ),
        batch_size=BATCH, ignore_conflicts=True,
    )  # fmt: skip


def _latest(groups: set[int]) -> dict[int, int]:
    found = Message.objects.filter(group_id__in=groups).values("group_id").annotate(latest=Max("pk"))
    return dict(found.order_by().values_list("group_id", "latest"))
