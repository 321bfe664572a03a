"""Polls and notices: messages that ask for something."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhibu.groups.enums import MessageKind
from zhibu.groups.errors import ChoiceWrong, NoSuchMessage, PollClosed, RemindedTwice
from zhibu.groups.events import NoticeGiven
from zhibu.groups.models import Choice, Confirmation, Message, Notice, Poll, PollOption
from zhibu.groups.queries.groups import get_group
from zhibu.groups.queries.messages import get_message
from zhibu.groups.services.posting import Draft, may_be_said, say_one
from zhibu.groups.services.telling import tell_changed, tell_of_notice
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer

MOST_OPTIONS = 8
MOST_REMINDERS = 1  # after the notice itself: twice in all (rules.md 10.5)


@transaction.atomic
def ask_poll(
    viewer: Viewer, *, group_id: int, question: str, options: Sequence[str], several: bool = False,
    closes_at: datetime | None = None, key: UUID, at: datetime,
) -> Poll:  # fmt: skip
    """Ask the group something with two to eight answers. Raises ChoiceWrong, NothingToSay."""
    get_group(viewer, group_id)
    offered = list(dict.fromkeys(text.strip()[:60] for text in options if text.strip()))
    if not 2 <= len(offered) <= MOST_OPTIONS:
        raise ChoiceWrong
    message = _asked(viewer, group_id, question, MessageKind.POLL, key, at)
    poll, new = Poll.objects.get_or_create(message=message, defaults={"several": several, "closes_at": closes_at})
    if new:
        PollOption.objects.bulk_create(PollOption(poll=poll, number=n, text=text) for n, text in enumerate(offered, 1))
    return poll


def _asked(viewer: Viewer, group_id: int, text: str, kind: str, key: UUID, at: datetime) -> Message:
    if refusal := may_be_said(text.strip()):
        raise refusal
    said = say_one(Draft(group_id, viewer.person_id or 0, str(key), text.strip(), kind), at=at)
    return Message.objects.get(pk=said["id"])


@transaction.atomic
def vote(viewer: Viewer, *, message_id: int, option_ids: Iterable[int], at: datetime) -> Poll:
    """Choose, or choose anew. Raises ChoiceWrong, PollClosed, NoSuchMessage."""
    message = get_message(viewer, message_id)
    poll = Poll.objects.select_for_update().filter(message=message, message__recalled_at=None).first()
    if poll is None:
        raise NoSuchMessage
    if poll.closes_at and poll.closes_at <= at:
        raise PollClosed
    wanted = set(option_ids)
    fitting = set(PollOption.objects.filter(poll=poll, pk__in=wanted).values_list("pk", flat=True))
    if not wanted or fitting != wanted or (len(wanted) > 1 and not poll.several):
        raise ChoiceWrong
    Choice.objects.filter(option__poll=poll, person_id=viewer.person_id or 0).exclude(option__in=wanted).delete()
    Choice.objects.bulk_create(
        (Choice(option_id=option, person_id=viewer.person_id or 0) for option in wanted), ignore_conflicts=True
    )
    tell_changed(message.group_id, [message.pk])
    return poll


@transaction.atomic
def give_notice(
    viewer: Viewer, *, group_id: int, text: str, act: str, due_at: datetime | None = None, key: UUID, at: datetime
) -> Notice:
    """Ask everybody in a group that the viewer looks after for an act; they hear of it once."""
    get_group(viewer, group_id, to="lead")
    message = _asked(viewer, group_id, text, MessageKind.NOTICE, key, at)
    notice, new = Notice.objects.get_or_create(message=message, defaults={"act": act.strip()[:40], "due_at": due_at})
    if new:
        Message.objects.filter(pk=message.pk).update(pinned_at=at)
        publish(NoticeGiven(notice_id=notice.pk))
    return notice


@transaction.atomic
def confirm(viewer: Viewer, *, message_id: int) -> Notice:
    """The viewer does what a notice asks for; twice is the same."""
    message = get_message(viewer, message_id)
    notice = Notice.objects.filter(message=message, message__recalled_at=None).first()
    if notice is None:
        raise NoSuchMessage
    Confirmation.objects.get_or_create(notice=notice, person_id=viewer.person_id or 0)
    return notice


@transaction.atomic
def confirm_for(viewer: Viewer, *, message_id: int, person_id: int) -> Notice:
    """The sender was told by word of mouth or telephone: the way without a phone counts the same."""
    notice = get_notice(viewer, message_id)
    if not notice.message.group.places.filter(person_id=person_id, until=None).exists():
        raise NoSuchMessage
    Confirmation.objects.get_or_create(notice=notice, person_id=person_id)
    return notice


def get_notice(viewer: Viewer, message_id: int) -> Notice:
    """A notice of a group the viewer looks after, else NoSuchMessage."""
    message = get_message(viewer, message_id, to="lead")
    notice = Notice.objects.filter(message=message).select_related("message__group").first()
    if notice is None:
        raise NoSuchMessage
    return notice


def remind(viewer: Viewer, *, message_id: int, at: datetime) -> int:
    """Tell those who have not confirmed once more. Raises RemindedTwice."""
    with transaction.atomic():
        notice = get_notice(viewer, message_id)
        held = Notice.objects.select_for_update().get(pk=notice.pk)
        if held.reminded >= MOST_REMINDERS:
            raise RemindedTwice
        Notice.objects.filter(pk=held.pk).update(reminded=held.reminded + 1)
        return tell_of_notice(notice_id=held.pk, at=at)
