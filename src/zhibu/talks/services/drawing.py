"""党员摇一摇、书记聊一聊: announcing the moment, shaking, drawing."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.schedule import run_at
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.notify.api import send
from zhibu.realtime import api as realtime
from zhibu.talks.enums import Office, Origin, TimeState
from zhibu.talks.errors import HostHimself, MomentOver, NotYet, TalkedLately, TooSoon
from zhibu.talks.models import Entrant, Talk, TalkTime
from zhibu.talks.queries.hosts import host_in
from zhibu.talks.queries.times import get_time, talked_lately
from zhibu.talks.rules.draw import drawn, pool_hash
from zhibu.talks.rules.timing import LEAST_NOTICE, SHAKING, in_the_minute, is_chance_number, is_over, kept_until

SYSTEM = Viewer.system("talks")


def announce_time(
    viewer: Viewer, *, key: UUID, organisation_id: int, note: str, moment: datetime, at: datetime
) -> TalkTime:
    """A host announces a talk time to his organisation and fixes the secret seed. The same `key` again is the same.

    Raises NotAHost, TooSoon.
    """
    host_in(viewer, organisation_id)
    if moment < at + LEAST_NOTICE:
        raise TooSoon
    try:
        with transaction.atomic():
            time = TalkTime.objects.create(
                key=key, organisation_id=organisation_id, host_id=viewer.person_id or 0, note=note.strip(),
                moment=moment, seed=secrets.token_hex(32), announced_at=at,
            )  # fmt: skip
            _plan_draw(time)
            _tell_members(viewer, time, at)
    except IntegrityError:
        return TalkTime.objects.get(key=key)
    return time


def _plan_draw(time: TalkTime) -> None:
    run_at("talks.draw", key=f"talks.draw.{time.pk}", due_at=time.moment + SHAKING, time_id=time.pk)


def _tell_members(viewer: Viewer, time: TalkTime, at: datetime) -> None:
    people = roll(time.organisation.path).exclude(person_id=time.host_id).values_list("person_id", flat=True)
    sentence = _("%(name)s约大家摇一摇、聊一聊。愿意参加的到时打开这一页，不来不留记录。") % {"name": viewer.name}
    send(viewer, person_ids=people, sentence=sentence, key=f"talk-time:{time.pk}", at=at, url=_page(time.pk))


def _page(pk: int) -> str:
    return reverse("talks:time", args=[pk])


def move_time(viewer: Viewer, *, time_id: int, moment: datetime, at: datetime) -> TalkTime:
    """The host moves the moment while it has not come. Raises MomentOver, TooSoon."""
    found = get_time(viewer, time_id, to="host")
    if moment < at + LEAST_NOTICE:
        raise TooSoon
    with transaction.atomic():
        time = _open(found.pk)
        if at >= time.moment:
            raise MomentOver
        time.moment = moment
        time.save(update_fields=["moment"])
        _plan_draw(time)
        _tell_members(viewer, time, at)
        realtime.publish(f"shake.{time.pk}")
    return time


def cancel_time(viewer: Viewer, *, time_id: int, at: datetime) -> None:
    """The host calls it off; tickets are forgotten. Raises MomentOver after the draw."""
    found = get_time(viewer, time_id, to="host")
    with transaction.atomic():
        time = _open(found.pk)
        time.state = TimeState.CANCELLED
        time.save(update_fields=["state"])
        time.entrants.all().delete()
        audit(viewer, action="talks.time_cancelled", subject=f"talk-time:{time.pk}", at=at)
        realtime.publish(f"shake.{time.pk}")


def _open(pk: int) -> TalkTime:
    time = TalkTime.objects.select_for_update().get(pk=pk)
    if time.state != TimeState.ANNOUNCED:
        raise MomentOver
    return time


def join(viewer: Viewer, *, time_id: int, at: datetime) -> Entrant:
    """A member takes a ticket of his own free will; again gives the same. Raises HostHimself, TalkedLately."""
    time = get_time(viewer, time_id)
    person = viewer.person_id or 0
    if time.host_id == person:
        raise HostHimself
    if talked_lately(time.host_id, person, at):
        raise TalkedLately
    with transaction.atomic():
        _open(time.pk)
        entrant, _created = Entrant.objects.get_or_create(
            time=time, person_id=person, defaults={"ticket": secrets.token_hex(4).upper()}
        )
    return entrant


def shake(viewer: Viewer, *, time_id: int, at: datetime, chance: str = "") -> Entrant:
    """Put one's ticket into the pool, by shaking or by a tap; a second time changes nothing. Raises NotYet, MomentOver.

    `chance` is a number that the browser made; without one the server makes it.
    """
    entrant = join(viewer, time_id=time_id, at=at)
    with transaction.atomic():
        time = _open(time_id)
        if not in_the_minute(time.moment, at):
            raise NotYet if at < time.moment else MomentOver
        number = chance if is_chance_number(chance) else secrets.token_hex(16)
        if Entrant.objects.filter(pk=entrant.pk, shaken_at=None).update(chance=number, shaken_at=at):
            _count(time)
    entrant.refresh_from_db()
    return entrant


def _count(time: TalkTime) -> None:
    """The host's page shows how many there are; nobody's page has to fetch anything in the busiest minute."""
    shaken = time.entrants.exclude(shaken_at=None).count()
    realtime.publish(f"shake.{time.pk}", "shaken", {"n": shaken}, about="shaken")


def draw(viewer: Viewer, *, time_id: int, at: datetime) -> TalkTime:
    """Fix the pool, publish its hash, draw, reveal the seed. Again is the same. Raises NotYet within the minute."""
    found = get_time(viewer, time_id, to="host")
    with transaction.atomic():
        time = TalkTime.objects.select_for_update().get(pk=found.pk)
        if time.state != TimeState.ANNOUNCED:
            return time
        if not is_over(time.moment, at):
            raise NotYet
        time.entrants.filter(shaken_at=None).delete()
        _draw(time, at)
        audit(viewer, action="talks.drawn", subject=f"talk-time:{time.pk}", at=at, pool=len(time.pool))
        realtime.publish(f"shake.{time.pk}")
    return time


def _draw(time: TalkTime, at: datetime) -> None:
    by_line = {entrant.line: entrant for entrant in time.entrants.all()}
    time.pool, time.pool_hash, time.drawn_at = sorted(by_line), pool_hash(list(by_line)), at
    line = drawn(time.seed, time.pool)
    time.state = TimeState.DRAWN if line else TimeState.EMPTY
    time.drawn_ticket = by_line[line].ticket if line else ""
    time.save(update_fields=["pool", "pool_hash", "drawn_at", "state", "drawn_ticket"])
    if line:
        _bring_together(time, by_line[line].person_id, at)


def _bring_together(time: TalkTime, guest: int, at: datetime) -> None:
    talk = Talk.objects.create(
        organisation_id=time.organisation_id, host_id=time.host_id, guest_id=guest, office=Office.SECRETARY,
        origin=Origin.DRAWN, time=time, starts_at=at, keep_until=kept_until(local_date(at)),
    )  # fmt: skip
    url = reverse("talks:talk", args=[talk.pk])
    for person, sentence in (
        (guest, _("这次摇到了您，可以开始聊了。")),
        (time.host_id, _("已抽出一位同志，可以开始聊了。")),
    ):
        send(SYSTEM, person_ids=[person], sentence=sentence, key=f"talk:{talk.pk}", at=at, url=url)
        realtime.publish(f"person.{person}", "talk", {"talk": talk.pk})
