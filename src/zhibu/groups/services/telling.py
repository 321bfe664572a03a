"""Telling people outside the group's page, through notify: at most twice an occasion, never in quiet hours."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.groups.models import Message, Notice, Place
from zhibu.groups.queries.wire import about, writer
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send
from zhibu.realtime import api as realtime

SYSTEM = Viewer.system("groups")


def tell_changed(group_id: int, message_ids: Iterable[int]) -> None:
    """Open pages fetch these messages anew; pages that come back are not told what the messages said before."""
    for pk in message_ids:
        realtime.publish(f"group.{group_id}", "changed-message", {"id": pk}, about=about(pk))


def tell_mentioned(*, message_id: int, person_ids: Iterable[int], at: datetime) -> None:
    """Those named who are still in the group and have not muted it."""
    message = Message.objects.filter(pk=message_id, recalled_at=None, hidden_at=None).select_related("group").first()
    if message is None:
        return
    loud = Place.objects.filter(group=message.group, person_id__in=list(person_ids), until=None, muted=False)
    send(
        SYSTEM, person_ids=loud.values_list("person_id", flat=True), key=f"group-mention:{message.pk}", at=at,
        sentence=_("%(name)s 在“%(group)s”里提到了您。") % {"name": writer(message), "group": message.group.name},
        url=reverse("groups:conversation", args=[message.group_id]) + f"#m{message.pk}",
    )  # fmt: skip


def tell_of_notice(*, notice_id: int, at: datetime) -> int:
    """Those of the group who have not done what a notice asks for. Called a second time it is the one reminder."""
    notice = Notice.objects.filter(pk=notice_id, message__recalled_at=None).select_related("message__group").first()
    if notice is None:
        return 0
    message = notice.message
    return send(
        SYSTEM, person_ids=[place.person_id for place in waiting_for(notice)], key=f"group-notice:{notice.pk}", at=at,
        sentence=_("“%(group)s”有一条通知请您确认：%(act)s。") % {"group": message.group.name, "act": notice.act},
        url=reverse("groups:conversation", args=[message.group_id]) + f"#m{message.pk}",
    )  # fmt: skip


def waiting_for(notice: Notice) -> list[Place]:
    """Who is in the group and has not confirmed: people to help, by name."""
    done = notice.confirmations.values("person")
    places = Place.objects.filter(group_id=notice.message.group_id, until=None).exclude(person__in=done)
    return list(
        places.exclude(person_id=notice.message.person_id or 0).select_related("person").order_by("person__name")
    )
