"""Sentences to employees about visits; visitors without an account read the page of their code."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send
from zhibu.venues.models import Reservation, Visit


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}"


def tell_called_off(viewer: Viewer, visit: Visit, *, at: datetime) -> None:
    """To the employee who booked and to the guide."""
    words = {"name": visit.venue.name, "when": _when(visit.starts_at)}
    people = [person for person in (visit.person_id, visit.guide_id) if person]
    sentence = _("%(name)s %(when)s 的参观取消了，请看原因。") % words
    url = reverse("venues:mine")
    send(viewer, person_ids=people, sentence=sentence, key=f"visit-off:{visit.pk}", at=at, url=url)


def tell_guide_gone(viewer: Viewer, visit: Visit, *, at: datetime) -> None:
    """To the guide when the visitor cancels."""
    if visit.guide_id:
        sentence = _("您要讲解的参观（%(when)s）由对方取消了。") % {"when": _when(visit.starts_at)}
        send(
            viewer, person_ids=[visit.guide_id], sentence=sentence, key=f"visit-off:{visit.pk}", at=at,
            url=reverse("venues:guiding"),
        )  # fmt: skip


def tell_reservation_ended(viewer: Viewer, reservation: Reservation, *, at: datetime) -> None:
    """To the employee when somebody else ends his reservation."""
    words = {"name": reservation.venue.name, "when": _when(reservation.starts_at)}
    sentence = _("您预约的%(name)s（%(when)s）被取消，请看原因。") % words
    send(
        viewer, person_ids=[reservation.person_id], sentence=sentence, key=f"reservation-off:{reservation.pk}", at=at,
        url=reverse("venues:mine"),
    )  # fmt: skip
