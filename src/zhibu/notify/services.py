"""Telling people, at most twice an occasion, never in quiet hours (rules.md 10.5)."""

from collections.abc import Iterable
from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F

from zhibu.kernel.viewer import Viewer
from zhibu.notify.enums import Channel, Level
from zhibu.notify.models import Message, Parcel, Wish
from zhibu.notify.queries import get_message
from zhibu.notify.rules import MOST_TIMES, next_allowed


def send(
    viewer: Viewer,
    *,
    person_ids: Iterable[int],
    sentence: str,
    key: str,
    at: datetime,
    url: str = "",
    level: Level = Level.ORDINARY,
) -> int:
    """Tell people one sentence about the occasion `key`; returns how many were told now.

    The same occasion again is the one allowed repeat; from the third time on nothing happens.
    """
    people = sorted(set(person_ids))
    shown_from = at if level == Level.URGENT else next_allowed(at)
    with transaction.atomic():
        again = Message.objects.filter(person_id__in=people, key=key)
        known = set(again.values_list("person_id", flat=True))
        told = again.filter(times__lt=MOST_TIMES)
        repeated = list(told.values_list("person_id", flat=True))
        told.update(times=F("times") + 1, sentence=sentence, url=url, shown_from=shown_from, put_away=False)
        fresh = [person for person in people if person not in known]
        Message.objects.bulk_create(
            (
                Message(person_id=person, key=key, sentence=sentence, url=url, level=level,
                        created_at=at, shown_from=shown_from)
                for person in fresh
            ),
            batch_size=500, ignore_conflicts=True,
        )  # fmt: skip
        _pack([*fresh, *repeated], key, shown_from)
    return len(fresh) + len(repeated)


def _pack(people: list[int], key: str, due_at: datetime) -> None:
    channels = dict(Wish.objects.filter(person_id__in=people).values_list("person_id", "channel"))
    if not channels:
        return
    rows = Message.objects.filter(person_id__in=channels, key=key)
    Parcel.objects.bulk_create(
        (Parcel(message=row, channel=channels[row.person_id], round=row.times, due_at=due_at) for row in rows),
        ignore_conflicts=True,
    )


def put_away(viewer: Viewer, *, message_id: int, at: datetime) -> None:
    """The owner is done with a message; putting it away twice is the same."""
    message = get_message(viewer, message_id, at=at)
    Message.objects.filter(pk=message.pk).update(put_away=True)


def wish_email(viewer: Viewer, *, address: str) -> None:
    """Have messages sent to an address too; an empty one ends it."""
    wishes = Wish.objects.filter(person_id=viewer.person_id or 0, channel=Channel.EMAIL)
    if not address:
        wishes.delete()
    else:
        Wish.objects.update_or_create(
            person_id=viewer.person_id or 0, channel=Channel.EMAIL, defaults={"address": address}
        )


def post_parcels(*, at: datetime, limit: int = 100) -> int:
    """Send what is due. A parcel is claimed before and freed again when the channel fails."""
    due = list(Parcel.objects.filter(sent_at=None, due_at__lte=at, attempts__lt=5).select_related("message")[:limit])
    return sum(_post(parcel, at) for parcel in due)


def _post(parcel: Parcel, at: datetime) -> bool:
    rows = Parcel.objects.filter(pk=parcel.pk, sent_at=None)
    if not rows.update(sent_at=at, attempts=F("attempts") + 1):
        return False
    wish = Wish.objects.filter(person_id=parcel.message.person_id, channel=parcel.channel).first()
    try:
        if wish:
            send_mail(parcel.message.sentence, parcel.message.url, None, [wish.address])
    except OSError:
        Parcel.objects.filter(pk=parcel.pk).update(sent_at=None)
        return False
    return True
