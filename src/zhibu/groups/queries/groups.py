"""Groups as their people read them. Whoever is not in one does not learn that it exists."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from zhibu.groups.enums import LEADERS, Answer, MessageKind
from zhibu.groups.errors import NoSuchGroup
from zhibu.groups.models import Group, Invitation, KeepRule, Message, Place
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within
from zhibu.realtime import api as realtime

MOST_FOLLOWED = 30  # topics of a page's ticket


def groups(viewer: Viewer, *, to: str = "see") -> QuerySet[Group]:
    """The open groups the viewer is in; to "lead", those he may look after (a post or role is not enough: he is in)."""
    own = Place.objects.filter(person_id=viewer.person_id or 0, until=None, group=OuterRef("pk"))
    found = Group.objects.filter(Exists(own), closed_at=None)
    if to == "lead":
        leads = Exists(own.filter(leads=True, group__organisation=None))
        found = found.filter(within(viewer.paths(LEADERS), field="organisation__path") | Q(leads))
    return found


def get_group(viewer: Viewer, pk: int, *, to: str = "see") -> Group:
    """One of them, or NoSuchGroup alike for missing and forbidden."""
    found = groups(viewer, to=to).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NoSuchGroup
    return found


def may_lead(viewer: Viewer, group: Group) -> bool:
    """Whether the viewer looks after this group."""
    return groups(viewer, to="lead").filter(pk=group.pk).exists()


def may_read_hidden(viewer: Viewer, group_id: str, writer_id: str) -> bool:
    """Whether the viewer sees what was hidden in a group: its writer, and who looks after it."""
    if not may_read(viewer, group_id):
        return False
    return writer_id == str(viewer.person_id) or groups(viewer, to="lead").filter(pk=int(group_id)).exists()


def get_place(viewer: Viewer, group_id: int) -> Place:
    """The viewer's own place in a group, or NoSuchGroup."""
    found = Place.objects.filter(person_id=viewer.person_id or 0, until=None, group_id=group_id, group__closed_at=None)
    place = found.select_related("group").first()
    if place is None:
        raise NoSuchGroup
    return place


def my_groups(viewer: Viewer) -> list[Group]:
    """The viewer's groups with their last line and how much is unread, the liveliest first."""
    said = Message.objects.filter(group=OuterRef("pk"), recalled_at=None, hidden_at=None).order_by("-pk")
    found = list(groups(viewer).annotate(last_id=Subquery(said.values("pk")[:1])))
    lines = {message.pk: message for message in _lines(group.last_id for group in found)}
    places = {place.group_id: place for place in Place.objects.filter(person_id=viewer.person_id or 0, until=None)}
    unread = _unread(viewer)
    for group in found:
        group.last, group.place = lines.get(group.last_id), places.get(group.pk)  # type: ignore[attr-defined]
        group.unread = unread.get(group.pk, 0)  # type: ignore[attr-defined]
    return sorted(found, key=lambda group: (-(getattr(group, "last_id", 0) or 0), group.pk))


def _lines(pks: Iterable[int | None]) -> QuerySet[Message]:
    return Message.objects.filter(pk__in=[pk for pk in pks if pk]).select_related("person", "robot", "file")


def _unread(viewer: Viewer) -> dict[int, int]:
    """Messages of others after the viewer's bookmark, by group."""
    waiting = Message.objects.filter(
        group__places__person_id=viewer.person_id or 0, group__places__until=None, group__closed_at=None,
        pk__gt=F("group__places__read_to"), recalled_at=None, hidden_at=None,
    ).exclude(person_id=viewer.person_id or 0)  # fmt: skip
    rows = waiting.values("group_id").annotate(unread=Count("pk")).order_by()
    return dict(rows.values_list("group_id", "unread"))


def unread(viewer: Viewer) -> int:
    """How many messages wait in groups that are not muted."""
    quiet = Place.objects.filter(person_id=viewer.person_id or 0, until=None, muted=True)
    silent = set(quiet.values_list("group_id", flat=True))
    return sum(number for group, number in _unread(viewer).items() if group not in silent)


def people_of(group: Group) -> QuerySet[Place]:
    """Who is in it, leaders first."""
    return group.places.filter(until=None).select_related("person").order_by("-leads", "part", "person__name", "pk")


def open_invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """Groups that asked the viewer in."""
    asked = Invitation.objects.filter(person_id=viewer.person_id or 0, answer=Answer.WAITING, group__closed_at=None)
    return asked.select_related("group", "invited_by").order_by("pk")


def may_read(viewer: Viewer, key: str, *, to: str = "read") -> bool:
    """Whether the viewer is in group `key`: for topics, for posting and for files."""
    return key.isascii() and key.isdecimal() and groups(viewer).filter(pk=int(key[:18])).exists()


def notices_waiting(viewer: Viewer, *, at: datetime) -> QuerySet[Message]:
    """Notices in the viewer's groups that ask him for an act he has not done."""
    open_ones = Message.objects.filter(
        kind=MessageKind.NOTICE, group__in=groups(viewer), recalled_at=None, hidden_at=None
    ).exclude(notice__confirmations__person_id=viewer.person_id or 0)
    due = Q(notice__due_at=None) | Q(notice__due_at__gt=at)
    mine = Q(person_id=viewer.person_id or 0)
    return open_ones.filter(due).exclude(mine).select_related("notice", "group").order_by("notice__due_at", "pk")


def overview(viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """The page of all groups: each with its last line, and who asks the viewer in."""
    found = my_groups(viewer)
    followed = [f"group.{group.pk}" for group in found][:MOST_FOLLOWED]
    return {
        "groups": found, "invitations": list(open_invitations(viewer)), "at": at,
        "ticket": realtime.ticket(viewer, followed, at=at), "followed": " ".join(followed),
    }  # fmt: skip


def about(viewer: Viewer, pk: int, *, at: datetime) -> dict[str, Any]:
    """People and settings of a group."""
    group = get_group(viewer, pk)
    leads = may_lead(viewer, group)
    invited = group.invitations.filter(answer=Answer.WAITING).select_related("person") if leads else []
    return {
        "group": group, "place": get_place(viewer, pk), "leads": leads, "people": list(people_of(group)),
        "robots": list(group.robots.filter(ended_at=None).order_by("pk")), "invited": list(invited),
        "days": KeepRule.objects.filter(kind=group.kind, in_force_from__lte=local_date(at))
        .order_by("-in_force_from").values_list("days", flat=True).first(),
    }  # fmt: skip
