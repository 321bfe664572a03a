"""Reads of one's own messages; nobody reads another's."""

from datetime import datetime

from django.db.models import QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.notify.errors import NoSuchMessage
from zhibu.notify.models import Message, Wish


def messages(viewer: Viewer, *, at: datetime) -> QuerySet[Message]:
    """The viewer's own messages that are due, newest first."""
    mine = Message.objects.filter(person_id=viewer.person_id or 0, shown_from__lte=at)
    return mine.order_by("put_away", "-shown_from", "-pk")


def waiting(viewer: Viewer, *, at: datetime) -> int:
    """How many of them are not put away."""
    return messages(viewer, at=at).filter(put_away=False).count()


def get_message(viewer: Viewer, pk: int, *, at: datetime) -> Message:
    """One of the viewer's own messages, else NoSuchMessage."""
    found = messages(viewer, at=at).filter(pk=pk).first()
    if found is None:
        raise NoSuchMessage
    return found


def wish(viewer: Viewer, channel: str) -> Wish | None:
    """The viewer's own wish for a channel."""
    return Wish.objects.filter(person_id=viewer.person_id or 0, channel=channel).first()
