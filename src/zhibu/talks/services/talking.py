"""What the two do with their talk: put it off, leave it, confirm it, promise something."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record
from zhibu.ledger.enums import Evidence, Mode
from zhibu.members.api import roll
from zhibu.notify.api import send
from zhibu.realtime import api as realtime
from zhibu.talks.errors import PromiseUnclear, TooEarlyToConfirm, TooSoon
from zhibu.talks.models import Talk, Undertaking
from zhibu.talks.queries.talks import get_talk, get_undertaking
from zhibu.talks.rules.timing import kept_until


def postpone_talk(viewer: Viewer, *, talk_id: int, starts_at: datetime, at: datetime) -> Talk:
    """Either sets another time; nothing notes that it was put off. Raises TooSoon."""
    talk = get_talk(viewer, talk_id)
    if starts_at <= at:
        raise TooSoon
    with transaction.atomic():
        keep = max(talk.keep_until, kept_until(local_date(starts_at)))
        Talk.objects.filter(pk=talk.pk).update(starts_at=starts_at, keep_until=keep)
        _tell_other(viewer, talk, _("谈心改到了另一个时间，请打开看看。"), at)
    return get_talk(viewer, talk_id)


def decline_talk(viewer: Viewer, *, talk_id: int, at: datetime) -> None:
    """Either leaves the talk before it is confirmed: it goes with everything in it, and no reason is asked."""
    talk = get_talk(viewer, talk_id)
    if talk.is_confirmed:
        raise TooEarlyToConfirm(_("双方已经确认谈过，不能撤回。要删去聊天内容，请改保存时间。"))
    with transaction.atomic():
        other = _other(viewer, talk)
        Talk.objects.filter(pk=talk.pk).delete()
        sentence = _("约好的一次谈心取消了。需要时请另约时间。")
        send(viewer, person_ids=[other], sentence=sentence, key=f"talk-off:{talk_id}", at=at, url=_list())


def _list() -> str:
    return reverse("talks:index")


def _other(viewer: Viewer, talk: Talk) -> int:
    return int(talk.guest_id if talk.host_id == viewer.person_id else talk.host_id)


def _tell_other(viewer: Viewer, talk: Talk, sentence: str, at: datetime) -> None:
    url = reverse("talks:talk", args=[talk.pk])
    send(viewer, person_ids=[_other(viewer, talk)], sentence=sentence, key=f"talk:{talk.pk}:{at:%j%H}", at=at, url=url)
    realtime.publish(f"talk.{talk.pk}")


def confirm_talk(viewer: Viewer, *, talk_id: int, at: datetime) -> Talk:
    """One says that it took place; when both have, the record book has it, by date and people only.

    Raises TooEarlyToConfirm before its time.
    """
    found = get_talk(viewer, talk_id)
    with transaction.atomic():
        talk = Talk.objects.select_for_update().get(pk=found.pk)
        if at < talk.starts_at:
            raise TooEarlyToConfirm
        side = "host_confirmed_at" if talk.host_id == viewer.person_id else "guest_confirmed_at"
        if getattr(talk, side) is None:
            setattr(talk, side, at)
            talk.save(update_fields=[side])
            if talk.is_confirmed:
                _record(viewer, talk, at)
            realtime.publish(f"talk.{talk.pk}")
    return talk


def _record(viewer: Viewer, talk: Talk, at: datetime) -> None:
    people = (talk.host_id, talk.guest_id)
    homes = dict(roll("").filter(person_id__in=people).values_list("person_id", "branch_id"))
    for person in people:
        fact = Fact(
            kind=talk.kind, member_id=person, organisation_id=homes.get(person, talk.organisation_id),
            occurred_at=talk.starts_at, source_app="talks", source_key=f"talk:{talk.pk}:{person}",
            evidence=Evidence.MUTUAL, mode=Mode.OFFLINE if talk.place else Mode.ONLINE,
        )  # fmt: skip
        record(viewer, fact, at=at)


def undertake(
    viewer: Viewer, *, talk_id: int, key: UUID, text: str, owner: str, due_on: date, at: datetime
) -> Undertaking:
    """Write down what was promised, openly for both: by the "host" or by the "guest". The same `key` is the same.

    Raises PromiseUnclear.
    """
    talk = get_talk(viewer, talk_id)
    people = {"host": talk.host_id, "guest": talk.guest_id}
    if owner not in people or not text.strip() or due_on < local_date(at):
        raise PromiseUnclear
    with transaction.atomic():
        made, created = Undertaking.objects.get_or_create(
            key=key,
            defaults={
                "talk": talk, "text": text.strip(), "owner_id": people[owner], "due_on": due_on,
                "written_by_name": viewer.name, "written_at": at,
            },
        )  # fmt: skip
        if created:
            _tell_other(viewer, talk, _("谈心里写下了一件答应的事，请看看。"), at)
    return made


def finish_undertaking(viewer: Viewer, *, undertaking_id: int, outcome: str, at: datetime) -> Undertaking:
    """Its owner says that it is done, and how; again keeps the first word. Raises NoSuchTalk for anybody else."""
    found = get_undertaking(viewer, undertaking_id, to="finish")
    with transaction.atomic():
        done = Undertaking.objects.filter(pk=found.pk, done_at=None).update(done_at=at, outcome=outcome.strip())
        if done:
            _tell_other(viewer, found.talk, _("答应的一件事办好了，请看看。"), at)
    return get_undertaking(viewer, undertaking_id)
