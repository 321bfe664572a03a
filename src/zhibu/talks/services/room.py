"""The room of two: public keys, cipher texts, and forgetting them."""

import re
from datetime import date, datetime
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.realtime import api as realtime
from zhibu.talks.errors import KeyUnknown, MessageTooLarge, OnlyShorter, TooFast
from zhibu.talks.models import Entrant, Message, PublicKey, Talk
from zhibu.talks.queries.talks import get_talk
from zhibu.talks.rules.timing import KEEP

MOST_SEALED = 2_000_000  # characters of base-64: a picture of 1280 pixels, a minute of voice
MOST_SIGNAL = 30_000
MOST_SAID, MOST_SIGNALS, WINDOW_SECONDS = 20, 150, 10  # one person; a call is set up by dozens of signals
MOST_A_DAY = 60_000_000  # characters of one person: three hundred pictures
DAY_SECONDS = 86_400
_PUBLIC = re.compile(r"[A-Za-z0-9+/]{87}=")  # 65 bytes: an uncompressed point of P-256
_SEALED = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def give_key(viewer: Viewer, *, talk_id: int, public: str, at: datetime) -> PublicKey:
    """Publish the public half of this browser's key; again is the same. Raises KeyUnknown."""
    talk = get_talk(viewer, talk_id)
    if not _PUBLIC.fullmatch(public):
        raise KeyUnknown
    with transaction.atomic():
        key, created = PublicKey.objects.get_or_create(
            talk=talk, public=public, defaults={"person_id": viewer.person_id or 0, "made_at": at}
        )
        if key.person_id != viewer.person_id:
            raise KeyUnknown
        if created:
            realtime.publish(f"talk.{talk.pk}", "key", {"key": key.pk})
    return key


def say(
    viewer: Viewer, *, talk_id: int, key: UUID, sender_id: int, recipient_id: int, sealed: str, at: datetime
) -> Message:
    """Keep a cipher text from one's own key for the other's. The same `key` is the same message.

    Raises MessageTooLarge, KeyUnknown, TooFast.
    """
    talk = get_talk(viewer, talk_id)
    if len(sealed) > MOST_SEALED:
        raise MessageTooLarge
    _need_patience(f"talks.said:{viewer.person_id}:{int(at.timestamp()) // WINDOW_SECONDS}", 1, MOST_SAID)
    _need_patience(f"talks.day:{viewer.person_id}:{local_date(at)}", len(sealed), MOST_A_DAY)
    if not _SEALED.fullmatch(sealed) or not _are_theirs(viewer, talk, sender_id, recipient_id):
        raise KeyUnknown
    with transaction.atomic():
        message, created = Message.objects.get_or_create(
            key=key,
            defaults={"talk": talk, "sender_id": sender_id, "recipient_id": recipient_id, "sealed": sealed, "at": at},
        )
        if message.talk_id != talk.pk:
            raise KeyUnknown
        if created:
            realtime.publish(f"talk.{talk.pk}", "message", {"id": message.pk})
    return message


def _are_theirs(viewer: Viewer, talk: Talk, sender_id: int, recipient_id: int) -> bool:
    people = dict(PublicKey.objects.filter(talk=talk).values_list("pk", "person_id"))
    return people.get(sender_id) == viewer.person_id and people.get(recipient_id) not in (None, viewer.person_id)


def _need_patience(window: str, amount: int, most: int) -> None:
    """Counted in the cache. Raises TooFast."""
    cache.add(window, 0, DAY_SECONDS)
    if cache.incr(window, amount) > most:
        raise TooFast


def signal(viewer: Viewer, *, talk_id: int, sealed: str, at: datetime) -> None:
    """Hand a sealed word of a call's set-up to the other page; nothing is kept. Raises KeyUnknown, TooFast."""
    talk = get_talk(viewer, talk_id)
    if len(sealed) > MOST_SIGNAL or not _SEALED.fullmatch(sealed):
        raise KeyUnknown
    _need_patience(f"talks.signal:{viewer.person_id}:{int(at.timestamp()) // WINDOW_SECONDS}", 1, MOST_SIGNALS)
    realtime.publish(f"talk.{talk.pk}", "signal", {"from": viewer.person_id, "sealed": sealed})


def shorten(viewer: Viewer, *, talk_id: int, keep_until: date, at: datetime) -> Talk:
    """Either shortens how long messages are kept; a day that is over forgets them at once. Raises OnlyShorter."""
    talk = get_talk(viewer, talk_id)
    if keep_until > talk.keep_until:
        raise OnlyShorter
    with transaction.atomic():
        Talk.objects.filter(pk=talk.pk).update(keep_until=keep_until)
        if keep_until <= local_date(at):
            _forget([talk.pk])
        realtime.publish(f"talk.{talk.pk}")
    return get_talk(viewer, talk_id)


def _forget(talk_ids: list[int]) -> int:
    messages = Message.objects.filter(talk_id__in=talk_ids)
    count = messages.count()
    messages.delete()
    PublicKey.objects.filter(talk_id__in=talk_ids).delete()
    return count


def forget_due(*, at: datetime) -> int:
    """Delete the messages and keys of talks whose time of keeping is over, and tickets of old draws."""
    with transaction.atomic():
        due = Talk.objects.filter(keep_until__lt=local_date(at), keys__isnull=False)
        Entrant.objects.filter(time__drawn_at__lt=at - KEEP).delete()
        return _forget(list(due.values_list("pk", flat=True).distinct()))
