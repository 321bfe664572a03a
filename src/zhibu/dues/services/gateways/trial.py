"""A gateway for trying out: signed notices that come at once, late, twice, or never, as real ones do.

It keeps its own book (`TrialPayment`) as the other side of a contract would. No money moves; it is open only where
DUES_GATEWAYS names it.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from zhibu.dues.enums import CHANNELS, Outcome
from zhibu.dues.errors import CallbackForged
from zhibu.dues.models import TrialPayment
from zhibu.dues.services.gateways.port import Line, Said
from zhibu.kernel.clock import local_date

FRESH = timedelta(minutes=5)


class TrialGateway:
    """The local trial gateway."""

    code = "trial"
    label: str | Promise = CHANNELS["trial"]

    def address(self, number: str) -> str:
        """Its own counter page."""
        return reverse("dues:trial", args=[number])

    def read(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> Said:
        """HMAC-SHA256 over time stamp and body; older than five minutes is a replay."""
        stamp = headers.get("X-Trial-Time", "")
        if not hmac.compare_digest(_signature(stamp, body).encode(), headers.get("X-Trial-Signature", "").encode()):
            raise CallbackForged
        if not stamp.isdecimal() or abs(at.timestamp() - int(stamp)) > FRESH.total_seconds():
            raise CallbackForged
        said = json.loads(body)
        return Said(
            number=said["number"], outcome=said["outcome"], amount_fen=int(said["amount_fen"]),
            reference=said["reference"], happened_at=datetime.fromisoformat(said["happened_at"]),
        )  # fmt: skip

    def query(self, number: str) -> Said | None:
        """From its book."""
        found = TrialPayment.objects.filter(number=number).first()
        return _said(found) if found else None

    def refund(self, number: str, amount_fen: int, *, at: datetime) -> Said | None:
        """At once; the same again says the same."""
        TrialPayment.objects.filter(number=number, refunded_at=None).update(refunded_at=at)
        found = TrialPayment.objects.filter(number=number).first()
        return _said(found) if found else None

    def statement(self, day: date) -> list[Line]:
        """What was paid on the day."""
        rows = TrialPayment.objects.filter(paid_on=day).order_by("pk")
        return [Line(*row) for row in rows.values_list("number", "amount_fen", "reference")]


def _said(found: TrialPayment) -> Said:
    outcome = Outcome.REFUNDED if found.refunded_at else Outcome.PAID
    return Said(
        number=found.number, outcome=outcome, amount_fen=found.amount_fen, reference=found.reference,
        happened_at=found.paid_at,
    )  # fmt: skip


def take_money(number: str, amount_fen: int, *, at: datetime) -> TrialPayment:
    """The payer pressed pay at the trial gateway; pressing twice is one payment."""
    paid, _new = TrialPayment.objects.get_or_create(
        number=number,
        defaults={
            "amount_fen": amount_fen, "reference": f"T{secrets.token_hex(8)}", "paid_at": at,
            "paid_on": local_date(at),
        },
    )  # fmt: skip
    return paid


def notice(paid: TrialPayment, *, at: datetime) -> tuple[dict[str, str], bytes]:
    """The signed notice of a payment, as the gateway sends it."""
    said = _said(paid)
    body = json.dumps(
        {
            "number": said.number, "outcome": said.outcome, "amount_fen": said.amount_fen,
            "reference": said.reference, "happened_at": paid.paid_at.isoformat(),
        }
    ).encode()  # fmt: skip
    stamp = str(int(at.timestamp()))
    return {"X-Trial-Time": stamp, "X-Trial-Signature": _signature(stamp, body)}, body


def _signature(stamp: str, body: bytes) -> str:
    secret = hmac.new(settings.SECRET_KEY.encode(), b"dues.trial", hashlib.sha256).digest()
    return hmac.new(secret, stamp.encode() + b"\n" + body, hashlib.sha256).hexdigest()
