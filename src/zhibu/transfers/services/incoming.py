"""What a message from another installation does here."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people_with_number, roll, value_fault
from zhibu.transfers.enums import Actor, Ground, Kind, RejectReason, Route, State
from zhibu.transfers.errors import LetterExpired, LetterUsed, MessageUnclear, NotThisStep, OnRollAlready
from zhibu.transfers.models import Peer, Transfer
from zhibu.transfers.rules.clock import valid_until
from zhibu.transfers.rules.content import sealed
from zhibu.transfers.services.letters import come_back, gone
from zhibu.transfers.services.steps import take

ON_THE_WAY = (State.ISSUED, State.EXPIRED)


def take_letter(peer: Peer, content: dict[str, Any], *, at: datetime) -> Transfer:
    """A member is announced: the committee that deals with the peer receives him or sends him back.

    Raises LetterExpired, LetterUsed, OnRollAlready.
    """
    issued, days, today = date.fromisoformat(content["issued_on"]), int(content["valid_days"]), local_date(at)
    if issued > today or valid_until(issued, days) < today:
        raise LetterExpired
    number = str(content.get("citizen_id") or "")
    if number and roll("").filter(person_id__in=people_with_number(number)).exists():
        raise OnRollAlready
    paid = (content.get("paid_year"), content.get("paid_month"))
    fields = {
        "key": uuid4(), "kind": Kind.ONLINE, "route": Route.IN_MESSAGE, "ground": Ground.UNIT_CHANGED,
        "name": str(content["name"])[:80], "to_committee_id": peer.committee_id,
        "from_unit": str(content["from_unit"])[:120], "to_unit": str(content["to_unit"])[:120],
        "letter_number": str(content["number"])[:60], "letter_issued_on": issued,
        "valid_until": valid_until(issued, days), "member_contact": str(content.get("member_contact") or "")[:40],
        "paid_through": date(int(paid[0]), int(paid[1]), 1) if paid[0] and paid[1] else None,
        "particulars": sealed(content | {"mobile": _mobile(content, today)}), "started_at": at, "since": at,
        "started_by": peer.name, "state": State.IN_TRANSIT, "waits_for": Actor.IN_COMMITTEE,
    }  # fmt: skip
    try:
        with transaction.atomic():
            transfer = Transfer.objects.create(**fields)
            take(Viewer.system(peer.name), transfer, State.IN_TRANSIT, at=at, note=transfer.letter_number)
    except IntegrityError as used:
        raise LetterUsed from used
    return transfer


def _mobile(content: dict[str, Any], today: date) -> str:
    """The contact, when it is nothing but a mobile number: words beside it ("evenings") would stop the record."""
    contact = str(content.get("member_contact") or "")
    return "" if value_fault("mobile", contact, today=today) else contact


def _sent(peer: Peer, content: dict[str, Any]) -> Transfer:
    """Our transfer that an answer is about, sent to this very peer. Raises MessageUnclear, NotThisStep."""
    rows = Transfer.objects.select_for_update().filter(
        letter_number=str(content["number"]), route=Route.OUT_MESSAGE, envelopes__peer=peer, envelopes__outgoing=True
    )
    transfer = rows.order_by("-pk").first()
    if transfer is None:
        raise MessageUnclear
    if transfer.state not in ON_THE_WAY:
        raise NotThisStep
    return transfer


def take_receipt(peer: Peer, content: dict[str, Any], *, at: datetime) -> Transfer:
    """The other side has received: the member has left on that day. Raises LetterExpired."""
    transfer, received_on = _sent(peer, content), date.fromisoformat(content["received_on"])
    issued = transfer.letter_issued_on or received_on
    if received_on > local_date(at) or received_on < issued:
        raise MessageUnclear
    if transfer.valid_until and received_on > transfer.valid_until:
        raise LetterExpired
    handler = str(content.get("handler") or "")[:80]
    gone(Viewer.system(peer.name), transfer, received_on, note=handler, at=at)
    return transfer


def take_rejection(peer: Peer, content: dict[str, Any], *, at: datetime) -> Transfer:
    """The other side sends back, for a reason from the list; the member stays."""
    transfer, by = _sent(peer, content), Viewer.system(peer.name)
    reason, words = RejectReason(content["reason"]), str(content.get("words") or "").strip()[:300]
    transfer.rejected_for, transfer.reason_words = reason, words or str(reason.label)
    come_back(by, transfer, at=at)
    take(by, transfer, State.REJECTED, at=at, note=f"{reason.label} {words}".strip())
    return transfer
