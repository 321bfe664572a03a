"""Messages to another installation: signed and queued with the step, handed over by a job (rules.md 6.4)."""

import json
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from zhibu.kernel.clock import local_date
from zhibu.kernel.schedule import run_at
from zhibu.transfers.enums import EnvelopeState, MessageKind, Route
from zhibu.transfers.models import Envelope, Peer, SigningKey, Transfer
from zhibu.transfers.rules import messages

INBOX = "/transfers/exchange/inbox"
PATIENCE = 20  # seconds


def own_key(*, at: datetime) -> SigningKey:
    """This installation's current key; made on first use."""
    current = SigningKey.objects.filter(current=True).first()
    if current is None:
        public, private = messages.new_key()
        try:
            with transaction.atomic():
                current = SigningKey.objects.create(public=public, private=private, made_at=at)
        except IntegrityError:  # somebody was faster
            current = SigningKey.objects.get(current=True)
    return current


def is_safe(address: str) -> bool:
    """https to a plain address; this very machine while the installation itself is a trial without https.

    Nothing may stand behind the host: it would move what we post to another place of that machine.
    """
    try:
        parts = urlsplit(address)
        plain = bool(parts.hostname) and not (parts.path.strip("/") or set("?#@\\") & set(address))
        trial = parts.hostname in ("localhost", "127.0.0.1") and not settings.SECURE
    except ValueError:
        return False
    return plain and (parts.scheme == "https" or (trial and parts.scheme == "http"))


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A peer that sends us on could send us to a machine of our own network: its redirect is its answer."""

    def redirect_request(self, *_told: Any, **_named: Any) -> None:
        """Nowhere."""


_OPENER = urllib.request.build_opener(_NoDetour)


def send_message(transfer: Transfer, peer: Peer, kind: MessageKind, content: dict[str, Any], *, at: datetime) -> None:
    """Sign and queue a message. In the caller's transaction; the network comes after it."""
    key, message_id = own_key(at=at), uuid4()
    body = {
        "format": messages.FORMAT, "id": str(message_id), "kind": str(kind), "from": key.public,
        "to": peer.public_key, "sent_on": local_date(at).isoformat(), str(kind): content,
    }  # fmt: skip
    text = messages.canonical(body)
    envelope = Envelope.objects.create(
        peer=peer, outgoing=True, message_id=message_id, kind=kind, transfer=transfer, content=text,
        signature=messages.sign(text, private=key.private), state=EnvelopeState.WAITING, at=at,
    )  # fmt: skip
    run_at("transfers.post", key=f"envelope:{envelope.pk}", due_at=at, envelope_id=envelope.pk)


def post(*, envelope_id: int, at: datetime) -> Envelope:
    """Hand a message over. Raises OSError when the other side does not answer, so that it is tried again later."""
    envelope = Envelope.objects.select_related("peer").get(pk=envelope_id)
    if envelope.state != EnvelopeState.WAITING:
        return envelope
    status, answer = _hand_over(envelope)
    if status >= 500 or status == 429:
        raise OSError(f"{envelope.peer.address} answered {status}")
    state = EnvelopeState.DONE if status == 200 else EnvelopeState.REFUSED
    rows = Envelope.objects.filter(pk=envelope.pk, state=EnvelopeState.WAITING)
    rows.update(state=state, answer=answer[:60], answered_at=at)
    envelope.refresh_from_db()
    return envelope


def _hand_over(envelope: Envelope) -> tuple[int, str]:
    sent = json.dumps({"body": json.loads(envelope.content), "signature": envelope.signature}).encode()
    if not is_safe(envelope.peer.address):
        return 400, "address"
    address = envelope.peer.address + INBOX
    request = urllib.request.Request(address, sent, {"Content-Type": "application/json"})  # noqa: S310 (checked above)
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as refused:
        return refused.code, _code_of(refused.read(2000))


def _code_of(raw: bytes) -> str:
    try:
        return str(json.loads(raw).get("refused", ""))
    except (ValueError, AttributeError):
        return ""


def answer(transfer: Transfer, kind: MessageKind, content: dict[str, Any], *, at: datetime) -> None:
    """Tell the installation that an online letter came from. Nothing for any other way."""
    if transfer.route == Route.IN_MESSAGE:
        asked = transfer.envelopes.select_related("peer").get(outgoing=False, kind=MessageKind.LETTER)
        send_message(transfer, asked.peer, kind, {"number": transfer.letter_number} | content, at=at)
