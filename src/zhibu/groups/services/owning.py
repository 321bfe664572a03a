"""Free groups: somebody starts one and invites; one's own place in any group."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.groups.enums import FREE_GROUPS, Answer, GroupKind, Part
from zhibu.groups.errors import NoSuchGroup, NoSuchPerson, NotOwnGroup, OwnerStays
from zhibu.groups.models import Group, Invitation, Message, Place
from zhibu.groups.queries.groups import get_group, get_place
from zhibu.groups.queries.people import invitable
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send
from zhibu.realtime import api as realtime


@transaction.atomic
def start_group(viewer: Viewer, *, name: str, kind: str, key: UUID, at: datetime) -> Group:
    """A crew, a project, a volunteer team: whoever starts it owns it. The same name by the same person on the same
    day is the same group."""
    if GroupKind(kind) not in FREE_GROUPS or viewer.person_id is None:
        raise NotOwnGroup
    own = Place.objects.filter(person_id=viewer.person_id, part=Part.OWNER, until=None, group__name=name.strip()[:60])
    if there := own.filter(group__closed_at=None).select_related("group").first():
        return there.group
    group = Group.objects.create(kind=kind, name=name.strip()[:60], created_at=at)
    Place.objects.create(group=group, person_id=viewer.person_id, part=Part.OWNER, leads=True, since=at)
    audit(viewer, action="group.start", subject=f"group:{group.pk}", at=at, name=group.name)
    return group


@transaction.atomic
def invite(viewer: Viewer, *, group_id: int, name: str, at: datetime) -> Invitation:
    """Ask somebody in by name; he decides. Raises NotOwnGroup, NoSuchPerson."""
    group = get_group(viewer, group_id, to="lead")
    if not group.is_free:
        raise NotOwnGroup
    found = list(invitable(viewer, name=name)[:2])
    if len(found) != 1 or group.places.filter(person_id=found[0].pk, until=None).exists():
        raise NoSuchPerson
    asked, new = Invitation.objects.get_or_create(
        group=group, person_id=found[0].pk, answer=Answer.WAITING,
        defaults={"invited_by_id": viewer.person_id or 0, "invited_at": at},
    )  # fmt: skip
    if new:
        sentence = _("%(name)s邀请您加入“%(group)s”。") % {"name": viewer.name, "group": group.name}
        send(viewer, person_ids=[asked.person_id], sentence=sentence, key=f"group-invitation:{asked.pk}", at=at,
             url=reverse("groups:index"))  # fmt: skip
    return asked


@transaction.atomic
def answer_invitation(viewer: Viewer, *, invitation_id: int, accept: bool, at: datetime) -> Group:
    """Come in or not; answering again changes nothing."""
    asked = Invitation.objects.select_for_update(of=("self",)).select_related("group").filter(
        pk=invitation_id, person_id=viewer.person_id or 0
    ).first()  # fmt: skip
    if asked is None:
        raise NoSuchGroup
    if asked.answer != Answer.WAITING:
        return asked.group
    Invitation.objects.filter(pk=asked.pk).update(answer=Answer.ACCEPTED if accept else Answer.DECLINED)
    if accept:
        latest = Message.objects.filter(group=asked.group).order_by("-pk").values_list("pk", flat=True).first() or 0
        Place.objects.get_or_create(
            group=asked.group, person_id=asked.person_id, until=None, defaults={"since": at, "read_to": latest}
        )
        realtime.publish(f"person.{asked.person_id}", "groups")
    return asked.group


@transaction.atomic
def leave_group(viewer: Viewer, *, group_id: int, at: datetime) -> None:
    """Leave a free group; the owner hands over first, or is the last and closes it. Raises NotOwnGroup, OwnerStays."""
    group = get_group(viewer, group_id)
    if not group.is_free:
        raise NotOwnGroup
    place, others = (
        get_place(viewer, group_id),
        group.places.filter(until=None).exclude(person_id=viewer.person_id or 0),
    )
    if place.part == Part.OWNER:
        if others.exists():
            raise OwnerStays
        Group.objects.filter(pk=group.pk).update(closed_at=at)
    _end(place, at)


@transaction.atomic
def hand_over(viewer: Viewer, *, group_id: int, person_id: int, at: datetime) -> None:
    """Another person of the group owns it from now on."""
    group = get_group(viewer, group_id, to="lead")
    heir = group.places.select_for_update().filter(person_id=person_id, until=None).first()
    if not group.is_free:
        raise NotOwnGroup
    if heir is None:
        raise NoSuchPerson
    group.places.filter(part=Part.OWNER, until=None).update(part=Part.MEMBER, leads=False)
    Place.objects.filter(pk=heir.pk).update(part=Part.OWNER, leads=True)
    audit(viewer, action="group.hand_over", subject=f"group:{group.pk}", at=at, person=person_id)


@transaction.atomic
def remove_person(viewer: Viewer, *, group_id: int, person_id: int, at: datetime) -> None:
    """The owner of a free group asks somebody out."""
    group = get_group(viewer, group_id, to="lead")
    if not group.is_free:
        raise NotOwnGroup
    place = group.places.filter(person_id=person_id, until=None).exclude(part=Part.OWNER).first()
    if place is None:
        raise NoSuchPerson
    _end(place, at)
    audit(viewer, action="group.remove", subject=f"group:{group.pk}", at=at, person=person_id)


def _end(place: Place, at: datetime) -> None:
    Place.objects.filter(pk=place.pk, until=None).update(until=at)
    realtime.drop(place.person_id)


def mute(viewer: Viewer, *, group_id: int, muted: bool) -> None:
    """Whether mentions in this group are told outside of it."""
    Place.objects.filter(pk=get_place(viewer, group_id).pk).update(muted=muted)


def bookmark(viewer: Viewer, *, group_id: int, message_id: int) -> None:
    """The viewer has come as far as a message; never backwards."""
    place = get_place(viewer, group_id)
    Place.objects.filter(pk=place.pk, read_to__lt=message_id).update(read_to=message_id)


@transaction.atomic
def set_announcements_only(viewer: Viewer, *, group_id: int, on: bool, at: datetime) -> None:
    """Only those who lead speak, or everybody again."""
    group = get_group(viewer, group_id, to="lead")
    Group.objects.filter(pk=group.pk).update(announcements_only=on)
    audit(viewer, action="group.announcements_only", subject=f"group:{group.pk}", at=at, on=on)
    realtime.publish(f"group.{group.pk}", "settings")
