"""谈心时间: hours that a host offers, and booking one."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send
from zhibu.realtime import api as realtime
from zhibu.talks.enums import Office, Origin
from zhibu.talks.errors import HourTaken, OwnHour, TooSoon
from zhibu.talks.models import Hour, Talk
from zhibu.talks.queries.hosts import host_in
from zhibu.talks.queries.hours import get_hour
from zhibu.talks.rules.timing import HOURS_AHEAD, kept_until


def offer_hours(
    viewer: Viewer, *, organisation_id: int, office: str, place: str, starts_at: datetime, minutes: int, weeks: int,
    at: datetime,
) -> list[Hour]:  # fmt: skip
    """Offer an hour, and the same one in the following weeks; those that are there stay. Raises NotAHost, TooSoon."""
    host_in(viewer, organisation_id, office=office)
    if starts_at <= at:
        raise TooSoon
    starts = [starts_at + timedelta(weeks=week) for week in range(min(max(weeks, 1), HOURS_AHEAD))]
    Hour.objects.bulk_create(
        (
            Hour(host_id=viewer.person_id or 0, organisation_id=organisation_id, office=office, place=place.strip(),
                 minutes=minutes, starts_at=start)
            for start in starts
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    return list(Hour.objects.filter(host_id=viewer.person_id or 0, starts_at__in=starts))


def close_hour(viewer: Viewer, *, hour_id: int) -> None:
    """The host takes back an hour that nobody booked. Raises HourTaken."""
    hour = get_hour(viewer, hour_id, to="host")
    with transaction.atomic():
        Hour.objects.select_for_update().get(pk=hour.pk)
        if Talk.objects.filter(hour=hour).exists():
            raise HourTaken
        hour.delete()


def book_hour(viewer: Viewer, *, hour_id: int, at: datetime) -> Talk:
    """Book an hour; again gives the same talk. Raises OwnHour, HourTaken."""
    hour = get_hour(viewer, hour_id)
    if hour.host_id == viewer.person_id:
        raise OwnHour
    try:
        with transaction.atomic():
            talk = Talk.objects.create(
                organisation_id=hour.organisation_id, host_id=hour.host_id, guest_id=viewer.person_id or 0,
                office=Office(hour.office), origin=Origin.BOOKED, hour=hour, starts_at=hour.starts_at,
                place=hour.place, keep_until=kept_until(local_date(hour.starts_at)),
            )  # fmt: skip
            _tell_host(viewer, talk, at)
    except IntegrityError:
        return _booked_before(viewer, hour)
    return talk


def _booked_before(viewer: Viewer, hour: Hour) -> Talk:
    talk = Talk.objects.filter(hour=hour, guest_id=viewer.person_id).first()
    if talk is None:
        raise HourTaken
    return talk


def _tell_host(viewer: Viewer, talk: Talk, at: datetime) -> None:
    sentence = _("%(name)s约了您的谈心时间。") % {"name": viewer.name}
    url = reverse("talks:talk", args=[talk.pk])
    send(viewer, person_ids=[talk.host_id], sentence=sentence, key=f"talk:{talk.pk}", at=at, url=url)
    realtime.publish(f"person.{talk.host_id}", "talk", {"talk": talk.pk})
