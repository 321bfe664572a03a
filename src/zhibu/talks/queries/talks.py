"""Talks: the two of a talk see it, and nobody else, whatever his role."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.talks.errors import NoSuchTalk
from zhibu.talks.models import Message, PublicKey, Talk, Undertaking

TURN_FOR = timedelta(hours=2)
SHOWN = 50


def talks(viewer: Viewer) -> QuerySet[Talk]:
    """The viewer's own, as host or guest, newest first. No role opens another's."""
    mine = Q(host_id=viewer.person_id or 0) | Q(guest_id=viewer.person_id or 0)
    return Talk.objects.filter(mine).select_related("host", "guest", "organisation").order_by("-starts_at")


def get_talk(viewer: Viewer, pk: int) -> Talk:
    """One talk, or NoSuchTalk alike for missing and forbidden."""
    found = talks(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchTalk
    return found


def get_undertaking(viewer: Viewer, pk: int, *, to: str = "see") -> Undertaking:
    """One promise of the viewer's talks; to finish it, his own. Raises NoSuchTalk."""
    rows = Undertaking.objects.filter(pk=pk, talk__in=talks(viewer).order_by().values("pk"))
    rows = rows.filter(owner_id=viewer.person_id) if to == "finish" else rows
    found = rows.select_related("talk", "owner").first()
    if found is None:
        raise NoSuchTalk
    return found


def undertakings(viewer: Viewer) -> QuerySet[Undertaking]:
    """What was promised in his talks and is not done, the nearest day first."""
    mine = talks(viewer).order_by().values("pk")
    rows = Undertaking.objects.filter(talk__in=mine, done_at=None)
    return rows.select_related("owner", "talk").order_by("due_on")


def page_of(viewer: Viewer, talk: Talk, *, at: datetime) -> dict[str, Any]:
    """What the page of a talk shows."""
    is_host = talk.host_id == viewer.person_id
    return {
        "talk": talk, "is_host": is_host, "other": talk.guest if is_host else talk.host,
        "mine_confirmed": talk.host_confirmed_at if is_host else talk.guest_confirmed_at,
        "other_confirmed": talk.guest_confirmed_at if is_host else talk.host_confirmed_at,
        "undertakings": talk.undertakings.select_related("owner").order_by("due_on", "pk"),
        "may_confirm": at >= talk.starts_at, "today": local_date(at), "forgotten": talk.keep_until < local_date(at),
        "room": _room(viewer, talk, at), "fresh": uuid4(),
    }  # fmt: skip


def _room(viewer: Viewer, talk: Talk, at: datetime) -> dict[str, Any]:
    """What the scripts of the room need to begin."""
    urls = {name: reverse(f"talks:{name}", args=[talk.pk]) for name in ("keys", "messages", "signal")}
    return {"talk": talk.pk, "me": viewer.person_id, "ice": ice(viewer, at=at), "urls": urls}


def ice(viewer: Viewer, *, at: datetime) -> list[dict[str, Any]]:
    """Servers that help two browsers find each other; a TURN server's password holds two hours (coturn, REST API)."""
    found: list[dict[str, Any]] = []
    for url in settings.ICE_URLS:
        server: dict[str, Any] = {"urls": url}
        if url.startswith("turn") and settings.TURN_SECRET:
            name = f"{int((at + TURN_FOR).timestamp())}:{viewer.person_id}"
            digest = hmac.digest(settings.TURN_SECRET.encode(), name.encode(), hashlib.sha1)
            server |= {"username": name, "credential": base64.b64encode(digest).decode()}
        found.append(server)
    return found


def keys_of(viewer: Viewer, talk: Talk) -> list[dict[str, Any]]:
    """All public keys of a talk, the newest of each person last."""
    rows = PublicKey.objects.filter(talk=talk).order_by("pk")
    return [{"id": key.pk, "public": key.public, "own": key.person_id == viewer.person_id} for key in rows]


def messages_of(talk: Talk, *, after: int) -> list[dict[str, Any]]:
    """Cipher texts after an id, oldest first, fifty at a time."""
    rows = Message.objects.filter(talk=talk, pk__gt=after).order_by("pk")[:SHOWN]
    return [
        {"id": row.pk, "key": str(row.key), "sender": row.sender_id, "recipient": row.recipient_id,
         "sealed": row.sealed, "at": f"{row.at.astimezone(SHANGHAI):%m-%d %H:%M}"}
        for row in rows
    ]  # fmt: skip


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Talks that come within two days or wait for one's confirmation, and what one promised."""
    return [*_talks_due(viewer, at), *_promises_due(viewer)]


def _talks_due(viewer: Viewer, at: datetime) -> list[Todo]:
    near = talks(viewer).filter(starts_at__gt=at - timedelta(days=7), starts_at__lt=at + timedelta(days=2))
    cards = []
    for talk in near[:5]:
        is_host = talk.host_id == viewer.person_id
        if talk.host_confirmed_at if is_host else talk.guest_confirmed_at:
            continue
        words = {"name": (talk.guest if is_host else talk.host).name}
        over = talk.starts_at <= at
        sentence = _("和%(name)s的谈心，谈过请确认") if over else _("和%(name)s约好了谈心")
        url = reverse("talks:talk", args=[talk.pk])
        cards.append(Todo(sentence % words, _("打开"), url, None if over else talk.starts_at, 3))
    return cards


def _promises_due(viewer: Viewer) -> list[Todo]:
    rows = undertakings(viewer).filter(owner_id=viewer.person_id)[:5]
    return [
        Todo(_("您答应的事：%(text)s（%(day)s 前）") % {"text": row.text[:40], "day": f"{row.due_on:%m-%d}"}, _("去办"),
             reverse("talks:talk", args=[row.talk_id]), None, 3)
        for row in rows
    ]  # fmt: skip
