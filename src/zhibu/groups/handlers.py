"""Groups follow what happens to people and organisations; people mentioned hear of it."""

from typing import get_args

from zhibu.drive.api import readable as file_readable
from zhibu.groups.enums import HIDDEN
from zhibu.groups.events import NoticeGiven, PeopleMentioned
from zhibu.groups.queries.groups import may_read, may_read_hidden
from zhibu.groups.services import telling
from zhibu.groups.services.placing import follow_people, follow_tree
from zhibu.groups.services.room import GroupRoom
from zhibu.kernel.clock import now
from zhibu.kernel.events import after, after_many
from zhibu.kernel.viewer import Viewer
from zhibu.members.events import (
    MemberAdmitted,
    MemberLeft,
    MemberMoved,
    PostEnded,
    PostHeld,
    RoleEnded,
    RoleGranted,
    StandingChanged,
)
from zhibu.organisations.events import OrganisationChanged
from zhibu.realtime import api as realtime

Happened = MemberAdmitted | MemberLeft | MemberMoved | PostEnded | PostHeld | RoleEnded | RoleGranted | StandingChanged


@after_many(*get_args(Happened))
def seat_anew(events: list[Happened]) -> None:
    """They leave the groups they no longer belong into, at once, and enter those they do."""
    follow_people(person_ids={event.person_id for event in events}, at=now())


@after_many(OrganisationChanged)
def follow_the_tree(events: list[OrganisationChanged]) -> None:
    """New organisations get their groups, closed ones lose them, names follow."""
    follow_tree(at=now())


@after(PeopleMentioned)
def tell_mentioned(event: PeopleMentioned) -> None:
    """Those who have not muted the group."""
    telling.tell_mentioned(message_id=event.message_id, person_ids=event.person_ids, at=now())


@after(NoticeGiven)
def tell_of_notice(event: NoticeGiven) -> None:
    """Everybody in the group, once."""
    telling.tell_of_notice(notice_id=event.notice_id, at=now())


@file_readable("group")
def may_read_file(viewer: Viewer, key: str) -> bool:
    """Files of a group are for its people."""
    return may_read(viewer, key)


@file_readable(HIDDEN)
def may_read_hidden_file(viewer: Viewer, key: str) -> bool:
    """Of a hidden message: for those who look after the group, and the writer, while he is in it."""
    group, _, writer = key.partition(":")
    return may_read_hidden(viewer, group, writer)


@realtime.readable("group")
def may_follow(viewer: Viewer, key: str, *, to: str = "read") -> bool:
    """So is what is said in it, and saying something; whether only leaders speak is asked with each message."""
    return may_read(viewer, key, to=to)


realtime.uplink("group", GroupRoom())
