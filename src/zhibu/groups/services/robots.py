"""Robots: programs that write into one group under a name of their own."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils.encoding import force_str

from zhibu.audit.api import record as audit
from zhibu.groups.errors import NoSuchGroup, NothingToSay, TooFast
from zhibu.groups.models import Message, Robot
from zhibu.groups.queries.groups import get_group
from zhibu.groups.queries.wire import about, wired
from zhibu.groups.rules import FLOOD, can_be_stored
from zhibu.groups.services.posting import may_be_said
from zhibu.kernel.tokens import sign, unsign
from zhibu.kernel.viewer import Viewer
from zhibu.realtime import api as realtime

PURPOSE = "groups.robot"
LIFE = timedelta(days=3650)  # a robot is ended by hand


@transaction.atomic
def make_robot(viewer: Viewer, *, group_id: int, name: str, at: datetime) -> tuple[Robot, str]:
    """A robot and the token its program sends; the token is shown once and not stored."""
    group = get_group(viewer, group_id, to="lead")
    robot = Robot.objects.create(group=group, name=name.strip()[:20], made_by_id=viewer.person_id or 0, made_at=at)
    audit(viewer, action="robot.make", subject=f"group:{group.pk}", at=at, robot=robot.pk, name=robot.name)
    return robot, sign({"robot": robot.pk}, purpose=PURPOSE)


@transaction.atomic
def end_robot(viewer: Viewer, *, robot_id: int, at: datetime) -> Robot:
    """Its token is worthless from now on."""
    robot = Robot.objects.filter(pk=robot_id).select_related("group").first()
    if robot is None:
        raise NoSuchGroup
    get_group(viewer, robot.group_id, to="lead")
    if Robot.objects.filter(pk=robot.pk, ended_at=None).update(ended_at=at):
        audit(viewer, action="robot.end", subject=f"group:{robot.group_id}", at=at, robot=robot.pk)
    return robot


def say_as_robot(token: str, *, text: str, key: str, at: datetime) -> int:
    """One message of a robot; the same key again is the same message. Returns its id.

    Raises NoSuchGroup for a forged or ended token, TextTooLong, NothingToSay, TooFast.
    """
    held = unsign(token, purpose=PURPOSE, max_age=LIFE)
    found = (
        Robot.objects.filter(pk=held["robot"], ended_at=None, group__closed_at=None) if held else Robot.objects.none()
    )
    robot = found.first()
    if robot is None:
        raise NoSuchGroup
    if refusal := may_be_said(text.strip()):
        raise refusal
    if not can_be_stored(text + key):
        raise NothingToSay
    _need_patience(robot.pk, at)
    with transaction.atomic():
        source = f"robot-{robot.pk}:{force_str(key)[:40]}"
        message, new = Message.objects.get_or_create(
            source=source, defaults={"group_id": robot.group_id, "robot": robot, "text": text.strip(), "sent_at": at}
        )
        if new:
            realtime.publish(f"group.{robot.group_id}", "message", wired(message), about=about(message.pk))
    return int(message.pk)


def _need_patience(robot_id: int, at: datetime) -> None:
    """A robot speaks at most twenty times a minute."""
    window = f"groups.robot:{robot_id}:{int(at.timestamp()) // 60}"
    cache.add(window, 0, 120)
    if cache.incr(window) > FLOOD:
        raise TooFast
