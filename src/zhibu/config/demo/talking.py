"""Talks of the demo: one drawn two weeks ago with a promise, hours to book, and a moment to shake today."""

from datetime import datetime, timedelta
from uuid import UUID

from zhibu.config.demo.cast import Cast
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.talks import services
from zhibu.talks.enums import Office

_KEY = "5b6f1f0a-0000-4000-8000-0000000000{:02d}"


def meet(cast: Cast, *, secretary: Viewer, member: Viewer, others: list[Viewer], at: datetime) -> None:
    """Everything through the services that people use."""
    branch = cast.branches[1]
    _drawn_before(branch.id, secretary, [member, *others], at - timedelta(days=14))
    for day, place in ((2, "二楼谈心室"), (4, "")):
        starts = datetime.combine(local_date(at) + timedelta(days=day), datetime.min.time(), SHANGHAI)
        services.offer_hours(
            secretary, organisation_id=branch.id, office=Office.SECRETARY, place=place,
            starts_at=starts + timedelta(hours=17, minutes=30), minutes=30, weeks=3, at=at,
        )  # fmt: skip
    services.announce_time(
        secretary, key=UUID(_KEY.format(12)), organisation_id=branch.id, note="这周想听听大家对排班的想法。",
        moment=at + timedelta(minutes=15), at=at,
    )  # fmt: skip


def _drawn_before(branch: int, secretary: Viewer, comers: list[Viewer], at: datetime) -> None:
    moment = at + timedelta(hours=1)
    time = services.announce_time(
        secretary, key=UUID(_KEY.format(11)), organisation_id=branch, note="聊聊夜班和家里的事。", moment=moment, at=at
    )
    for viewer in comers:
        services.shake(viewer, time_id=time.pk, at=moment + timedelta(seconds=9))
    after = moment + timedelta(seconds=61)
    talk = services.draw(secretary, time_id=time.pk, at=after).talk
    drawn = next(viewer for viewer in comers if viewer.person_id == talk.guest_id)
    for viewer in (secretary, drawn):
        services.confirm_talk(viewer, talk_id=talk.pk, at=after + timedelta(hours=1))
    services.undertake(
        secretary, talk_id=talk.pk, key=UUID(_KEY.format(13)), owner="host",
        text="和班组商量，把连续夜班改成不超过三天",
        due_on=local_date(at) + timedelta(days=30), at=after + timedelta(hours=1),
    )  # fmt: skip
