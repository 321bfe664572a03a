"""What becomes of a message: changed, taken back, pinned, hidden with a reason, shown again."""

from datetime import datetime
from typing import Any

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.drive.api import hang, remove
from zhibu.groups.enums import HIDDEN, MessageKind
from zhibu.groups.errors import NotForThisMessage, ReasonNeeded, TooLateToEdit, TooLateToRecall
from zhibu.groups.models import Edit, Message, Notice, Poll, Word
from zhibu.groups.queries.messages import get_message
from zhibu.groups.rules import may_edit, may_recall
from zhibu.groups.services.keeping import index_again
from zhibu.groups.services.posting import may_be_said
from zhibu.groups.services.telling import tell_changed
from zhibu.kernel.viewer import Viewer


def _locked(viewer: Viewer, pk: int, *, to: str) -> Message:
    """Asked for first, then held until the transaction ends."""
    get_message(viewer, pk, to=to)
    return Message.objects.select_for_update().get(pk=pk)


def _show(message: Message, **fields: Any) -> None:
    """Write, and have open pages show it; those who quote it too."""
    Message.objects.filter(pk=message.pk).update(**fields)
    quoting = Message.objects.filter(quote=message).values_list("pk", flat=True)
    tell_changed(message.group_id, [message.pk, *quoting])


@transaction.atomic
def edit_message(viewer: Viewer, *, message_id: int, text: str, at: datetime) -> Message:
    """Change one's text within two minutes; what it said before is kept. Raises TooLateToEdit, NotForThisMessage."""
    message = _locked(viewer, message_id, to="change")
    text = text.strip()
    if message.kind != MessageKind.TEXT or message.recalled_at:
        raise NotForThisMessage
    if not may_edit(message.sent_at, at):
        raise TooLateToEdit
    if refusal := may_be_said(text):
        raise refusal
    if text != message.text:
        Edit.objects.create(message=message, before=message.text, at=at)
        _show(message, text=text, edited_at=at)
        message.text = text
        index_again(message)
    return message


@transaction.atomic
def recall_message(viewer: Viewer, *, message_id: int, at: datetime) -> Message:
    """Take back what one said, within a day; text, former texts, file and answers go. Twice is the same."""
    message = _locked(viewer, message_id, to="change")
    if message.recalled_at:
        return message
    if not may_recall(message.sent_at, at):
        raise TooLateToRecall
    for rows in (message.edits, Poll.objects.filter(message=message), Notice.objects.filter(message=message)):
        rows.all().delete()
    Word.objects.filter(message=message).delete()
    if message.file_id:
        remove([message.file_id], at=at)
    _show(message, recalled_at=at, text="", pinned_at=None)
    return message


@transaction.atomic
def pin_message(viewer: Viewer, *, message_id: int, pinned: bool, at: datetime) -> Message:
    """Put a message on top of its group, or take it from there."""
    message = _locked(viewer, message_id, to="lead")
    _show(message, pinned_at=at if pinned and not message.recalled_at else None)
    return message


@transaction.atomic
def hide_message(viewer: Viewer, *, message_id: int, reason: str, at: datetime) -> Message:
    """Hide somebody's message from the group; its writer sees that, and why. Raises ReasonNeeded."""
    message = _locked(viewer, message_id, to="lead")
    if not reason.strip():
        raise ReasonNeeded
    _show(message, hidden_at=at, hidden_by_id=viewer.person_id, hidden_reason=reason.strip()[:200], pinned_at=None)
    _hang(message, f"{HIDDEN}.{message.group_id}:{message.person_id or 0}")
    _note(viewer, message, "group_message.hide", reason.strip(), at)
    return message


@transaction.atomic
def show_message(viewer: Viewer, *, message_id: int, at: datetime) -> Message:
    """Undo the hiding."""
    message = _locked(viewer, message_id, to="lead")
    if message.hidden_at:
        _show(message, hidden_at=None, hidden_by=None, hidden_reason="")
        _hang(message, f"group.{message.group_id}")
        _note(viewer, message, "group_message.show", "", at)
    return message


def _hang(message: Message, of: str) -> None:
    """Its file is for those who see the message."""
    if message.file_id:
        hang(message.file_id, of=of)


def _note(viewer: Viewer, message: Message, action: str, reason: str, at: datetime) -> None:
    audit(viewer, action=action, subject=f"group:{message.group_id}", at=at, reason=reason, message=message.pk)
