"""Other installations and the messages exchanged with them."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within
from zhibu.transfers.enums import EnvelopeState, Route
from zhibu.transfers.models import Envelope, Peer, Transfer
from zhibu.transfers.queries.parties import OFFICERS


def peers() -> list[tuple[int, str]]:
    """(id, name) of the installations that online letters may go to."""
    return list(Peer.objects.filter(active=True).order_by("name").values_list("pk", "name"))


def peers_of(viewer: Viewer) -> QuerySet[Peer]:
    """Those that committees in the viewer's charge deal with, and how many messages wait."""
    mine = Peer.objects.filter(within(viewer.paths(OFFICERS), field="committee__path"))
    waiting = Count("envelopes", filter=Q(envelopes__state=EnvelopeState.WAITING))
    return mine.annotate(waiting=waiting).select_related("committee").order_by("name")


def latest(viewer: Viewer, *, since: datetime) -> list[dict[str, Any]]:
    """The latest messages without their content."""
    rows = Envelope.objects.filter(peer__in=peers_of(viewer).order_by().values("pk"), at__gte=since)
    found = rows.select_related("peer").order_by("-pk")[:50]
    return [{"envelope": row, "kind": row.get_kind_display(), "state": row.get_state_display()} for row in found]


def is_refused(transfer: Transfer) -> bool:
    """Whether the other side's installation did not take the latest letter, so that it may be taken back."""
    if transfer.route != Route.OUT_MESSAGE:
        return False
    latest_one = transfer.envelopes.filter(outgoing=True).order_by("-pk").first()
    return latest_one is not None and latest_one.state == EnvelopeState.REFUSED
