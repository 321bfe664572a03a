"""Other installations, and what comes from them by the public address (rules.md 6.4)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.errors import Refused
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import get_organisation
from zhibu.transfers.enums import EnvelopeState, MessageKind
from zhibu.transfers.errors import Forged, MessageUnclear, PeerWrong
from zhibu.transfers.models import Envelope, Peer, Transfer
from zhibu.transfers.rules import messages
from zhibu.transfers.services.envelopes import is_safe, own_key
from zhibu.transfers.services.incoming import take_letter, take_receipt, take_rejection

TAKERS = {
    MessageKind.LETTER: take_letter,
    MessageKind.RECEIPT: take_receipt,
    MessageKind.REJECTION: take_rejection,
}


def add_peer(viewer: Viewer, *, committee_id: int, name: str, address: str, public_key: str, at: datetime) -> Peer:
    """Staff enter another installation, after comparing the key by telephone. Raises PeerWrong."""
    committee = get_organisation(viewer, committee_id, to="manage")
    address, key = address.strip().rstrip("/"), public_key.strip()
    if not (is_safe(address) and messages.is_public_key(key)):
        raise PeerWrong
    try:
        with transaction.atomic():
            peer = Peer.objects.create(
                name=name.strip(), address=address, public_key=key, committee=committee, added_at=at,
                added_by=viewer.name,
            )  # fmt: skip
            audit(viewer, action="transfer.peer", subject=f"organisation:{committee.pk}", at=at, after=address)
    except IntegrityError as there:
        raise PeerWrong from there
    return peer


def accept(raw: bytes, *, at: datetime) -> Envelope:
    """Take a message in; the same again changes nothing. Raises Forged, MessageUnclear and what its kind may raise."""
    peer, body, text, signature = _checked(raw, at)
    try:
        message_id, kind = UUID(str(body["id"])), MessageKind(body["kind"])
        content = dict(body[kind])
    except (KeyError, ValueError, TypeError) as unclear:
        raise MessageUnclear from unclear
    with transaction.atomic():
        envelope, new = Envelope.objects.get_or_create(
            peer=peer, outgoing=False, message_id=message_id,
            defaults={"kind": kind, "content": text, "signature": signature, "state": EnvelopeState.TAKEN, "at": at},
        )  # fmt: skip
        if new:
            envelope.transfer = _taken(peer, kind, content, at=at)
            envelope.save(update_fields=["transfer"])
            by = Viewer.system(peer.name)
            audit(by, action="transfer.message_in", subject=f"transfer:{envelope.transfer_id}", at=at, kind=str(kind))
    return envelope


def _checked(raw: bytes, at: datetime) -> tuple[Peer, dict[str, Any], str, str]:
    """Whose message it is, when it was signed by a peer and written to us. Raises Forged."""
    found = messages.read(raw)
    if found is None:
        raise Forged
    body, signature = found
    peer = Peer.objects.filter(public_key=str(body.get("from", "")), active=True).first()
    text = messages.canonical(body)
    if peer is None or body.get("to") != own_key(at=at).public:
        raise Forged
    if not messages.is_signed(text, signature, public=peer.public_key):
        raise Forged
    return peer, body, text, signature


def _taken(peer: Peer, kind: MessageKind, content: dict[str, Any], *, at: datetime) -> Transfer:
    try:
        return TAKERS[kind](peer, content, at=at)
    except Refused:
        raise
    except (KeyError, ValueError, TypeError) as unclear:
        raise MessageUnclear from unclear
