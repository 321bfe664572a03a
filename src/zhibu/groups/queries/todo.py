"""What groups ask of a person on the home page."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.groups.queries.groups import notices_waiting, open_invitations
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Notices to confirm and invitations to answer; unread talk asks for nothing."""
    cards = [
        Todo(
            sentence=_("%(group)s：%(act)s") % {"group": message.group.name, "act": message.notice.act},
            verb=_("去确认"), due_at=message.notice.due_at, weight=3,
            url=reverse("groups:conversation", args=[message.group_id]) + f"#m{message.pk}",
        )
        for message in notices_waiting(viewer, at=at)[:5]
    ]  # fmt: skip
    if asked := open_invitations(viewer).first():
        sentence = _("%(name)s邀请您加入“%(group)s”。") % {"name": asked.invited_by.name, "group": asked.group.name}
        cards.append(Todo(sentence=sentence, verb=_("去答复"), url=reverse("groups:index"), weight=6))
    return cards
